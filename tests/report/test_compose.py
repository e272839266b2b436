"""js/report-text.js in a blank page: subject, body and address of a report, whatever is or is not filled in."""

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page
from roots import BASE, REPOSITORY, site_of

from knownbase.model.locale import LOCALES, Locale
from knownbase.render.report import REPORT, SCRIPT_ONLY, blank, report_form

SCRIPT = REPOSITORY / "src/knownbase/theme/overrides/assets/kb/js/report-text.js"


def known(locale: Locale) -> dict[str, Any]:
    script = re.search(r'<script type="application/json">(.*?)</script>', report_form(site_of(BASE, locale)))
    assert script is not None
    found: dict[str, Any] = json.loads(script[1])
    return found


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Page:
    page = chromium.new_page()
    page.goto("about:blank")
    page.evaluate(f"() => {{ {SCRIPT.read_text('utf-8')} }}")
    return page


def composed(page: Page, locale: Locale = "en", **values: Any) -> tuple[str, str]:
    found = page.evaluate("([known, values]) => kbReport.compose(known, values)", [known(locale), values])
    return found["subject"], found["body"]


@pytest.mark.parametrize(
    ("values", "subject"),
    [
        ({}, "[product to be named] category to be decided:"),
        ({"product": "relay", "category": "B", "summary": "Late"}, "[Relay] category B: Late"),
        (
            {"product": "relay", "os": "linux", "version": " 1.9\n", "summary": " a \n b"},
            "[Relay 1.9 Linux] category to be decided: a b",
        ),
        ({"os": "linux", "summary": "x"}, "[product to be named] category to be decided: x"),
        ({"product": "gone", "category": "D"}, "[product to be named] category to be decided:"),
        ({"symptom": "\n first \nsecond", "category": "A"}, "[product to be named] category A: first"),
        ({"category": "A", "summary": "{category} {title}"}, "[product to be named] category A: {category} {title}"),
        ({"category": "A", "summary": "😀" * 101}, f"[product to be named] category A: {'😀' * 99}…"),
        ({"category": "A", "summary": "😀" * 100}, f"[product to be named] category A: {'😀' * 100}"),
    ],
)  # fmt: skip
def test_a_subject(page: Page, values: dict[str, Any], subject: str) -> None:
    assert composed(page, **values)[0] == subject


def test_nothing_filled_in_makes_no_empty_lines(page: Page) -> None:
    assert composed(page)[1] == "Category, as a guess: to be decided\n"
    assert composed(page, "fr")[1] == "Catégorie supposée\u00a0: à déterminer\n"


def test_blocks_stand_apart_and_lines_together(page: Page) -> None:
    body = composed(
        page, product="relay", category="A", symptom="x\r\n\r\n\r\ny  ", traces=" t ", name="N\nM"
    )[1]
    assert body == (
        "Product: Relay\nCategory, as a guess: A – Minor\n\n"
        "What happens, with the exact message:\nx\n\ny\n\n"
        "Traces and files, kept or attached:\nt\n\n"
        "Name: N M\n"
    )


def test_evidence_is_that_of_the_category_only(page: Page) -> None:
    body = composed(page, category="C", evidence=[1])[1]
    assert "Evidence:\n- the next time: A list of times\n- at hand: Two traces\n" in body
    assert body.endswith("\n\nAn estimate, please.\n")
    body = composed(page, category="A", evidence=[1])[1]
    assert "Evidence" not in body
    assert "estimate" not in body


def test_what_is_missing(page: Page) -> None:
    def missing(**values: Any) -> list[str]:
        found: list[str] = page.evaluate(
            "([known, values]) => kbReport.missing(known, values)", [known("en"), values]
        )
        return found

    assert missing(steps="  ", product="relay", version="1", os="linux", symptom="x") == [
        "Steps that show it, as few as you can",
        "Company",
        "Name",
    ]
    everything = dict.fromkeys(("version", "symptom", "steps", "company", "name"), "x")
    assert missing(product="relay", os="linux", **everything) == []


ADDRESS = """([subject, body]) => kbReport.mailto("help@example.org", { subject, body })"""


def test_an_address_gives_back_what_went_in(page: Page) -> None:
    body = "é & = ? # %41 + «\u00a0x\u00a0»\n\n😀\n"
    address = page.evaluate(ADDRESS, ["a&b", body])
    head, _, query = address.partition("?")
    subject, _, text = query.partition("&body=")
    assert head == "mailto:help@example.org"
    assert unquote(subject) == "subject=a&b"
    assert unquote(text) == body.replace("\n", "\r\n")
    assert "+" not in query, "mail programs take it for a plus"


def test_half_a_letter_breaks_no_address(page: Page) -> None:
    found = page.evaluate(
        """(known) => kbReport.mailto("", kbReport.compose(known, { symptom: "a\\ud83d", summary: "\\udc00b" }))""",
        known("en"),
    )
    assert unquote(found).count("\ufffd") == 3  # in the subject, on its line, in its block


@pytest.mark.parametrize("over", [0, 1])
def test_an_address_is_as_long_as_it_may_be(page: Page, over: int) -> None:
    longest = page.evaluate("kbReport.LONGEST")
    assert longest < 2048
    room = longest - len(page.evaluate(ADDRESS, ["s", ""]))
    assert len(page.evaluate(ADDRESS, ["s", "x" * (room + over)])) == (0 if over else longest)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_blank_text_asks_for_all_that_is_asked_for(locale: Locale) -> None:
    site = site_of(BASE, locale)
    head, _, rest = blank(site).partition("\n\n")
    assert head == {
        "en": "Subject: [Product Exact release Operating system] category A/B/C: …",
        "fr": "Objet\u00a0: [Produit Version exacte Système d’exploitation] catégorie A/B/C\u00a0: …",
    }[locale]  # fmt: skip
    labels = [site.t(f"report_{field.name}") for field in REPORT if field.name not in SCRIPT_ONLY]
    assert [line.rstrip(":\u00a0") for line in rest.split("\n") if line] == labels


def test_a_site_without_a_mailbox_names_the_contract() -> None:
    site = site_of(BASE, "en")
    taxonomy = site.taxonomy
    without = taxonomy.model_copy(update={"site": taxonomy.site.model_copy(update={"mail": None})})
    object.__setattr__(site.view, "taxonomy", without)
    html = report_form(site)
    assert "@" not in html
    assert html.count("Write to the support mailbox that your contract names.") == 2
