"""YAML text → a document, by the events of PyYAML; the only importer of yaml.

Events instead of `yaml.compose`: the C composer recurses and overflows the stack on deep nesting.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from knownbase.model.finding import FieldPath
from knownbase.read.document import UNPRINTABLE, Document, Mark, Refused

MAX_DEPTH = 100

_DUPLICATE = -1  # a step that no field takes: the value of a key that stands a second time
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def built(text: str, *, places: bool) -> Document:
    """What `document.parse` gives of a text that is not empty. Raises Refused."""
    try:
        loader = _Loader(text)
        try:
            return _Builder(loader.get_event, Document(), places).build()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, text) from None
    except yaml.YAMLError as error:  # the reader's errors carry no mark
        raise Refused("KB102", f"not YAML: {error}", "see the neighbouring entries") from None


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line, event.start_mark.column)


@dataclass(slots=True)
class _Builder:
    """Takes events and makes data of them; refuses what we do not accept.

    A large content has a million events: what is done for each of them stands in the loops themselves.
    """

    take: Callable[[], Any]
    document: Document
    places: bool

    def build(self) -> Document:
        self.take()  # the stream's start
        event = self.take()
        if type(event) is StreamEndEvent:
            raise Refused("KB102", "the file holds only comments", "write the entry, or delete the file")
        if event.version or event.tags:
            raise Refused("KB104", "a directive `%…` is not allowed", "take it out", _mark(event))
        self.document.data = self._value(self.take(), (), 0)
        self.take()  # the document's end
        event = self.take()
        if type(event) is not StreamEndEvent:
            raise Refused("KB104", "a second document begins here", "one entry a file", _mark(event))
        return self.document

    def _value(self, event: Any, at: FieldPath, depth: int) -> Any:
        """The value that begins with `event`; it stands inside `depth` lists and mappings."""
        kind = type(event)
        if kind is not ScalarEvent or event.anchor or event.tag:
            _refuse_extras(event, depth)
        if self.places:
            self.document.values[at] = _mark(event)
            if kind is ScalarEvent:
                self.document.styles[at] = event.style
        if kind is ScalarEvent:
            return event.value if event.style != '"' else _unescaped(event)
        return self._list(at, depth + 1) if kind is SequenceStartEvent else self._mapping(at, depth + 1)

    def _list(self, at: FieldPath, depth: int) -> list[Any]:
        take, places = self.take, self.places
        items: list[Any] = []
        while type(item := take()) is not SequenceEndEvent:
            items.append(self._value(item, (*at, len(items)) if places else (), depth))
        return items

    def _mapping(self, at: FieldPath, depth: int) -> dict[str, Any]:
        take, places = self.take, self.places
        result: dict[str, Any] = {}
        while type(event := take()) is not MappingEndEvent:
            if type(event) is not ScalarEvent or event.anchor or event.tag:
                _refuse_key(event, depth)
            key = event.value if event.style != '"' else _unescaped(event)
            here = (*at, key) if places else (key,)
            if key in result:
                self.document.duplicates.append((here, _mark(event)))
                self._value(take(), (*here, _DUPLICATE), depth)
                continue
            if places:
                self.document.keys[here] = _mark(event)
            result[key] = self._value(take(), here, depth)
        return result


def _refuse_extras(event: Any, depth: int) -> None:
    """Raises Refused at what YAML offers beyond plain texts, lists and mappings."""
    if type(event) is AliasEvent:
        raise Refused(
            "KB104", f"the alias `*{event.anchor}` is not allowed", "write the text out", _mark(event)
        )
    if event.anchor:
        raise Refused(
            "KB104", f"the anchor `&{event.anchor}` is not allowed", "write the text out", _mark(event)
        )
    if event.tag:
        shown = event.tag.replace("tag:yaml.org,2002:", "!!")
        raise Refused("KB104", f"the tag `{shown}` is not allowed", "take the tag out", _mark(event))
    if depth >= MAX_DEPTH and type(event) is not ScalarEvent:
        raise Refused("KB105", f"nested more than {MAX_DEPTH} levels deep", "unfold it", _mark(event))


def _refuse_key(event: Any, depth: int) -> NoReturn:
    """Raises Refused at a key that is not a plain text."""
    _refuse_extras(event, depth)
    raise Refused("KB102", "a list or mapping cannot be a key", "write `key: value`", _mark(event))


def _unescaped(event: Any) -> str:
    """The text of a scalar in double quotes."""
    text: str = event.value
    if UNPRINTABLE.search(text):  # "\0" and its like
        raise Refused("KB101", "an escape stands for an unprintable character", "delete it", _mark(event))
    return text


_REMEDIES = {
    "found character that cannot start any token": "put the value between double quotes",
    "mapping values are not allowed": "put a value that holds `: ` between double quotes, or check the indentation",
    "could not find expected ':'": "write `key: value`; check the indentation of this line",
    "did not find expected key": "check the indentation and the quotes of this line and the one above",
    "did not find expected '-' indicator": "indent every `-` of a list by the same number of spaces",
    "did not find expected ',' or": "close the bracket that opens here, or write the comma between two items",
    "found unexpected end of stream": "close the quote that opens here",
    "block sequence entries are not allowed": "put the list on a line of its own",
}
# Noticed far behind the place to mend: there the context's beginning is shown.
_OPENED_BEFORE = ("found unexpected end of stream", "did not find expected ',' or")


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Refused:
    problem = (error.problem or "no reason given").strip()
    mark = error.problem_mark or error.context_mark
    if problem.startswith(_OPENED_BEFORE) and error.context_mark is not None:
        mark = error.context_mark
    place = Mark(mark.line, mark.column) if mark is not None else Mark(0, 0)
    lines = text.split("\n")
    if place.line < len(lines) and _tab_indents(lines[place.line]):
        return Refused(
            "KB102", "a tab indents this line", "indent with spaces, two for each level", Mark(place.line, 0)
        )
    remedy = next((text for start, text in _REMEDIES.items() if problem.startswith(start)), "")
    if "end of stream" in problem:
        problem = "a quote is opened and never closed"
    return Refused("KB102", f"not YAML: {problem}", remedy or "compare with a neighbouring entry", place)


def _tab_indents(line: str) -> bool:
    return "\t" in line[: len(line) - len(line.lstrip())]
