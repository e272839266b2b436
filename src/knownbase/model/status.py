"""Where an anomaly stands, derived for each product and operating system from its ranges."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knownbase.model.entry import Anomaly
from knownbase.model.ranges import UNKNOWN, Range, ranges, verdicts
from knownbase.model.taxonomy import Product, Taxonomy

State = Literal["open", "fixed", "not_stated", "none"]
Standing = Literal["open", "partly_fixed", "fixed", "analysing", "wont_fix", "withdrawn", "duplicate", "not_stated"]


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


def os_status(anomaly: Anomaly, product: Product, os: str) -> OsStatus:
    stated = ranges(product, os, anomaly.affects)
    if not stated:
        return OsStatus(product, os, "none", (), ())
    state: State = "not_stated"
    for _, one in verdicts(product, os, anomaly.affects):
        state = "open" if one == "affected" else "fixed" if one == "fixed" else "not_stated"
    unknown = any(
        item.introduced == UNKNOWN
        for item in anomaly.affects
        if item.product == product.id and (item.os == "all" or os in item.os)
    )
    spans = tuple(
        span for one in stated if (span := _span(product, os, one, start_known=not (unknown and one.start == 0)))
    )
    fixes = (product.releases[one.fix].version for one in stated if one.fix is not None)
    return OsStatus(product, os, state, spans, tuple(dict.fromkeys(fixes)))


def _span(product: Product, os: str, one: Range, *, start_known: bool) -> Span | None:
    held = [
        release.version
        for rank, release in enumerate(product.releases)
        if one.holds(rank) and os in release.released
    ]
    return Span(held[0], held[-1] if one.end is not None else None, start_known) if held else None


def statuses(anomaly: Anomaly, taxonomy: Taxonomy) -> Iterator[OsStatus]:
    """One status for each operating system of each product that the anomaly names."""
    for product_id in dict.fromkeys(item.product for item in anomaly.affects):
        product = taxonomy.product_by_id[product_id]
        for os in product.os:
            yield os_status(anomaly, product, os)


def standing(anomaly: Anomaly, taxonomy: Taxonomy) -> Standing:
    """The anomaly as a whole, in one word, for lists."""
    if anomaly.duplicate_of:
        return "duplicate"
    if anomaly.status == "withdrawn":
        return "withdrawn"
    states = {status.state for status in statuses(anomaly, taxonomy)} - {"none"}
    if states == {"fixed"}:
        return "fixed"
    if "fixed" in states:
        return "partly_fixed"
    if anomaly.status == "analysing":
        return "analysing"
    if anomaly.status == "wont-fix":
        return "wont_fix"
    return "open" if "open" in states else "not_stated"
