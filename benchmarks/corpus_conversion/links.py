"""Links, images and reference definitions.

Only https:, http: and mailto: survive: a relative link led to another page of the source's own site, so
its text stays and the address goes. An image becomes a link to it, or its description.
"""

import re
from collections.abc import Mapping

from corpus_conversion.log import Note
from corpus_conversion.shelf import PIECE, Shelf

_SAFE = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_DEFINITION = re.compile(
    r"""^[ ]{0,3}\[(?!\^)([^\]\n]+)\]:[ \t]*\n?[ \t]*<?([^\s<>]+)>?(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^)\n]*\)))?[ \t]*$\n?""",
    re.MULTILINE,
)
_TARGET = re.compile(
    r"""\(\s*(?:<([^<>\n]*)>|((?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*))(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)"""
)
_CANDIDATE = re.compile(r"\\.|!?\[", re.DOTALL)
_REFERENCE = re.compile(r"\[([^\[\]\n]*)\]")
_ATTRIBUTES = re.compile(r"\{[:#.]?[\w-]+(?:=[^{}\n]*)?\}")

Addresses = Mapping[str, str]
"""Label of a reference, normalised → address."""


def take_definitions(text: str, shelf: Shelf, note: Note) -> tuple[str, Addresses]:
    """The text without its reference definitions, and the addresses that they define."""
    found: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        found.setdefault(_label(match[1], shelf), match[2])
        note("reference definition", match[0].strip(), "put into the links")
        return ""

    return _DEFINITION.sub(take, text), found


def convert_links(text: str, addresses: Addresses, shelf: Shelf, note: Note) -> str:
    """Every link and image in `text`, nested ones first."""
    parts: list[str] = []
    place = 0
    while candidate := _CANDIDATE.search(text, place):
        parts.append(text[place : candidate.start()])
        image = candidate[0] == "!["
        found = None if candidate[0][0] == "\\" else _link_at(text, candidate.end() - 1, addresses, shelf)
        place = candidate.end()
        if found is None:
            parts.append(candidate[0])
            continue
        label, address, place = found
        attributes = _ATTRIBUTES.match(text, place)
        place = attributes.end() if attributes else place
        parts.append(_converted(convert_links(label, addresses, shelf, note), address, image, shelf))
        _noted(text[candidate.start() : place], parts[-1], image, address, shelf, note)
    parts.append(text[place:])
    return "".join(parts)


def _link_at(text: str, opening: int, addresses: Addresses, shelf: Shelf) -> tuple[str, str, int] | None:
    """(label, address, end) of the link whose bracket opens at `opening`, or None."""
    closing = _closing(text, opening)
    if closing is None:
        return None
    label = text[opening + 1 : closing]
    target = _TARGET.match(text, closing + 1)
    if target:
        return label, target[1] or target[2] or "", target.end()
    reference = _REFERENCE.match(text, closing + 1)
    if reference:
        name = reference[1] or label
        if _label(name, shelf) in addresses:
            return label, addresses[_label(name, shelf)], reference.end()
        if len(re.findall(r"[A-Za-z]", name)) > 2:
            return label, "", reference.end()
    if _label(label, shelf) in addresses:
        return label, addresses[_label(label, shelf)], closing + 1
    return None


def _closing(text: str, opening: int) -> int | None:
    """The bracket that closes the one at `opening`, in the same paragraph."""
    depth, place = 0, opening
    while place < len(text):
        char = text[place]
        if char == "\\":
            place += 1
        elif char == "[":
            depth += 1
        elif char == "]":
            depth -= 1
            if depth == 0:
                return place
        elif char == "\n" and text[place + 1 : place + 2] == "\n":
            return None
        place += 1
    return None


def _converted(inner: str, address: str, image: bool, shelf: Shelf) -> str:
    if not _SAFE.match(address):
        return inner
    if re.search(rf"\]\({PIECE.pattern}\)", inner):
        return inner
    url = re.sub(r"[\s<>]", lambda match: f"%{ord(match[0]):02X}", address)
    if url.count("(") != url.count(")"):
        url = url.replace("(", "%28").replace(")", "%29")
    return f"[{inner.strip() or ('image' if image else url)}]({shelf.put(url)})"


def _noted(before: str, after: str, image: bool, address: str, shelf: Shelf, note: Note) -> None:
    before, after = shelf.restore(before), shelf.restore(after)
    if before != after:
        safe = bool(_SAFE.match(address))
        what = "image" if image else "link as reference or with attributes" if safe else "relative link"
        note(what, before, after)


def _label(text: str, shelf: Shelf) -> str:
    return " ".join(shelf.restore(text).lower().split())
