"""Verdicts: a table of cases, and random ones against the definition written out the slow way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from model.at_random import SYSTEMS, item, product, products, ranges_of

from knownbase.model.entry import Affected
from knownbase.model.ranges import verdict, verdicts
from knownbase.model.taxonomy import Product

RELAY = product(
    ("1.9", "1", {"windows": "2020-01-01", "linux": "2020-02-01"}),
    ("1.10", "1", {"windows": "2020-05-01", "linux": "2020-05-01"}),
    ("1.11", "1", {"windows": "2021-03-01", "linux": "2020-08-01"}),
    ("1.12", "1", {"windows": "2021-04-01"}),
    ("2.0", "2", {"windows": "2020-09-01", "linux": "2020-09-01"}),
    ("2.1", "2", {"windows": "2022-05-01", "linux": "2022-05-01"}),
)
TWO_BRANCHES = [item("1.10", fixed="1.11"), item("2.0", fixed="2.1")]
CASES = [
    ("in the range", [item("1.10", fixed="1.11")], "windows", "1.10", "affected"),
    ("the beginning is inside", [item("1.9", fixed="1.11")], "windows", "1.9", "affected"),
    ("the fix is outside", [item("1.9", fixed="1.11")], "windows", "1.11", "fixed"),
    ("later in the branch of the fix", [item("1.9", fixed="1.11")], "windows", "1.12", "fixed"),
    ("before it began", [item("1.10", fixed="1.11")], "windows", "1.9", "not_affected"),
    ("a later branch shipped before the fix", [item("1.9", fixed="1.11")], "windows", "2.0", "not_stated"),
    ("the same branch on the other OS shipped after", [item("1.9", fixed="1.11")], "linux", "2.0", "fixed"),
    ("a later branch shipped after the fix", [item("1.9", fixed="1.11")], "windows", "2.1", "fixed"),
    ("both branches stated, affected", TWO_BRANCHES, "windows", "2.0", "affected"),
    ("both branches stated, fixed", TWO_BRANCHES, "windows", "2.1", "fixed"),
    ("between two ranges", TWO_BRANCHES, "windows", "1.12", "fixed"),
    ("before both", TWO_BRANCHES, "windows", "1.9", "not_affected"),
    ("open", [item("1.10")], "linux", "2.1", "affected"),
    ("open, before", [item("1.10")], "linux", "1.9", "not_affected"),
    ("from the first", [item("first", fixed="1.10")], "windows", "1.9", "affected"),
    ("from nobody knows when", [item("unknown", fixed="1.10")], "windows", "1.9", "affected"),
    ("from nobody knows when, fixed", [item("unknown", fixed="1.10")], "windows", "1.10", "fixed"),
    ("last affected is inside", [item("1.9", last="1.10")], "windows", "1.10", "affected"),
    ("after the last affected", [item("1.9", last="1.10")], "windows", "1.11", "not_stated"),
    ("another branch after the last affected", [item("1.9", last="1.10")], "windows", "2.1", "not_stated"),
    ("stated for the other OS only", [item("1.9", os=["linux"])], "windows", "1.10", "not_stated"),
    ("fixed on one OS only", [item("1.9", os=["linux"]), item("1.9", fixed="1.10", os=["windows"])], "linux", "2.1", "affected"),
    ("fixed on this one", [item("1.9", os=["linux"]), item("1.9", fixed="1.10", os=["windows"])], "windows", "1.10", "fixed"),
    ("fixed in the first release of which anything is known", [item("unknown", fixed="1.9")], "windows", "1.10", "fixed"),
    ("no such release", [item("1.9")], "windows", "1.1", "not_stated"),
    ("not shipped on this OS", [item("1.9")], "linux", "1.12", "not_stated"),
    ("nothing stated at all", [], "windows", "1.9", "not_stated"),
    ("came back", [item("1.9", fixed="1.10"), item("1.11")], "windows", "1.12", "affected"),
    ("mended in between", [item("1.9", fixed="1.10"), item("1.11")], "windows", "1.10", "fixed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("affects", "os", "version", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_case(affects: list[Affected], os: str, version: str, expected: str) -> None:
    assert verdict(RELAY, os, affects, version) == expected


def slow(relay: Product, os: str, affects: list[Affected], version: str) -> str:
    """The definition of the design, word by word, over lists of releases.

    One thing is stricter: a fix says nothing about a release at or before which the fault came back.
    """
    names = [release.version for release in relay.releases]
    by_name = {release.version: release for release in relay.releases}
    if version not in by_name or os not in by_name[version].released:
        return "not_stated"
    mine = [one for one in affects if one.os == "all" or os in one.os]
    starts = []
    for one in mine:
        start = 0 if one.introduced in ("first", "unknown") else names.index(one.introduced)
        starts.append(start)
        held = names[start:]
        if one.fixed is not None:
            held = [name for name in held if names.index(name) < names.index(one.fixed)]
        if one.last_affected is not None:
            held = [name for name in held if names.index(name) <= names.index(one.last_affected)]
        if version in held:
            return "affected"
    here = by_name[version]
    for one in mine:
        fix = by_name.get(one.fixed or "")
        if fix is None or os not in fix.released or names.index(fix.version) > names.index(version):
            continue
        rank = names.index(fix.version)
        others = [start for two, start in zip(mine, starts, strict=True) if two is not one]
        came_back = any(rank <= start <= names.index(version) for start in others)
        reaches = fix.branch == here.branch or fix.released[os] <= here.released[os]
        if reaches and not came_back:
            return "fixed"
    if mine and all(names.index(version) < start for start in starts):
        return "not_affected"
    return "not_stated"


@settings(max_examples=400, deadline=None)
@given(some.data())
def test_as_the_definition_says(data: some.DataObject) -> None:
    relay = data.draw(products())
    affects = data.draw(ranges_of(relay))
    for os in SYSTEMS:
        for version in ["none", *(release.version for release in relay.releases)]:
            assert verdict(relay, os, affects, version) == slow(relay, os, affects, version)
        listed = dict(verdicts(relay, os, affects))
        assert listed == {
            release.version: slow(relay, os, affects, release.version)
            for release in relay.releases
            if os in release.released
        }
