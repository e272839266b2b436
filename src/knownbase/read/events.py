"""YAML bytes → plain data (dict, list, str) with the place of every field.

Events instead of `yaml.compose`: the C composer recurses and overflows the stack on deep nesting.
Every scalar stays the text that stands in the file. What YAML offers beyond that (anchors, aliases,
tags, several documents) is refused, because a reviewer cannot see what it does.

    mapping ──► dict   field ("title", "fr") ──► Place of its key and of its value
    sequence ─► list   field ("affects", 0)  ──► Place of its value
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from knownbase.model.finding import FieldPath

MAX_DEPTH = 100

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_Loader = getattr(yaml, "CLoader", yaml.Loader)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place, counted from 0; `column` in characters."""

    line: int
    column: int


class Refused(Exception):
    """The file is not YAML that we accept: rule, message, remedy, place."""

    def __init__(self, rule: str, message: str, remedy: str, mark: Mark = Mark(0, 0)) -> None:
        super().__init__(message)
        self.rule, self.message, self.remedy, self.mark = rule, message, remedy, mark


@dataclass(slots=True)
class Document:
    """The data of one file. `keys` and `values` are filled only when places are asked for."""

    data: Any = ""
    keys: dict[FieldPath, Mark] = field(default_factory=dict)
    values: dict[FieldPath, Mark] = field(default_factory=dict)
    blocks: set[FieldPath] = field(default_factory=set)
    duplicates: list[tuple[FieldPath, Mark]] = field(default_factory=list)


def decode(raw: bytes) -> str:
    """The file's text, without byte order mark, with line feeds; Refused when it is not plain UTF-8."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        raise Refused(
            "KB101",
            f"byte 0x{raw[error.start]:02X} is not UTF-8",
            "save the file in the encoding UTF-8 (it looks like Latin-1 or Windows-1252)",
            _mark_at(before, len(before)),
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _UNPRINTABLE.search(text)
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

    Duplicate keys do not stop the reading: they stand in `Document.duplicates`.
    """
    if not text.strip():
        raise Refused("KB102", "the file is empty", "write the entry, or delete the file")
    try:
        return _build(_accepted(yaml.parse(text, Loader=_Loader)), places)
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, text) from None
    except yaml.YAMLError as error:  # the reader's errors carry no mark
        raise Refused("KB102", f"not YAML: {error}", "see the neighbouring entries") from None


def _accepted(events: Iterator[Any]) -> Iterator[Any]:
    """The events of the one document, without stream and document marks; refuses what we do not take."""
    depth = documents = 0
    for event in events:
        kind = type(event)
        if kind in (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent):
            continue
        mark = Mark(event.start_mark.line, event.start_mark.column)
        if kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise Refused("KB104", "a second document begins with `---`", "one entry a file", mark)
            continue
        if kind is yaml.AliasEvent:
            raise Refused("KB104", f"the alias `*{event.anchor}` is not allowed", "write the text out", mark)
        if kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise Refused("KB105", f"nested more than {MAX_DEPTH} levels deep", "unfold it", mark)
        elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            depth -= 1
            yield event
            continue
        if event.anchor:
            raise Refused("KB104", f"the anchor `&{event.anchor}` is not allowed", "write the text out", mark)
        if event.tag:
            raise Refused("KB104", f"the tag `{event.tag}` is not allowed", "take the tag out", mark)
        yield event


def _build(events: Iterator[Any], places: bool) -> Document:
    document = Document()

    def value_of(event: Any, at: FieldPath) -> Any:
        if places:
            document.values[at] = Mark(event.start_mark.line, event.start_mark.column)
        if type(event) is yaml.ScalarEvent:
            if places and event.style in ("|", ">"):
                document.blocks.add(at)
            if event.style == '"' and _UNPRINTABLE.search(event.value):  # "\\0" and its like
                mark = Mark(event.start_mark.line, event.start_mark.column)
                raise Refused("KB101", "an escape stands for an unprintable character", "delete it", mark)
            return event.value
        if type(event) is yaml.SequenceStartEvent:
            items: list[Any] = []
            while type(item := next(events)) is not yaml.SequenceEndEvent:
                items.append(value_of(item, (*at, len(items)) if places else ()))
            return items
        return mapping(at)

    def mapping(at: FieldPath) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while type(key := next(events)) is not yaml.MappingEndEvent:
            mark = Mark(key.start_mark.line, key.start_mark.column)
            if type(key) is not yaml.ScalarEvent:
                raise Refused("KB102", "a list or mapping cannot be a key", "write `key: value`", mark)
            here = (*at, key.value)
            if key.value in result:
                document.duplicates.append((here, mark))
                value_of(next(events), (*here, "duplicate"))
                continue
            if places:
                document.keys[here] = mark
            result[key.value] = value_of(next(events), here if places else ())
        return result

    first = next(events, None)
    if first is None:
        raise Refused("KB102", "the file holds only comments", "write the entry, or delete the file")
    document.data = value_of(first, ())
    return document


_REMEDIES = {
    "found character that cannot start any token": "put the value between double quotes",
    "mapping values are not allowed": "put a value that holds `: ` between double quotes",
    "could not find expected ':'": "write `key: value`; check the indentation of this line",
    "did not find expected key": "check the indentation and the quotes of this line and the one above",
    "did not find expected '-' indicator": "indent every `-` of a list by the same number of spaces",
    "found unexpected end of stream": "close the quote that opens here",
    "block sequence entries are not allowed": "put the list on a line of its own",
}


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Refused:
    problem = (error.problem or "not YAML").strip()
    mark = error.problem_mark or error.context_mark
    if "end of stream" in problem and error.context_mark is not None:
        mark = error.context_mark  # an unclosed quote is only noticed at the end of the file
    place = Mark(mark.line, mark.column) if mark is not None else Mark(0, 0)
    lines = text.split("\n")
    if place.line < len(lines) and lines[place.line].startswith(("\t", " ")) and _tab_indents(lines[place.line]):
        return Refused(
            "KB102", "a tab indents this line", "indent with spaces, two for each level", Mark(place.line, 0)
        )
    remedy = next((text for start, text in _REMEDIES.items() if problem.startswith(start)), "")
    if "end of stream" in problem:
        problem = "a quote is opened and never closed"
    return Refused("KB102", f"not YAML: {problem}", remedy or "compare with a neighbouring entry", place)


def _tab_indents(line: str) -> bool:
    return "\t" in line[: len(line) - len(line.lstrip())]
