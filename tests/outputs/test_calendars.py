"""Calendars: each of the shipped site as a calendar program reads it; lines, escapes and ids by the letter."""

import datetime as dt
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from icalendar import Calendar
from roots import ADDRESS, BASE, REPOSITORY, built, files_of, site_of

from knownbase.model.locale import LOCALES
from knownbase.outputs.calendars import PATCHES, Event, calendar, calendar_files, escaped
from knownbase.outputs.whole import Whole
from knownbase.render.site import Site
from knownbase.render.theme import locale_root
from knownbase.render.topics import HOTLINE, calendar_path, topics

GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("KNOWNBASE_UPDATE_GOLDEN") == "1" and not os.environ.get("CI")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def calendars_of(root: Path, address: str = ADDRESS) -> dict[str, bytes]:
    """As of a build in 2026."""
    with pytest.MonkeyPatch.context() as of_2026:
        of_2026.setenv("SOURCE_DATE_EPOCH", "1795000000")
        sites = [replace(site_of(root, locale, depth=0), address=address) for locale in LOCALES]
        return made(sites)


def made(sites: list[Site]) -> dict[str, bytes]:
    return {
        one.path: one.make() for one in calendar_files(Whole(sites, sites[0].address, [], {}, {}, {}, {}, ()))
    }


@pytest.fixture(scope="module")
def shipped() -> dict[str, bytes]:
    return calendars_of(REPOSITORY)


@pytest.fixture(scope="module")
def small() -> dict[str, bytes]:
    return calendars_of(BASE)


@pytest.fixture
def site() -> Site:
    return site_of(BASE, "fr", depth=0)


def test_the_hotline_everything_and_each_product_have_one(shipped: dict[str, bytes]) -> None:
    site = site_of(REPOSITORY, "en")
    names = [HOTLINE, *(one.name for one in topics(site) if not one.name.startswith("category/"))]
    assert set(shipped) == {locale_root(one) + calendar_path(name) for one in LOCALES for name in names}


def test_calendar_programs_understand_every_one(shipped: dict[str, bytes]) -> None:
    for path, data in shipped.items():
        found = Calendar.from_ical(data)
        assert (found["VERSION"], found["METHOD"]) == ("2.0", "PUBLISH")
        assert found.errors == []
        assert found["NAME"] == found["X-WR-CALNAME"]
        events = list(found.walk("VEVENT"))
        assert events, path
        assert all(one.errors == [] and UUID.fullmatch(one["UID"]) for one in events)
        assert len({one["UID"] for one in events}) == len(events)
        assert all(one.decoded("DTEND") - one.decoded("DTSTART") == dt.timedelta(days=1) for one in events)
        assert all(one.decoded("DTSTAMP").utcoffset() == dt.timedelta(0) for one in events)
        days = [one.decoded("DTSTART") for one in events]
        assert days == sorted(days)


def test_lines_are_short_and_whole(shipped: dict[str, bytes]) -> None:
    for data in shipped.values():
        assert data.endswith(b"\r\n")
        lines = data[:-2].split(b"\r\n")
        assert all(0 < len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
        assert [line.decode() for line in lines]


def test_the_hotline_is_closed_on_holidays(shipped: dict[str, bytes]) -> None:
    for locale, christmas in (("en", "Hotline closed (Christmas Day)"), ("fr", "Hotline fermée (Noël)")):
        data = shipped[("fr/" if locale == "fr" else "") + calendar_path(HOTLINE)]
        events = Calendar.from_ical(data).walk("VEVENT")
        found = {one.decoded("DTSTART"): str(one["SUMMARY"]) for one in events}
        assert found[dt.date(2026, 12, 25)] == christmas
        assert len(found) == 5 * 11
        assert all(one.decoded("DTSTAMP").date() <= dt.date(2026, 11, 19) for one in events)


def test_what_a_product_shipped_on_an_operating_system(small: dict[str, bytes]) -> None:
    events = Calendar.from_ical(small["calendars/product/relay/linux.ics"]).walk("VEVENT")
    assert [(one.decoded("DTSTART").isoformat(), str(one["SUMMARY"])) for one in events] == [
        ("2020-02-01", "Relay 1.9 for Linux"),
        ("2020-05-04", "Relay 1.10 for Linux"),
        ("2020-09-01", "Relay 2.0 for Linux"),
        ("2022-06-15", "Relay 2.1 for Linux"),
    ]


def test_an_event_is_the_same_in_every_calendar(small: dict[str, bytes]) -> None:
    texts: dict[str, set[bytes]] = {}
    for path, data in small.items():
        for one in Calendar.from_ical(data).walk("VEVENT"):
            texts.setdefault(str(one["UID"]) + path[:3].replace("cal", ""), set()).add(one.to_ical())
    assert [found for found in texts.values() if len(found) > 1] == []
    assert len({key[:36] for key in texts}) == len(texts)


def test_calendar_is_the_stored_one(small: dict[str, bytes]) -> None:
    for locale in LOCALES:
        path = locale_root(locale) + calendar_path("product/relay/windows")
        file = GOLDEN / locale / calendar_path("product/relay/windows")
        if UPDATE:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(small[path])
        assert small[path] == file.read_bytes()


def test_a_build_has_these_calendars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    built(BASE, tmp_path / "site")
    found = {path for path in files_of(tmp_path / "site") if path.endswith(".ics")}
    assert found == set(calendars_of(BASE))


@pytest.mark.parametrize("address", ["", "file:///srv/site/"])
def test_without_an_address_there_are_none(address: str) -> None:
    assert calendars_of(BASE, address) == {}


def test_patches_that_are_still_to_come_are_left_out_and_old_ones_beyond_a_hundred(site: Site) -> None:
    patch = site.view.cards["PAT-0001"]
    site.view.cards.clear()
    for n in range(1, PATCHES + 21):
        one = f"PAT-{n:04d}"
        site.view.cards[one] = patch._replace(id=one, published=737000 + n)
        site.listings[one] = (one, None, "", "", "")  # type: ignore[index]
        site.shown[one] = b""  # type: ignore[index]
    site.view.cards["PAT-9999"] = patch._replace(id="PAT-9999", published=dt.date(2999, 1, 1).toordinal())
    data = made([site])["fr/calendars/product/relay/windows.ics"]
    names = re.findall(r"PAT-[0-9]{4}", data.decode())
    assert [names[0], names[-1], len({*names})] == ["PAT-0021", "PAT-0120", PATCHES]


BAD = [
    'a\\b;c,d\ne:f"g',
    "é" * 400,
    "\U0001f4a9" * 100,
    "BEGIN:VEVENT\r\nEND:VCALENDAR",
    "\u202eright to left\u202c ]]> <b>",
    "x" * 5000,
    "a\x00b\x07c",
]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_any_text_is_read_as_it_was_written(site: Site, text: str) -> None:
    day = dt.date(2026, 2, 28)
    data = calendar(text, [Event(text, day, text, ADDRESS, day)], site)
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    said = re.sub(r"[\x00-\x08\x0b-\x1f]", "", text.replace("\r\n", "\n"))
    assert str(event["SUMMARY"]) == said
    assert event.decoded("DTEND") == dt.date(2026, 3, 1)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_escapes() -> None:
    assert escaped("a\\b;c,d\r\ne\x00") == "a\\\\b\\;c\\,d\\ne"
