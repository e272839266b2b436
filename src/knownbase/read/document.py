"""YAML bytes → plain data (dict, list, str) with the place of every field.

Every scalar stays the text that stands in the file. What YAML offers beyond that (anchors, aliases,
tags, several documents) is refused, because a reviewer cannot see what it does.

    mapping ──► dict   field ("title", "fr") ──► Place of its key and of its value
    sequence ─► list   field ("affects", 0)  ──► Place of its value

    usual     the form in which nearly all files are written, line by line
    events    everything else, and whenever places are asked for
"""

import re
from dataclasses import dataclass, field
from typing import Any

from knownbase.model.finding import FieldPath
from knownbase.read.usual import usual

# Control characters, line separators of Unicode, and what an editor does not show: zero-width space,
# marks that turn the direction of writing round (https://trojansource.codes), tags, surrogates,
# noncharacters.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_ASCII_TEXT = bytes([*b"\t\n", *range(0x20, 0x7F)])
"""Printable, and nearly all of a text: the little that is left without it is searched in no time."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place, counted from 0; `column` in characters."""

    line: int
    column: int


class Refused(Exception):
    """The file is not YAML that we accept: rule, message, remedy, place (None: the file as a whole)."""

    def __init__(self, rule: str, message: str, remedy: str, mark: Mark | None = None) -> None:
        super().__init__(message)
        self.rule, self.message, self.remedy, self.mark = rule, message, remedy, mark


@dataclass(slots=True)
class Document:
    """The data of one file. `keys`, `values` and `styles` are filled only when places are asked for.

    A style is that of a scalar: `|`, `>`, `'`, `"`; None or empty for a plain one.
    """

    data: Any = ""
    keys: dict[FieldPath, Mark] = field(default_factory=dict)
    values: dict[FieldPath, Mark] = field(default_factory=dict)
    styles: dict[FieldPath, str | None] = field(default_factory=dict)
    duplicates: list[tuple[FieldPath, Mark]] = field(default_factory=list)


def decode(raw: bytes) -> str:
    """The file's text, without byte order mark, with line feeds; Refused when it is not plain UTF-8."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        guess = "UTF-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "Latin-1 or Windows-1252"
        message = f"byte 0x{raw[error.start]:02X} is not UTF-8"
        remedy = f"save the file in the encoding UTF-8 (it looks like {guess})"
        raise Refused("KB101", message, remedy, _mark_at(before, len(before))) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rare = text.encode().translate(None, _ASCII_TEXT).decode()
    found = UNPRINTABLE.search(text) if UNPRINTABLE.search(rare) else None
    if found:
        message = f"the character U+{ord(found[0]):04X} does not belong in a text"
        mark = _mark_at(text, found.start())
        raise Refused("KB101", message, "delete it; it is invisible in most editors", mark)
    return text


def _mark_at(text: str, position: int) -> Mark:
    line = text.count("\n", 0, position)
    return Mark(line, position - (text.rfind("\n", 0, position) + 1))


def parse(text: str, *, places: bool = False) -> Document:
    """Reads one YAML document. Raises Refused at the first thing that is not accepted.

    Duplicate keys do not stop the reading: they stand in `Document.duplicates`. `text`: as `decode` gives it.
    """
    if not places and (data := usual(text)) is not None:
        return Document(data)
    if not text.strip():
        raise Refused("KB102", "the file is empty", "write the entry, or delete the file")
    from knownbase.read.events import built  # with PyYAML, which most builds after an edit do without

    return built(text, places=places)
