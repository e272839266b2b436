"""Is this version affected? The one place in Python that says so.

    5.2.0  5.2.1 … 5.2.4 │ 5.2.5 … 5.2.9      branch 5.2, item {introduced: 5.2.0, fixed: 5.2.5}
      ●      ●       ●   │   ✓       ✓
                           5.3.0 … 5.3.2      branch 5.3: ✓ only for releases that shipped on the same
                             ?       ✓        OS on or after the day of 5.2.5; else nothing is stated

A fix *reaches* a release of its own branch at or after it, and a release of a later branch that
shipped on the same OS no earlier than the fix. A release is fixed when the latest fix that reaches it
comes after the latest `introduced` before it: an older fix does not clear a fault that came back.

Comparison is the order of releases in the taxonomy, never a parse of the version. A release that the
taxonomy does not know, or that never shipped on the operating system, is `not_stated`: never guessed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from knownbase.model.entry import Affected
from knownbase.model.taxonomy import Product

Verdict = Literal["affected", "fixed", "not_affected", "not_stated"]
FIRST, UNKNOWN = "first", "unknown"


@dataclass(frozen=True, slots=True)
class Range:
    """Ranks of releases in the product's order: `start` inclusive, `end` exclusive (None: still open).

    `fix` is the rank of the release that mends the fault; None where a range just ends: after a
    `last_affected` nothing is stated.
    """

    start: int
    end: int | None
    fix: int | None

    def holds(self, rank: int) -> bool:
        return self.start <= rank and (self.end is None or rank < self.end)


OnSystem = tuple[tuple[int, int | None, int | None], ...]
"""What an anomaly says of a product on one operating system: its ranges, as plain values."""

Statement = tuple[OnSystem, ...]
"""The same for each operating system of the product."""


def statement(product: Product, affects: Sequence[Affected]) -> Statement:
    """The ranges on every operating system of a product."""
    return tuple(
        [tuple([(one.start, one.end, one.fix) for one in ranges(product, os, affects)]) for os in product.os]
    )


def ranges(product: Product, os: str, affects: Sequence[Affected]) -> tuple[Range, ...]:
    """The affected ranges of one product on one operating system, in order.

    Nothing is cleared by a word that means nothing: a start that nobody knows, or that is no release,
    counts from the first release; an end that is no release is none. (The check refuses the latter.)
    """
    found = [
        Range(product.order.get(item.introduced, 0), _end(product, item), product.order.get(item.fixed or ""))
        for item in affects
        if item.product == product.id and (item.os == "all" or os in item.os)
    ]
    if len(found) > 1:
        found.sort(key=lambda one: one.start)
    return tuple(found)


def _end(product: Product, item: Affected) -> int | None:
    """Rank of the first release behind the range; None when it is still open."""
    if item.fixed is not None:
        return product.order.get(item.fixed)
    last = product.order.get(item.last_affected or "")
    return None if last is None else last + 1


def verdict(product: Product, os: str, affects: Sequence[Affected], version: str) -> Verdict:
    """What is stated about `version` of `product` on `os`."""
    rank = product.order.get(version)
    if rank is None or os not in product.releases[rank].released:
        return "not_stated"
    return verdict_of(product, os, ranges(product, os, affects), rank)


def verdict_of(product: Product, os: str, stated: Sequence[Range], rank: int) -> Verdict:
    """The same of a release that shipped on `os`, by its rank; `stated` are the ranges of product and system."""
    if not stated:
        return "not_stated"
    if any(one.holds(rank) for one in stated):
        return "affected"
    if all(rank < one.start for one in stated):
        return "not_affected"
    for one in stated:
        if one.fix is None or not _reaches(product, os, one.fix, rank):
            continue
        # The fault may have come back with the release of the fix, or after it, in another range.
        if not any(one.fix <= other.start <= rank for other in stated if other is not one):
            return "fixed"
    return "not_stated"


def _reaches(product: Product, os: str, fix: int, rank: int) -> bool:
    """Whether the release `fix` says something about the release `rank`, which shipped on `os`."""
    one, other = product.releases[fix], product.releases[rank]
    if fix > rank or os not in one.released:
        return False
    return one.branch == other.branch or one.released[os] <= other.released[os]


def verdicts(product: Product, os: str, affects: Sequence[Affected]) -> Iterator[tuple[str, Verdict]]:
    """Every release that shipped on `os`, in order, with its verdict."""
    stated = ranges(product, os, affects)
    for rank, release in enumerate(product.releases):
        if os in release.released:
            yield release.version, verdict_of(product, os, stated, rank)
