"""Plain values → YAML bytes that are the same every time: prose in block scalars, the rest quoted.

Only what an entry file needs: mappings, lists, text. A `Flow` stands on one line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_PLAIN = re.compile(r"[a-z][a-z0-9_-]*|(?:FAQ|ANO)-[0-9]{4,}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[ABC]|KB[0-9]{3}")
_NOT_PLAIN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"})


class Prose(str):
    """Text of several lines, written as a block scalar."""

    __slots__ = ()


class Flow(dict[str, Any]):
    """A small mapping, or a list in it, written on one line."""


def document(value: Mapping[str, Any], comments: Sequence[str]) -> str:
    """A whole file; `comments` stand above it."""
    return "".join(f"# {comment}\n" for comment in comments) + "".join(
        line + "\n" for line in _mapping(value, "")
    )


def _mapping(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, item in value.items():
        yield from _field(f"{indent}{scalar(key)}:", item, indent)


def _field(head: str, item: Any, indent: str) -> Iterator[str]:
    if isinstance(item, Prose):
        yield f"{head} {_block_mark(item)}"
        yield from (
            f"{indent}  {line}".rstrip() if not line.strip() else f"{indent}  {line}"
            for line in item.split("\n")
        )
    elif isinstance(item, Flow | str) or not item:
        yield f"{head} {flow(item)}"
    elif isinstance(item, Mapping):
        yield head
        yield from _mapping(item, indent + "  ")
    elif all(isinstance(one, str) for one in item):
        yield f"{head} {flow(item)}"
    else:
        yield head
        for one in item:
            yield from _list_item(one, indent + "  ")


def _list_item(item: Mapping[str, Any], indent: str) -> Iterator[str]:
    if isinstance(item, Flow):
        yield f"{indent}- {flow(item)}"
        return
    lines = _mapping(item, indent + "  ")
    yield f"{indent}- {next(lines).lstrip()}"
    yield from lines


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(flow(item) for item in value) + "]"


def scalar(text: str) -> str:
    """A name, id or date as it stands; everything else between double quotes."""
    if _PLAIN.fullmatch(text) and text not in _NOT_PLAIN:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _block_mark(text: str) -> str:
    """The indentation is named when the first line begins with a space, which YAML would count in."""
    return "|2-" if text.startswith((" ", "\n")) else "|-"
