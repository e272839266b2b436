"""Debian security advisories: one fixed package version per suite.

An operating system is a suite (Debian 8 (jessie), …), and a suite has a single line of versions of a
package. Suites that share a version (testing and unstable often do) form one branch, so that every
suite lies in exactly one branch and the verdict is Debian's own comparison along that suite. Branches
stand in the order of their oldest suite.

Nobody states since when a fault existed: `introduced: unknown`. An advisory whose suite is not named
(os `Debian`) keeps the operating system `Debian`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from corpus_conversion.log import Note, unnoted
from corpus_conversion.naming import slug, system_order
from corpus_conversion.order import DEBIAN, debian_key
from corpus_conversion.records import Record
from corpus_conversion.statements import Item, Named, systems_of


class Debian:
    key = "debian"
    label = "Debian"
    summary = {"en": "Debian source package.", "fr": "Paquet source de Debian."}

    def named(self, record: Record, product: str) -> Iterable[Named]:
        return [(version, (suite,)) for suite, version in _fixes(record, product, unnoted).items()]

    def items(self, record: Record, product: str, known: Sequence[str], note: Note) -> list[Item]:
        """One item for each fixed version, with all suites that it mends."""
        fixes = _fixes(record, product, note)
        suites: dict[str | None, list[str]] = defaultdict(list)
        for suite in systems_of(record):
            suites[fixes.get(suite)].append(suite)
        if None in suites:
            note("no fixed version", ", ".join(suites[None]), "introduced: unknown, no end")
        return [Item(tuple(names), fixed=fixed) for fixed, names in suites.items()]

    def lines(self, shipped: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
        names = _branches(shipped)
        branch = {version: names[suites[0]] for version, suites in shipped.items()}
        oldest = {
            name: min(system_order(suite) for suite in names if names[suite] == name)
            for name in names.values()
        }
        return sorted(branch.items(), key=lambda line: (oldest[line[1]], debian_key(line[0])))


def _fixes(record: Record, product: str, note: Note) -> dict[str, str]:
    """Suite → fixed version, as far as it is certain that the version is one of this package."""
    stated = record.fixed_by_os
    if not stated and len(record.systems) == 1 and len(record.fixed) == 1:
        stated = ((record.systems[0], record.fixed[0]),)
    fixes: dict[str, str] = {}
    for suite, version in stated:
        if not DEBIAN.fullmatch(version):
            note("not a version", version, "left out")
        elif len(record.products) > 1 and not _belongs(version, product, record.body.get("en", "")):
            note("version of which package", f"{product} {version}", "left out")
        elif suite in fixes and fixes[suite] != version:
            # Both cannot be right; the later one clears no version that is still affected.
            later = max(fixes[suite], version, key=debian_key)
            note("two fixes for one suite", f"{suite}: {fixes[suite]}, {version}", later)
            fixes[suite] = later
        else:
            fixes[suite] = version
    return fixes


def _belongs(version: str, product: str, body: str) -> bool:
    """Whether the text says `<version> of <product>` or `<version> of the <product> package`."""
    return re.search(rf"{re.escape(version)} of (?:the )?{re.escape(product)}(?![\w-])", body) is not None


def _branches(shipped: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Suite → branch: the code names of all suites that share versions, directly or through others."""
    groups: list[set[str]] = []
    for suites in shipped.values():
        joined = set(suites).union(*(group for group in groups if group & set(suites)))
        groups = [*(group for group in groups if not group & joined), joined]
    names = {}
    for group in groups:
        name = "-".join(_code_name(suite) for suite in sorted(group, key=system_order))
        names.update(dict.fromkeys(group, name))
    return names


def _code_name(suite: str) -> str:
    """`Debian 8 (jessie)` → `jessie`; `Debian` → `debian`."""
    match = re.search(r"\((\w+)\)", suite)
    return match[1] if match else slug(suite)
