"""The timeline of an anomaly: what record, releases and patches date, each thing once and in order."""

import datetime as dt
from itertools import count

import pytest
from parsed import Parsed
from roots import BASE, REPOSITORY, site_of

from knownbase.model.entry import Anomaly, Patch
from knownbase.model.locale import LOCALES, Locale
from knownbase.render.timeline import moments, timeline

SITES = {locale: site_of(BASE, locale) for locale in LOCALES}
NUMBERS = count(2000)  # a view keeps what it has worked out by id


def anomaly(
    *affects: tuple[str, str, str, str | None], timeline: list[tuple[str, ...]] | None = None
) -> Anomaly:
    """`affects`: product, OS, introduced, fixed; `timeline`: day, event, OS …"""
    return Anomaly.model_validate(
        {
            "id": f"ANO-{next(NUMBERS)}",
            "category": "A",
            "published": "2020-03-01",
            "title": {"en": "T"},
            "symptom": {"en": "S"},
            "affects": [
                {"product": product, "os": os if os == "all" else [os], "introduced": introduced}
                | ({"fixed": fixed} if fixed else {})
                for product, os, introduced, fixed in affects
            ],
            "timeline": [{"date": day, "event": event, "os": os} for day, event, *os in timeline or []],
        }
    )


def patch(number: int, os: str, to: str | None, released: str, form: str = "patch") -> Patch:
    return Patch.model_validate(
        {
            "id": f"PAT-{number:04}", "kind": form, "product": "relay", "os": os, "from": "1.9", "to": to,
            "released": released, "summary": {"en": "S"},
        }
    )  # fmt: skip


def told(entry: Anomaly, *patches: Patch, locale: Locale = "en") -> list[str]:
    """`day text → patch` of each moment."""
    return [
        f"{one.day} {one.text}" + (f" → {one.patch.id}" if one.patch else "")
        for one in moments(entry, patches, SITES[locale])
    ]


OPEN = ("relay", "all", "1.9", None)
BOTH = ("relay", "all", "1.9", "1.10")  # shipped on one day
APART = ("relay", "all", "1.9", "2.1")  # shipped on Windows on 1 May, on Linux on 15 June 2022
CASES = [
    ("published only", anomaly(OPEN), (), ["2020-03-01 published"]),
    (
        "the record, word by word",
        anomaly(OPEN, timeline=[("2020-03-02", "analysing"), ("2020-03-09", "reopened", "linux", "windows")]),
        (),
        ["2020-03-01 published", "2020-03-02 under analysis", "2020-03-09 reopened on Linux, Windows"],
    ),
    (
        "a release that nobody has recorded",
        anomaly(BOTH),
        (),
        ["2020-03-01 published", "2020-05-04 fixed in 1.10 on Windows, Linux"],
    ),
    (
        "a recorded fix is told by its release, on each system on its day",
        anomaly(APART, timeline=[("2022-05-01", "fixed", "windows"), ("2022-06-15", "fixed", "linux")]),
        (),
        ["2020-03-01 published", "2022-05-01 fixed in 2.1 on Windows", "2022-06-15 fixed in 2.1 on Linux"],
    ),
    (
        "a recorded fix of a system that has no such release stays",
        anomaly(APART, timeline=[("2022-05-01", "fixed", "windows", "linux")]),
        (),
        [
            "2020-03-01 published",
            "2022-05-01 fixed on Linux",
            "2022-05-01 fixed in 2.1 on Windows",
            "2022-06-15 fixed in 2.1 on Linux",
        ],
    ),
    (
        "a recorded fix of no system in particular",
        anomaly(BOTH, timeline=[("2020-05-04", "fixed"), ("2020-05-05", "fixed")]),
        (),
        ["2020-03-01 published", "2020-05-04 fixed in 1.10 on Windows, Linux", "2020-05-05 fixed"],
    ),
    (
        "a fix that is older than the record",
        anomaly(("relay", "windows", "first", "1.10"), timeline=[("2020-06-01", "updated")])
        .model_copy(update={"published": dt.date(2020, 6, 1)}),
        (),
        ["2020-05-04 fixed in 1.10 on Windows", "2020-06-01 published", "2020-06-01 text updated"],
    ),
    (
        "products are named where several are mended",
        anomaly(BOTH, ("viewer", "windows", "first", "1.0")),
        (),
        [
            "2020-03-01 published",
            "2020-05-04 fixed in Relay 1.10 on Windows, Linux",
            "2021-06-01 fixed in View & Read 1.0 on Windows",
        ],
    ),
    (
        "a recorded patch is told by the patch",
        anomaly(OPEN, timeline=[("2021-01-01", "patch", "windows"), ("2021-01-02", "patch", "windows")]),
        (patch(1, "windows", "1.10", "2021-01-01"),),
        [
            "2020-03-01 published",
            "2021-01-01 patch published for Windows → PAT-0001",
            "2021-01-02 patch published for Windows",
        ],
    ),
    (
        "every form of patch",
        anomaly(OPEN),
        (patch(2, "linux", "2.1", "2021-01-03", "upgrade"), patch(3, "linux", None, "2021-01-02", "configuration")),
        [
            "2020-03-01 published",
            "2021-01-02 configuration file published for Linux → PAT-0003",
            "2021-01-03 upgrade published for Linux → PAT-0002",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "patches", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_case(entry: Anomaly, patches: tuple[Patch, ...], expected: list[str]) -> None:
    assert told(entry, *patches) == expected


def test_in_french() -> None:
    entry = anomaly(BOTH, timeline=[("2020-03-02", "workaround"), ("2020-03-03", "fixed", "linux")])
    assert told(entry, patch(1, "linux", "2.1", "2020-05-04", "upgrade"), locale="fr") == [
        "2020-03-01 publiée",
        "2020-03-02 contournement publié",
        "2020-03-03 corrigée sous Linux",
        "2020-05-04 corrigée en 1.10 sous Windows, Linux",
        "2020-05-04 mise à niveau publiée pour Linux → PAT-0001",
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_shipped_anomaly_has_its_days_in_order_and_in_a_list(locale: Locale) -> None:
    site = site_of(REPOSITORY, locale)
    for entry in site.view.anomalies:
        patches = site.view.patches_for(entry)
        found = moments(entry, patches, site)
        page = Parsed(timeline(found, site))
        days = [one["datetime"] for one in page.all("time")]
        assert days == sorted(days)
        assert len(page.all("ol")) == 1
        assert len(page.all("li")) == len(days) == len(found)
        assert set(days) >= {entry.published.isoformat(), *(one.released.isoformat() for one in patches)}
        assert set(days) >= {event.date.isoformat() for event in entry.timeline}
        assert {one["href"].rpartition("/")[2] for one in page.all("a")} == {
            f"{one.id}.html" for one in patches
        }
