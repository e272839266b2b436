"""Is this version affected? The one place in Python that says so.

    5.2.0  5.2.1 … 5.2.4 │ 5.2.5 … 5.2.9      branch 5.2, item {introduced: 5.2.0, fixed: 5.2.5}
      ●      ●       ●   │   ✓       ✓
                           5.3.0 … 5.3.2      branch 5.3: ✓ only for releases that shipped on the same
                             ?       ✓        OS on or after the day of 5.2.5; else nothing is stated

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
_UNKNOWN_RELEASE = -1


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


def ranges(product: Product, os: str, affects: Sequence[Affected]) -> tuple[Range, ...]:
    """The affected ranges of one product on one operating system, in order.

    A start that nobody knows counts from the first release, so that nothing is cleared wrongly.
    Items that name an unknown release are left out: the check has refused them.
    """
    found = []
    for item in affects:
        if item.product != product.id or (item.os != "all" and os not in item.os):
            continue
        start = 0 if item.introduced in (FIRST, UNKNOWN) else product.order.get(item.introduced)
        end = _end(product, item)
        if start is not None and end != _UNKNOWN_RELEASE:
            found.append(Range(start, end, end if item.fixed is not None else None))
    return tuple(sorted(found, key=lambda one: one.start))


def _end(product: Product, item: Affected) -> int | None:
    """Rank of the first release behind the range; None when it is still open."""
    if item.fixed is not None:
        return product.order.get(item.fixed, _UNKNOWN_RELEASE)
    if item.last_affected is not None:
        last = product.order.get(item.last_affected)
        return _UNKNOWN_RELEASE if last is None else last + 1
    return None


def verdict(product: Product, os: str, affects: Sequence[Affected], version: str) -> Verdict:
    """What is stated about `version` of `product` on `os`."""
    rank = product.order.get(version)
    if rank is None or os not in product.releases[rank].released:
        return "not_stated"
    return _verdict(product, os, ranges(product, os, affects), rank)


def _verdict(product: Product, os: str, stated: Sequence[Range], rank: int) -> Verdict:
    if any(one.holds(rank) for one in stated):
        return "affected"
    release = product.releases[rank]
    for one in stated:
        if one.fix is None or one.fix > rank:
            continue
        fix = product.releases[one.fix]
        shipped = fix.released.get(os)
        if shipped is None:
            continue
        if fix.branch == release.branch or shipped <= release.released[os]:
            return "fixed"
    if stated and all(rank < one.start for one in stated):
        return "not_affected"
    return "not_stated"


def verdicts(product: Product, os: str, affects: Sequence[Affected]) -> Iterator[tuple[str, Verdict]]:
    """Every release that shipped on `os`, in order, with its verdict."""
    stated = ranges(product, os, affects)
    for rank, release in enumerate(product.releases):
        if os in release.released:
            yield release.version, _verdict(product, os, stated, rank)
