"""Open or closed: instants around openings, holidays and changes of the clocks; readers elsewhere; a page too old."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page
from roots import REPOSITORY, site_of

from knownbase.closures import closed_on
from knownbase.model.locale import Locale
from knownbase.render.hotline import hotline_hours

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
SCRIPT = REPOSITORY / "src/knownbase/theme/overrides/assets/kb/js/hotline.js"
STATE = """([data, at]) => {
    const { state, closes, opens, holiday } = kbHotline.stateAt(data, new Date(at));
    return [state, closes?.toISOString() ?? null, opens?.toISOString() ?? null, holiday ?? ""];
}"""


def known(locale: Locale, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a page that was built in 2026 knows."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(dt.datetime(2026, 11, 25, tzinfo=dt.UTC).timestamp())))
    html = hotline_hours(site_of(REPOSITORY, locale))
    script = re.search(r'<script type="application/json">(.*?)</script>', html)
    assert script is not None
    found: dict[str, Any] = json.loads(script[1])
    return found


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Page:
    page = chromium.new_page()
    page.goto("about:blank")
    page.evaluate(f"() => {{ {SCRIPT.read_text('utf-8')} }}")
    return page


def _instant(value: dt.datetime | None) -> str | None:
    return value.strftime("%Y-%m-%dT%H:%M:%S.000Z") if value else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"].replace(" ", "-"))
def test_an_instant(page: Page, case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    found = page.evaluate(STATE, [known("fr", monkeypatch), _instant(case["at"])])
    if case.get("unknown"):
        assert found[0] == "unknown"
    elif "until" in case:
        assert found == ["open", _instant(case["until"]), None, ""]
    else:
        assert found == ["closed", None, _instant(case["opens"]), case.get("holiday", "")]


@pytest.mark.parametrize(
    ("at", "locale", "zone", "expected"),
    [
        ("2026-11-25T09:00:00Z", "en", "Europe/Paris", ["open", "Open now", "until 18:00 in Paris, 8 h 00 min left"]),
        ("2026-11-25T16:45:00Z", "en", "America/New_York", ["open", "Open now", "until 18:00 in Paris, 12:00 where you are, 15 min left"]),
        ("2026-11-25T17:00:00Z", "fr", "Asia/Tokyo", ["closed", "Fermée", "ouvre le jeudi 26 novembre à 9\u00a0h à Paris, 17\u00a0h chez vous"]),
        ("2026-05-01T08:00:00Z", "fr", "Europe/Brussels", ["closed", "Fermée", "jour férié\u00a0: Fête du Travail, ouvre le lundi 4 mai à 9\u00a0h à Paris"]),
        ("2026-11-25T17:00:00Z", "en", "Pacific/Auckland", ["closed", "Closed now", "opens on Thursday 26 November at 09:00 in Paris, 21:00 where you are"]),
        ("2026-11-25T17:00:00Z", "en", "Pacific/Honolulu", ["closed", "Closed now", "opens on Thursday 26 November at 09:00 in Paris, Wednesday 25 November 22:00 where you are"]),
        ("2026-11-25T17:00:00Z", "fr", "Asia/Kolkata", ["closed", "Fermée", "ouvre le jeudi 26 novembre à 9\u00a0h à Paris, 13\u00a0h\u00a030 chez vous"]),
        ("2027-09-30T17:00:00Z", "fr", "Europe/Paris", ["closed", "Fermée", "ouvre le vendredi 1er octobre à 9\u00a0h à Paris"]),
        ("2035-01-01T00:00:00Z", "en", "Europe/Paris", ["unknown", "This page is too old to know the public holidays. Look at a newer one before you call.", ""]),
    ],
)  # fmt: skip
def test_what_a_reader_is_told(
    page: Page, at: str, locale: Locale, zone: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = known(locale, monkeypatch)
    told = page.evaluate(
        "([data, at, locale, zone]) => kbHotline.told(data, new Date(at), locale, zone)",
        [data, at, locale, zone],
    )
    assert told == expected


def test_the_eleven_holidays_of_each_year() -> None:
    for locale in ("en", "fr"):
        found = closed_on("FR", 2026, locale)
        assert [sum(day.year == year for day in found) for year in range(2026, 2031)] == [11] * 5
    names = closed_on("FR", 2026, "fr")
    assert names[dt.date(2026, 12, 25)] == "Noël"
    assert names[dt.date(2026, 1, 1)] == "Jour de l’an"
    names = closed_on("FR", 2026, "en")
    assert (names[dt.date(2026, 5, 1)], names[dt.date(2026, 5, 25)]) == ("Labour Day", "Whit Monday")
