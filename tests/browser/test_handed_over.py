"""Ways to the report of an anomaly hand over what is known and what was typed."""

from collections.abc import Callable

import pytest
from browser.kinds import assert_quiet
from browser.test_explorer import explore
from browser.test_report import opened, said
from chromium import PHONE, Visit
from playwright.sync_api import Page, expect
from roots import REPOSITORY, catalogue_of

from knownbase.model.locale import LOCALES, Locale
from knownbase.read.strings import strings
from knownbase.render.assemble import locale_root

Pages = Callable[..., Visit]
VIEW = catalogue_of(REPOSITORY).visible("public")
FIELDS = ("product", "os", "version", "summary", "symptom", "about")
NOWHERE = "zzqqxx vvwwkk"


def filled(page: Page) -> dict[str, str]:
    """What stands in the form, once it works; the category too where one is guessed."""
    page.wait_for_selector(".kb-report:not([hidden])")
    values = {name: page.locator(f"[name={name}]").input_value() for name in FIELDS}
    values["category"] = page.locator("[name=category]:checked").input_value()
    return {name: value for name, value in values.items() if value}


def keep(page: Page, text: str) -> None:
    """Installations, as another page left them."""
    page.add_init_script(f"localStorage.setItem('kb-installations', {text!r})")


@pytest.mark.parametrize("locale", LOCALES)
def test_from_an_anomaly(pages: Pages, address: str, locale: Locale) -> None:
    visit, t = pages(viewport=PHONE), strings(locale)
    page = visit.page
    for anomaly, products in (("ANO-0006", ("ua-fi",)), ("ANO-0012", None)):
        card = VIEW.cards[anomaly]
        page.goto(f"{address}/{locale_root(locale)}anomalies/{anomaly}.html")
        page.get_by_role("link", name=t["not_solved_report"]).click()
        known = filled(page)
        assert (known["about"], known["category"]) == (anomaly, card.category)
        if products:
            assert card.products == products
            assert known["product"] == products[0]
            assert f"{t['report_about']}{t['colon']}{anomaly}" in said(page, "body")
        assert anomaly not in said(page, "subject")
        page.locator("[data-clear]").click()
    assert_quiet(visit, address)


def test_the_readers_own_release_of_the_product_comes_with_it(pages: Pages, server: str) -> None:
    page = pages().page
    keep(page, "mailmax400/windows/5.2.1,ua-fi/linux/5.2.4,ua-fi/windows/5.3.1")
    opened(page, server, "en", "?product=ua-fi&about=ANO-0006")
    assert filled(page) == {"product": "ua-fi", "os": "linux", "version": "5.2.4", "about": "ANO-0006"}
    page.locator("[data-clear]").click()
    opened(page, server, "en", "?product=ua-fi&os=windows")
    assert filled(page) == {"product": "ua-fi", "os": "windows", "version": "5.3.1"}
    page.locator("[data-clear]").click()
    opened(page, server, "en", "?product=mapi")
    assert filled(page) == {"product": "mapi", "os": "windows"}, "nothing of another product; its one system"
    page.locator("[data-clear]").click()
    opened(page, server, "en", "?summary=x")
    assert filled(page) == {"product": "mailmax400", "os": "windows", "version": "5.2.1", "summary": "x"}


def test_a_draft_about_another_product_keeps_its_words_only(pages: Pages, server: str) -> None:
    page = opened(pages().page, server, "en", "?product=ua-fi&os=linux&version=5.2.4")
    page.locator("[name=symptom]").fill("long story")
    opened(page, server, "en", "?product=mailmax400&about=ANO-0001")
    assert filled(page) == {
        "product": "mailmax400", "os": "windows", "symptom": "long story", "about": "ANO-0001",
    }  # fmt: skip
    opened(page, server, "en", "?symptom=searched")
    assert filled(page)["symptom"] == "long story"


@pytest.mark.parametrize("locale", LOCALES)
def test_from_a_search_that_found_nothing(pages: Pages, address: str, locale: Locale) -> None:
    visit, t = pages(viewport=PHONE), strings(locale)
    page = visit.page
    for text, field in ((NOWHERE, "summary"), (f"{NOWHERE} " * 60, "symptom")):
        page.goto(f"{address}/{locale_root(locale)}index.html")
        page.keyboard.press("/")
        page.locator(".kb-search input").fill(text)
        page.get_by_role("link", name=t["find_report"]).click()
        assert filled(page) == {field: text.strip()[:500].strip()}
        page.locator("[data-clear]").click()
    assert_quiet(visit, address)


@pytest.mark.parametrize("locale", LOCALES)
def test_from_an_explorer_that_found_nothing(pages: Pages, address: str, locale: Locale) -> None:
    visit, t = pages(), strings(locale)
    for path, known in (
        ("anomalies/index.html?product=ua-fi&version=ua-fi/5.2.4&os=linux", ("ua-fi", "linux", "5.2.4")),
        ("anomalies/index.html?product=ua-fi&product=mapi&os=linux", ("", "linux", "")),
        ("downloads/index.html?version=ua-fi/5.2.4", ("ua-fi", "", "5.2.4")),
        ("faq/index.html", ("", "", "")),
    ):
        start = f"{address}/{locale_root(locale)}{path}"
        page = explore(visit.page, f"{start}{'&' if '?' in start else '?'}q={NOWHERE.replace(' ', '+')}")
        page.get_by_role("link", name=t["find_report"]).click()
        expected = {**dict(zip(("product", "os", "version"), known, strict=True)), "summary": NOWHERE}
        assert filled(page) == {name: value for name, value in expected.items() if value}, path
        page.locator("[data-clear]").click()
    assert_quiet(visit, address)


@pytest.mark.parametrize("locale", LOCALES)
def test_without_scripts_the_link_leads_to_the_text_to_copy(
    pages: Pages, address: str, locale: Locale
) -> None:
    page = pages(java_script_enabled=False).page
    page.goto(f"{address}/{locale_root(locale)}anomalies/ANO-0006.html")
    page.get_by_role("link", name=strings(locale)["not_solved_report"]).click()
    expect(page.locator(".kb-static")).to_be_visible()
    assert (
        f"{strings(locale)['report_about']}{strings(locale)['colon'].rstrip(' ')}"
        in page.locator(".kb-static").inner_text()
    )
