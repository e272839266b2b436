"""Words that are made, not written: dates, counts, sizes, spans of releases, standings, scopes."""

import datetime as dt
from itertools import count

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from roots import BASE, site_of

from knownbase.model.dates import grouped, long_date
from knownbase.model.entry import Anomaly, Patch
from knownbase.model.locale import LOCALES, Locale, other
from knownbase.model.status import Span
from knownbase.render.lists import standing_text
from knownbase.render.site import Site
from knownbase.render.wording import scope_of, span_text, verdict_rows

SITES = {locale: site_of(BASE, locale) for locale in LOCALES}
NUMBERS = count(1000)  # a view keeps what it has worked out by id


def anomaly(*affects: tuple[str, ...], **fields: object) -> Anomaly:
    """`affects`: product, OS (a space between several), introduced and, where it ends, how: `fixed 1.11`."""
    items = []
    for product, os, introduced, *end in affects:
        ends = dict(one.split(" ") for one in end)
        items.append(
            {"product": product, "os": "all" if os == "all" else os.split(), "introduced": introduced, **ends}
        )
    usual = {
        "id": f"ANO-{next(NUMBERS)}",
        "category": "A",
        "published": "2022-01-01",
        "title": {"en": "T"},
        "symptom": {"en": "S"},
    }
    return Anomaly.model_validate({**usual, "affects": items, **fields})


# Dates and numbers


@pytest.mark.parametrize(
    ("day", "english", "french"),
    [
        ("2026-05-01", "1 May 2026", "1er mai 2026"),
        ("2026-05-11", "11 May 2026", "11 mai 2026"),
        ("2026-08-21", "21 August 2026", "21 août 2026"),
        ("2024-02-29", "29 February 2024", "29 février 2024"),
        ("1999-12-31", "31 December 1999", "31 décembre 1999"),
    ],
)
def test_dates(day: str, english: str, french: str) -> None:
    date = dt.date.fromisoformat(day)
    assert (long_date(date, "en"), long_date(date, "fr")) == (english, french)
    assert SITES["fr"].date(date) == f'<time datetime="{day}">{french}</time>'


@given(day=st.dates(), number=st.integers(-(10**12), 10**12))
@pytest.mark.parametrize(("locale", "babel"), [("en", "en_GB"), ("fr", "fr_FR")])
def test_dates_and_numbers_are_those_of_the_locale(
    locale: Locale, babel: str, day: dt.date, number: int
) -> None:
    """As the Unicode CLDR has them; it does not know `1er`."""
    written = format_date(day, "d MMMM y", locale=babel)
    assert long_date(day, locale).replace("1er ", "1 ") == written
    assert grouped(number, locale) == format_decimal(number, locale=babel)


@pytest.mark.parametrize(
    ("locale", "number", "text"),
    [
        ("en", 0, "0 entries"),
        ("en", 1, "1 entry"),
        ("en", 2, "2 entries"),
        ("fr", 0, "0 fiche"),
        ("fr", 1, "1 fiche"),
        ("fr", 2, "2 fiches"),
    ],
)
def test_counts(locale: Locale, number: int, text: str) -> None:
    assert SITES[locale].count("count", number) == text


@pytest.mark.parametrize(
    ("octets", "english", "french"),
    [
        (0, "0 KB", "0 Ko"),
        (1, "1 KB", "1 Ko"),
        (1024, "1 KB", "1 Ko"),
        (1025, "2 KB", "2 Ko"),
        (1233920, "1,205 KB", "1\u202f205 Ko"),
    ],
)
def test_sizes(octets: int, english: str, french: str) -> None:
    shown = [SITES[locale].size(octets).replace("\u00a0", " ") for locale in LOCALES]
    assert shown == [english, french]


# Spans of releases


@pytest.mark.parametrize(
    ("span", "english", "french"),
    [
        (Span("1.9", "1.9", True), "1.9", "1.9"),
        (Span("1.9", "1.11", True), "1.9 – 1.11", "1.9 – 1.11"),
        (Span("1.10", None, True), "1.10 and later", "1.10 et suivantes"),
        (Span("1.9", "1.10", False), "up to 1.10", "jusqu’à la 1.10"),
        (Span("1.9", None, False), "all releases", "toutes les versions"),
    ],
)
def test_spans(span: Span, english: str, french: str) -> None:
    assert [span_text(span, SITES[locale]) for locale in LOCALES] == [english, french]


# The verdict of a page: one row for each product and operating system


def rows(one: Anomaly, patches: tuple[Patch, ...] = ()) -> list[str]:
    """`name: spans | fixes with their patches | word`."""
    return [
        f"{row.name}: {', '.join(row.spans)} | "
        f"{', '.join(fix.version + (f' {fix.patch.id}' if fix.patch else '') for fix in row.fixes)} | {row.word}"
        for row in verdict_rows(one, patches, SITES["en"])
    ]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (
            anomaly(("relay", "windows", "1.10", "fixed 1.11")),
            ["Relay · Windows: 1.10 | 1.11 | ", "Relay · Linux:  |  | no published anomaly"],
        ),
        (
            anomaly(("relay", "all", "1.9", "fixed 2.0")),
            ["Relay · Windows: 1.9 – 1.11 | 2.0 | ", "Relay · Linux: 1.9 – 1.10 | 2.0 | "],
        ),
        (
            anomaly(("relay", "linux", "first"), ("viewer", "all", "1.0")),
            [
                "Relay · Windows:  |  | no published anomaly",
                "Relay · Linux: 1.9 and later |  | ",
                "View & Read · Windows: 1.0 and later |  | ",
            ],
        ),
        (
            anomaly(("relay", "windows", "unknown", "fixed 1.10"), ("relay", "windows", "2.0", "fixed 2.1")),
            [
                "Relay · Windows: up to 1.9, 2.0 | 1.10, 2.1 | ",
                "Relay · Linux:  |  | no published anomaly",
            ],
        ),
        (
            anomaly(("relay", "linux", "1.11", "fixed 2.0")),  # 1.11 never shipped on Linux
            ["Relay · Windows:  |  | no published anomaly", "Relay · Linux:  | 2.0 | "],
        ),
        (anomaly(("relay", "all", "1.9"), status="withdrawn"), []),
        (anomaly(("relay", "all", "1.9"), duplicate_of="ANO-0001"), []),
    ],
)
def test_verdict_rows(one: Anomaly, expected: list[str]) -> None:
    assert rows(one) == expected


def patch(number: int, os: str, to: str, product: str = "relay") -> Patch:
    return Patch.model_validate(
        {
            "id": f"PAT-{number:04}", "kind": "patch", "product": product, "os": os, "from": "1.9", "to": to,
            "released": "2022-06-30", "summary": {"en": "S"},
        }
    )  # fmt: skip


def test_a_fix_names_the_first_patch_of_its_system_that_reaches_it() -> None:
    one = anomaly(("relay", "all", "1.9", "fixed 2.0"))
    offered = (patch(1, "linux", "2.1"), patch(2, "linux", "2.0"), patch(3, "windows", "1.11"))
    assert rows(one, offered) == [
        "Relay · Windows: 1.9 – 1.11 | 2.0 | ",
        "Relay · Linux: 1.9 – 1.10 | 2.0 PAT-0002 | ",
    ]


# One word for a list


@pytest.mark.parametrize(
    ("one", "state", "english", "french"),
    [
        (anomaly(("relay", "all", "1.9")), "open", "open", "ouverte"),
        (
            anomaly(("relay", "all", "1.9"), status="analysing"),
            "analysing",
            "under analysis",
            "en cours d’analyse",
        ),
        (
            anomaly(("relay", "all", "1.9"), status="wont-fix"),
            "wont_fix",
            "will not be fixed",
            "non corrigée",
        ),
        (anomaly(("relay", "all", "1.9"), status="withdrawn"), "withdrawn", "withdrawn", "retirée"),
        (anomaly(("relay", "all", "1.9"), duplicate_of="ANO-0001"), "duplicate", "duplicate", "doublon"),
        (anomaly(("relay", "all", "1.9", "fixed 1.10")), "fixed", "fixed in 1.10", "corrigée en 1.10"),
        (anomaly(("relay", "windows", "1.9", "fixed 1.10")), "fixed", "fixed in 1.10", "corrigée en 1.10"),
        (
            anomaly(("relay", "windows", "1.9", "fixed 1.11"), ("relay", "linux", "1.9", "fixed 1.10")),
            "fixed",
            "fixed in 1.11 (Windows), 1.10 (Linux)",
            "corrigée en 1.11 (Windows), 1.10 (Linux)",
        ),
        (
            anomaly(("relay", "windows", "1.9", "fixed 2.0"), ("relay", "linux", "1.9")),
            "partly_fixed",
            "fixed in 2.0 (Windows), open elsewhere",
            "corrigée en 2.0 (Windows), ouverte ailleurs",
        ),
    ],
)
def test_standings(one: Anomaly, state: str, english: str, french: str) -> None:
    found = SITES["en"].view.standing(one)
    assert found == state
    assert [standing_text(one, found, SITES[locale]) for locale in LOCALES] == [english, french]


# Scopes


@pytest.mark.parametrize(
    ("places", "english", "french"),
    [
        ((), "all products", "tous les produits"),
        (("relay/linux", "relay/windows"), "Relay · all systems", "Relay · tous les systèmes"),
        (("relay/linux",), "Relay · Linux", "Relay · Linux"),
        (("viewer/windows",), "View & Read · Windows", "View & Read · Windows"),
        (
            ("relay/windows", "viewer/windows"),
            "Relay · Windows; View & Read · Windows",
            "Relay · Windows\u00a0; View & Read · Windows",
        ),
    ],
)
def test_scopes(places: tuple[str, ...], english: str, french: str) -> None:
    card = next(iter(SITES["en"].view.cards.values()))._replace(places=places)
    assert [scope_of(card, SITES[locale]) for locale in LOCALES] == [english, french]


# Addresses


@pytest.mark.parametrize(
    ("locale", "depth", "path", "expected"),
    [
        ("en", 0, "index.html", "fr/index.html"),
        ("en", 1, "faq/FAQ-0001.html", "../fr/faq/FAQ-0001.html"),
        ("fr", 0, "index.html", "../index.html"),
        ("fr", 1, "faq/FAQ-0001.html", "../../faq/FAQ-0001.html"),
    ],
)
def test_the_same_page_in_the_other_language(locale: Locale, depth: int, path: str, expected: str) -> None:
    assert SITES[locale].at(depth).twin(path) == expected


@pytest.mark.parametrize("locale", LOCALES)
def test_a_title_keeps_its_no_break_spaces_and_says_its_language(locale: Locale) -> None:
    site: Site = SITES[locale]
    both, english_only, french_only = (
        site.title(site.view.by_id[one]) for one in ("FAQ-0001", "FAQ-0002", "ANO-0004")
    )
    titles = {
        "en": 'How do I set `port` & "host"?',
        "fr": "Comment régler `port` et «\u00a0host\u00a0»\u00a0?",
    }
    assert both == (titles[locale], None)
    assert english_only == ("Where is my password kept?", None if locale == "en" else "en")
    assert french_only == ("Arrêt rare sous charge", None if locale == "fr" else other(locale))
