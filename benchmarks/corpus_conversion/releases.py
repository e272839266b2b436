"""Releases of a product with the day by which each had shipped, per operating system.

No source gives the day of a release. A release is dated by the earliest record that names it, which is
an upper bound, and the bound is lowered where the statements themselves prove an earlier day:

- a release of a branch did not ship after a later release of that branch on the same system;
- a fix did not ship after a release of a later branch that a record says holds the fix. Advisories are
  often written years after the fact; without this, knownbase would rightly ask for a statement about
  the later branch, and the honest statement is the record's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus_conversion.records import Record
from corpus_conversion.statements import FIRST, UNKNOWN, Item, Source


@dataclass(frozen=True)
class Release:
    version: str
    branch: str
    released: Mapping[str, str]
    """Operating system → day, year-month-day."""


@dataclass(frozen=True)
class Line:
    """What one operating system sees of a product: its releases in order, by rank."""

    ranks: Sequence[int]
    branches: Sequence[str]
    dates: dict[int, str]


def releases(
    source: Source,
    product: str,
    systems: Sequence[str],
    records: Sequence[Record],
    items: Sequence[Sequence[Item]],
) -> list[Release]:
    """Releases in order. `items` holds the affected ranges of each record, in the same order."""
    named = _named(source, product, systems, records)
    lines = source.lines({version: list(dates) for version, dates in named.items()})
    versions = [version for version, _ in lines]
    rank = {version: place for place, version in enumerate(versions)}
    branches = [branch for _, branch in lines]
    for system in systems:
        dates = {rank[version]: shipped[system] for version, shipped in named.items() if system in shipped}
        line = Line(sorted(dates), branches, dates)
        _lower(line, [_for_system(ranges, system, rank) for ranges in items])
        for place, day in dates.items():
            named[versions[place]][system] = day
    return [Release(version, branch, named[version]) for version, branch in lines]


def known_versions(source: Source, product: str, records: Sequence[Record]) -> list[str]:
    """Every version that a record names as a release, in order."""
    found = {version for record in records for version, _ in source.named(record, product)}
    return [version for version, _ in source.lines({version: ["all"] for version in found})]


def _named(
    source: Source, product: str, systems: Sequence[str], records: Sequence[Record]
) -> dict[str, dict[str, str]]:
    """Version → operating system → day of the earliest record that names it."""
    days: dict[str, dict[str, str]] = {}
    for record in records:
        for version, shipped in source.named(record, product):
            seen = days.setdefault(version, {})
            for system in shipped or systems:
                seen[system] = min(seen.get(system, record.date), record.date)
    return {
        version: {system: seen[system] for system in systems if system in seen}
        for version, seen in days.items()
    }


Ranks = tuple[int, int | None, int | None]
"""An affected range: first rank, last rank (None: open), rank of the fix (None: none)."""


def _for_system(items: Sequence[Item], system: str, rank: Mapping[str, int]) -> list[Ranks]:
    found: list[Ranks] = []
    for item in items:
        if item.systems and system not in item.systems:
            continue
        start = 0 if item.introduced in (FIRST, UNKNOWN) else rank[item.introduced]
        fix = rank[item.fixed] if item.fixed else None
        last = fix - 1 if fix is not None else rank[item.last_affected] if item.last_affected else None
        found.append((start, last, fix))
    return found


def _lower(line: Line, stated: Sequence[Sequence[Ranks]]) -> None:
    """Lowers the days of `line`. Every proof goes from a later rank to an earlier one: one pass does it."""
    followers: dict[int, list[int]] = {place: [] for place in line.ranks}
    for earlier, later in zip(line.ranks, line.ranks[1:], strict=False):
        if line.branches[earlier] == line.branches[later]:
            followers[earlier].append(later)
    for ranges in stated:
        for fix, later in _held_elsewhere(line, ranges):
            followers[fix].append(later)
    for place in reversed(line.ranks):
        line.dates[place] = min([line.dates[place], *(line.dates[later] for later in followers[place])])


def _held_elsewhere(line: Line, ranges: Sequence[Ranks]) -> list[tuple[int, int]]:
    """(fix, release) where the release of a later branch holds the fix and has no fix in its own branch."""
    fixes = [fix for _, _, fix in ranges if fix is not None]
    pairs = []
    for place in line.ranks:
        if any(start <= place and (last is None or place <= last) for start, last, _ in ranges):
            continue
        if not any(fix <= place and line.branches[fix] == line.branches[place] for fix in fixes):
            pairs += [(fix, place) for fix in fixes if fix < place]
    return pairs
