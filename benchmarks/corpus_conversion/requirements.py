"""Cargo's version requirements as intervals, and the gaps between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus_conversion.order import SEMVER, Key, semver_key

_COMPARATOR = re.compile(r"\s*(>=|<=|>|<|=|\^|~)?\s*(\S+?)\s*")
Edge = tuple[Key, int]
"""A place between versions: (key, 0) just before a version, (key, 1) just after it."""

LOWEST: Edge = ((), 0)


class NotARequirement(ValueError):
    """The text is no requirement that this module reads."""


@dataclass(frozen=True)
class Bound:
    """`after`: the interval's edge lies just after the version, not just before it."""

    version: str
    after: bool = False

    @property
    def edge(self) -> Edge:
        return (semver_key(self.version), int(self.after))


@dataclass(frozen=True)
class Interval:
    """From `low` up to `high`; None: without bound."""

    low: Bound | None
    high: Bound | None

    def __str__(self) -> str:
        low = "(" if self.low is None else f"{'(' if self.low.after else '['}{self.low.version}"
        high = ")" if self.high is None else f"{self.high.version}{']' if self.high.after else ')'}"
        return f"{low}, {high}"


@dataclass(frozen=True)
class Gap:
    """Affected versions between two stated intervals.

    `start` and `end` are None where the gap is open. `start_certain`: affected versions begin at `start`
    itself. `mended`: `end` is a patched version, not just an unaffected one.
    """

    low: Edge
    high: Edge | None
    start: str | None
    start_certain: bool
    end: str | None
    end_inclusive: bool
    mended: bool

    def holds(self, version: str) -> bool:
        edge = (semver_key(version), 0)
        return self.low <= edge and (self.high is None or edge < self.high)

    def __str__(self) -> str:
        begin = self.start or "the first"
        if self.start and self.low[1]:
            begin = f"after {begin}"
        elif self.start and self.low[0] != semver_key(self.start):
            begin = f"the pre-releases of {begin}"
        return f"from {begin} to {self.end or 'the last'}"


def release(written: str) -> str:
    """The version with three numbers: `0.24` → `0.24.0`. Raises NotARequirement."""
    match = SEMVER.fullmatch(written)
    if not match:
        raise NotARequirement(written)
    rest = written[match.end(3) if match[3] else match.end(2) if match[2] else match.end(1) :]
    return ".".join(match[group] or "0" for group in (1, 2, 3)) + rest


def comparators(text: str) -> Iterator[tuple[str, str]]:
    """(operator, version) of each part; a bare version means ^, as in Cargo. Raises NotARequirement."""
    for part in text.split(","):
        match = _COMPARATOR.fullmatch(part)
        if not match:
            raise NotARequirement(text)
        yield match[1] or "^", release(match[2])


def named_versions(text: str) -> Iterator[str]:
    """Versions that the requirement itself holds or ends with: those are releases.

    The bound of `< X` is not: nothing says that X was ever released.
    """
    try:
        found = list(comparators(text))
    except NotARequirement:
        return
    for operator, version in found:
        if operator != "<":
            yield version


def intervals(text: str) -> Iterator[Interval]:
    """The versions that a requirement allows: the intersection of its comparators. Raises NotARequirement."""
    low: Bound | None = None
    high: Bound | None = None
    for operator, version in comparators(text):
        below, above = _bounds(operator, version)
        if below and (low is None or below.edge > low.edge):
            low = below
        if above and (high is None or above.edge < high.edge):
            high = above
    if low is None or high is None or low.edge < high.edge:
        yield Interval(low, high)


def _bounds(operator: str, version: str) -> tuple[Bound | None, Bound | None]:
    if operator == ">=":
        return Bound(version), None
    if operator == ">":
        return Bound(version, after=True), None
    if operator == "<":
        return None, Bound(version)
    if operator == "<=":
        return None, Bound(version, after=True)
    if operator == "=":
        return Bound(version), Bound(version, after=True)
    return Bound(version), Bound(_next(operator, version))


def _next(operator: str, version: str) -> str:
    """The lowest version that ^ or ~ leaves out: no pre-release of the next line is allowed either."""
    numbers = [
        int(number) for number in version.split("-", maxsplit=1)[0].split("+", maxsplit=1)[0].split(".")
    ]
    fixed = 1 if operator == "~" else next((place for place in range(2) if numbers[place]), 2)
    numbers = [*numbers[:fixed], numbers[fixed] + 1, *(0 for _ in numbers[fixed + 1 :])]
    return ".".join(map(str, numbers)) + "-0"


def gaps(patched: Sequence[Interval], unaffected: Sequence[Interval]) -> list[Gap]:
    """What neither covers, in order."""
    stated = [(interval, True) for interval in patched] + [(interval, False) for interval in unaffected]
    stated.sort(key=lambda one: (one[0].low.edge if one[0].low else LOWEST, not one[1]))
    found: list[Gap] = []
    reached: Bound | None = None
    reached_edge, certain = LOWEST, False
    for interval, mended in stated:
        if interval.low and reached_edge < interval.low.edge:
            found.append(_gap(reached, certain, interval.low, mended))
        if interval.high is None:
            return found
        if interval.high.edge > reached_edge:
            reached, reached_edge, certain = interval.high, interval.high.edge, not mended
    found.append(_gap(reached, certain, None, mended=False))
    return found


def _gap(reached: Bound | None, certain: bool, end: Bound | None, mended: bool) -> Gap:
    return Gap(
        low=LOWEST if reached is None else reached.edge,
        high=None if end is None else end.edge,
        start=None if reached is None else reached.version.removesuffix("-0"),
        start_certain=certain and reached is not None and not reached.version.endswith("-0"),
        end=None if end is None else end.version,
        end_inclusive=end is not None and end.after,
        mended=mended,
    )
