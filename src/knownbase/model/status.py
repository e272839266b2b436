"""Where an anomaly stands, derived for each product and operating system from its ranges."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from knownbase.model.entry import Anomaly
from knownbase.model.ranges import UNKNOWN, Range, ranges, verdict_of
from knownbase.model.taxonomy import Product, Taxonomy

State = Literal["open", "fixed", "not_stated", "none"]
Standing = Literal[
    "open", "partly_fixed", "fixed", "analysing", "wont_fix", "withdrawn", "duplicate", "not_stated"
]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of affected releases, both ends inclusive; `last` None: up to the latest and on."""

    first: str
    last: str | None
    start_known: bool


@dataclass(frozen=True, slots=True)
class OsStatus:
    """One product on one operating system. `state` is that of its latest release.

    `none`: the anomaly states nothing about this operating system.
    """

    product: Product
    os: str
    state: State
    spans: tuple[Span, ...]
    fixed_in: tuple[str, ...]


def statuses(anomaly: Anomaly, taxonomy: Taxonomy) -> tuple[OsStatus, ...]:
    """One status for each operating system of each product that the anomaly names.

    None for a withdrawn one, which affects nothing, nor for a duplicate, which is counted elsewhere.
    """
    if anomaly.status == "withdrawn" or anomaly.duplicate_of:
        return ()
    named = dict.fromkeys(item.product for item in anomaly.affects)
    products = [taxonomy.product_by_id[product] for product in named]
    return tuple(os_status(anomaly, product, os) for product in products for os in product.os)


def os_status(anomaly: Anomaly, product: Product, os: str) -> OsStatus:
    stated = ranges(product, os, anomaly.affects)
    if not stated:
        return OsStatus(product, os, "none", (), ())
    shipped = product.shipped_ranks(os)
    latest = verdict_of(product, os, stated, shipped[-1]) if shipped else ""
    state: State = "open" if latest == "affected" else "fixed" if latest == "fixed" else "not_stated"
    unknown = any(
        item.introduced == UNKNOWN
        for item in anomaly.affects
        if item.product == product.id and (item.os == "all" or os in item.os)
    )
    spans = tuple(
        span
        for one in stated
        if (span := _span(product, shipped, one, start_known=not (unknown and one.start == 0)))
    )
    fixes = (product.releases[one.fix].version for one in stated if one.fix is not None)
    return OsStatus(product, os, state, spans, tuple(dict.fromkeys(fixes)))


def _span(product: Product, shipped: tuple[int, ...], one: Range, *, start_known: bool) -> Span | None:
    """`shipped` are the ranks of the releases on the operating system, in order."""
    first = bisect_left(shipped, one.start)
    after = len(shipped) if one.end is None else bisect_left(shipped, one.end)
    if first >= after:
        return None
    last = product.releases[shipped[after - 1]].version if one.end is not None else None
    return Span(product.releases[shipped[first]].version, last, start_known)


def standing(anomaly: Anomaly, found: Iterable[OsStatus]) -> Standing:
    """The anomaly as a whole, in one word, for lists; `found` are its statuses."""
    if anomaly.duplicate_of:
        return "duplicate"
    if anomaly.status == "withdrawn":
        return "withdrawn"
    states = {status.state for status in found} - {"none"}
    if states == {"fixed"}:
        return "fixed"
    if "fixed" in states:
        return "partly_fixed"
    if anomaly.status == "analysing":
        return "analysing"
    if anomaly.status == "wont-fix":
        return "wont_fix"
    return "open" if "open" in states else "not_stated"
