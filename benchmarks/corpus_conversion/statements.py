"""What a source says about a product's versions, before releases have dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus_conversion.log import Note
from corpus_conversion.naming import system_name
from corpus_conversion.records import Record

FIRST, UNKNOWN = "first", "unknown"
Named = tuple[str, tuple[str, ...]]
"""A release and the operating systems on which a record says that it shipped; () means every one."""


@dataclass(frozen=True)
class Item:
    """One affected range. `systems` holds names of operating systems; () means every one of the product."""

    systems: tuple[str, ...] = ()
    introduced: str = UNKNOWN
    fixed: str | None = None
    last_affected: str | None = None


class Source(Protocol):
    """The version scheme of a source, and how to read its statements."""

    key: str
    label: str
    summary: dict[str, str]

    def named(self, record: Record, product: str) -> Iterable[Named]:
        """What the record names as releases of the product."""

    def items(self, record: Record, product: str, known: Sequence[str], note: Note) -> list[Item]:
        """Affected ranges; `known` holds the product's releases in order, from all records."""

    def lines(self, shipped: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
        """(version, branch) in release order; `shipped` maps a version to its operating systems."""


def systems_of(record: Record) -> tuple[str, ...]:
    """Operating systems that the record names, each spelt in one way."""
    return tuple(dict.fromkeys(system_name(name) for name in record.systems))
