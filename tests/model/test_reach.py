"""What follows from products and systems, shared by all that name the same: the same as worked out for each alone."""

import datetime as dt

from affected.table import LABEL
from hypothesis import given, settings
from hypothesis import strategies as some
from model.at_random import item, product
from roots import BASE, catalogue_of

from knownbase.model.entry import Anomaly, Faq
from knownbase.model.reach import Reach, Reaches
from knownbase.model.taxonomy import Taxonomy

DAY = {"windows": "2020-01-01", "linux": "2020-01-01"}
RELAY = product(("1.0", "1", DAY), ("1.1", "1", DAY), ("2.0", "2", {"linux": "2020-02-01"}))
_BASE = catalogue_of(BASE).taxonomy
TAXONOMY = Taxonomy(
    **{**{name: getattr(_BASE, name) for name in Taxonomy.model_fields}, "products": (RELAY,)}
)
VALUES = Reach.__slots__


COMMON = {"published": dt.date(2026, 1, 1)}
AFFECTS = [
    [item("1.0")],
    [item("first")],
    [item("unknown")],
    [item("1.0", fixed="1.1")],
    [item("1.0", last="1.1")],
    [item("1.0", os=["linux"])],
    [item("1.0", os=["windows"]), item("2.0", os=["linux"])],
]
STATUSES: list[dict[str, str]] = [{}, {"status": "withdrawn"}, {"duplicate_of": "ANO-0002"}]
"""Few values, so that many say the same, and many nearly."""


@some.composite
def anomalies(draw: some.DrawFn) -> Anomaly:
    more = {"affects": draw(some.sampled_from(AFFECTS)), **draw(some.sampled_from(STATUSES))}
    named = {"id": "ANO-0001", "category": "B", "title": LABEL, "symptom": LABEL}
    return Anomaly.model_validate({**COMMON, **named, **more})


@some.composite
def faqs(draw: some.DrawFn) -> Faq:
    systems = draw(some.sampled_from([[], ["all"], [["windows"]], [["linux"]]]))
    about = [{"product": "relay", "os": os} for os in systems] or "all"
    named = {"id": "FAQ-0001", "category": "x", "question": LABEL, "answer": LABEL}
    return Faq.model_validate({**COMMON, **named, "applies_to": about})


@settings(max_examples=60, deadline=None)
@given(some.lists(anomalies() | faqs(), min_size=10, max_size=30))
def test_the_reach_of_each_is_what_it_would_be_alone(found: list[Anomaly | Faq]) -> None:
    shared = Reaches(TAXONOMY)
    together = [shared.of(one) for one in found]
    for entry, reach in zip(found, together, strict=True):
        alone = Reaches(TAXONOMY).of(entry)
        assert [getattr(reach, name) for name in VALUES] == [getattr(alone, name) for name in VALUES]
    assert len(set(map(id, together))) <= len(found)


def test_who_says_the_same_shares_one_object() -> None:
    entry = catalogue_of(BASE).visible("public").by_id["ANO-0001"]
    again = entry.model_copy(update={"id": "ANO-9999"})
    shared = Reaches(_BASE)
    assert shared.of(entry) is shared.of(again)
