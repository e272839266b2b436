"""The YAML that entries are usually written in, read by one pattern: twice as fast as by events.

    key: words, "words", [words, "words"], {key: words, key: [words]}
    key: |
      lines
    key:
      the same again, or a list of all that

What is not surely one of these is left to the parser, which also says what is wrong with it. A test holds the two
against each other.
"""

import re
from typing import Any

_WORD = r"[A-Za-z0-9][A-Za-z0-9._/+-]*"
_QUOTED = r'"[^"\\\n]*"'
_ONE = rf"(?:{_WORD}|{_QUOTED})"
_FLOW_LIST = rf"\[ *(?:{_ONE}(?: *, *{_ONE})*)? *\]"
_PAIR = rf"({_WORD}): +({_ONE}|{_FLOW_LIST})"
_IS_FLOW_LIST = re.compile(_FLOW_LIST)
_IS_FLOW_MAPPING = re.compile(rf"\{{ *(?:{_PAIR}(?: *, *{_PAIR})*)? *\}}")
_ONES = re.compile(_ONE)
_PAIRS = re.compile(_PAIR)

# Nothing is tried twice (`++`), and what is no line ends the search: the time grows with the text and no faster.
_LINE = re.compile(
    r"((?:(?:#[^\n]*)?\n)*+"  # comments before it
    r"( *+)(- ++)?(?:([A-Za-z_][A-Za-z0-9_-]*+):(?: ++|(?=\n)))?"
    r"""(?:("[^"\\\n]*"|'[^'\n]*')|\|\n(( ++)[^ \n][^\n]*\n(?:\n*\7[^\n]*\n)*\n*)"""
    r"|([{\[][^\n]*[}\]])|([^\W_](?:[^\n]*[^ \n])?)|)(?(6)| *+\n))|(?s:.+)"
)
_DEEPEST = 50
"""Columns, and so levels: the parser allows twice as many, and refuses more."""

_Line = tuple[str, str, str, str, str, str, str, str, str]
"""All of it; indent, mark of an item, key; quoted words, literal, its indent, flow, plain words."""


class _Unusual(Exception):
    """Left to the parser."""


def usual(text: str) -> dict[str, Any] | None:
    """The data of a text that `decode` has let pass; None when it is not written in the usual way."""
    if "\t" in text or text[-1:] != "\n":
        return None
    lines = _LINE.findall(text)
    if sum([len(line[0]) for line in lines]) < len(text) or not lines or lines[0][1] or lines[0][2]:
        return None
    try:
        return _Reader(lines).mapping(0)
    except _Unusual:
        return None


class _Reader:
    """Goes through lines; `_next` is the one ahead, None behind the last."""

    def __init__(self, lines: list[_Line]) -> None:
        self._ahead = iter(lines)
        self._next = next(self._ahead, None)

    def mapping(self, indent: int) -> dict[str, Any]:
        """The mapping that begins ahead, maybe behind the mark of an item; its keys stand behind `indent` columns."""
        if indent > _DEEPEST:
            raise _Unusual
        data: dict[str, Any] = {}
        line = self._next
        while line is not None:
            key = line[3]
            if not key or key in data:
                raise _Unusual
            line_after = self._next = next(self._ahead, None)
            if line[5]:
                if len(line[6]) <= indent:
                    raise _Unusual
                data[key] = _literal(line[5], line[6])
            elif line[4] or line[7] or line[8]:
                data[key] = _scalar(line)
            else:
                data[key] = self._below(indent)
                line_after = self._next
            line = line_after
            if line is None or (depth := len(line[1])) < indent:
                break
            if depth > indent or line[2]:
                raise _Unusual
        return data

    def _below(self, indent: int) -> Any:
        """The mapping or list on the lines below a key; the items of a list may stand right below it."""
        line = self._next
        depth = -1 if line is None else len(line[1])
        if line is not None and line[2] and depth >= indent:
            return self._list(depth)
        if depth <= indent:
            raise _Unusual
        return self.mapping(depth)

    def _list(self, indent: int) -> list[Any]:
        items: list[Any] = []
        line = self._next
        while line is not None and line[2] and (depth := len(line[1])) >= indent:
            if depth > indent:
                raise _Unusual
            if line[3]:
                items.append(self.mapping(depth + len(line[2])))
            else:
                items.append(_scalar(line))
                self._next = next(self._ahead, None)
            line = self._next
        return items


def _literal(lines: str, indent: str) -> str:
    """The text below `|`, without its indent, with one line feed at its end."""
    return lines.replace("\n" + indent, "\n")[len(indent) :].rstrip("\n") + "\n"


def _scalar(line: _Line) -> Any:
    """The value that stands on a line."""
    plain = line[8]
    if plain:
        if ": " in plain or " #" in plain or plain[-1] == ":":
            raise _Unusual
        return plain
    if line[4]:
        return line[4][1:-1]
    if line[7]:
        return _flow(line[7])
    raise _Unusual


def _flow(text: str) -> Any:
    if _IS_FLOW_LIST.fullmatch(text):
        return _flow_list(text)
    if not _IS_FLOW_MAPPING.fullmatch(text):
        raise _Unusual
    pairs = _PAIRS.findall(text)
    data = {key: _flow_list(value) if value[0] == "[" else value.strip('"') for key, value in pairs}
    if len(data) < len(pairs):
        raise _Unusual
    return data


def _flow_list(text: str) -> list[str]:
    return [one.strip('"') for one in _ONES.findall(text)]
