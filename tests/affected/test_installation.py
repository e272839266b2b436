"""What is published about an installation, and what an upgrade changes: by the table, and against each anomaly alone."""

from typing import Any

import pytest
from affected.table import (
    PRODUCT,
    TABLE,
    VERSIONS,
    Asked,
    anomaly_of,
    answer_text,
    answers,
    card,
    fits,
    installation,
    upgrades,
    ways,
)  # fmt: skip
from hypothesis import given
from hypothesis import strategies as st

from knownbase.affected.installation import answers as answers_of
from knownbase.affected.installation import touching
from knownbase.affected.upgrade import change, way
from knownbase.model.ranges import verdict


def test_the_table_is_large_enough() -> None:
    assert len([*answers(), *upgrades(), *ways()]) >= 90


@pytest.mark.parametrize("asked", list(answers()), ids=str)
def test_an_installation(asked: Asked) -> None:
    found = [
        answer_text(one.verdict, one.fixes, one.elsewhere)
        for one in answers_of(installation(asked.os, asked.versions[0]), asked.cards)
    ]
    assert found == [asked.expected]


@pytest.mark.parametrize(
    "case", [one for one in TABLE["cases"] if not one["answers"]], ids=lambda one: one["what"]
)
def test_what_touches_nobody_is_no_answer(case: dict[str, Any]) -> None:
    assert list(answers_of(installation("windows", "1.0.0"), [card(anomaly_of(1, case))])) == []


@pytest.mark.parametrize("asked", list(upgrades()), ids=str)
def test_an_upgrade(asked: Asked) -> None:
    before, after = (installation(asked.os, version) for version in asked.versions)
    found = change(before, after, asked.cards)
    ids = [one.id for one in asked.cards]
    assert {name: getattr(found, name) for name in ("fixed", "still", "introduced", "unsure")} == {
        name: tuple(ids) if name == asked.expected else ()
        for name in ("fixed", "still", "introduced", "unsure")
    }


@pytest.mark.parametrize("asked", list(ways()), ids=str)
def test_a_way(asked: Asked) -> None:
    found = way(installation(asked.os, asked.versions[0]), asked.versions[1], asked.cards)
    assert (None if found is None else [one.id for one in found]) == asked.expected


@pytest.mark.parametrize("asked", list(fits()), ids=str)
def test_a_release_is_offered_the_patches_that_fit(asked: Asked) -> None:
    """The filter of the download space, by which a reader finds them."""
    release = f"{PRODUCT.id}/{asked.versions[0]}"
    found = {
        one.id for one in asked.cards if one.systems == (asked.os,) and release in dict(one.facets)["version"]
    }
    assert found == {one for one, fit in asked.expected.items() if fit == "fits"}


def _item(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(st.sampled_from(["first", "unknown", *VERSIONS]))
    later = VERSIONS[VERSIONS.index(start) :] if start in VERSIONS else VERSIONS
    item: dict[str, Any] = {"os": draw(st.sampled_from(["all", ["windows"], ["linux"]])), "introduced": start}
    end = draw(st.sampled_from(["fixed", "last_affected", ""]))
    if end == "fixed" and later[1:]:
        item["fixed"] = draw(st.sampled_from(later[1:]))
    elif end == "last_affected":
        item["last_affected"] = draw(st.sampled_from(later))
    return item


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    return {"affects": [_item(draw) for _ in range(draw(st.integers(1, 4)))]}


@given(
    st.lists(cases(), min_size=1, max_size=5),
    st.sampled_from(["windows", "linux"]),
    st.sampled_from(VERSIONS),
)
def test_each_answer_is_that_of_the_anomaly_alone(some: list[dict[str, Any]], os: str, version: str) -> None:
    anomalies = [anomaly_of(n, case) for n, case in enumerate(some, 1)]
    found = list(answers_of(installation(os, version), [card(one) for one in anomalies]))
    assert [one.verdict for one in found] == [verdict(PRODUCT, os, one.affects, version) for one in anomalies]
    for answer, anomaly in zip(found, anomalies, strict=True):
        later = VERSIONS[VERSIONS.index(version) + 1 :]
        mending = {
            one for one in later
            if verdict(PRODUCT, os, anomaly.affects, one) == "fixed" and any(item.fixed == one for item in anomaly.affects if item.os == "all" or os in item.os)
        }  # fmt: skip
        assert set(answer.fixes) == (mending if answer.verdict == "affected" else set())
        # Never cleared wrongly: a fix on another system is no fix here.
        assert not (answer.fixes and answer.elsewhere)
        ends = {item.fixed for item in anomaly.affects if item.os == "all" or os in item.os}
        assert answer.here == (answer.verdict == "fixed" and version in ends)
    told_of = {one.anomaly for one in found if one.verdict in ("affected", "not_stated") or one.here}
    cards = [card(one) for one in anomalies]
    assert {one.anomaly for one in touching(installation(os, version), cards)} == told_of
