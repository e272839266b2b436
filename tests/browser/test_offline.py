"""The ZIP as its reader has it: unpacked into a folder, without a network, in Chromium and in Firefox."""

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.kinds import KINDS, assert_quiet
from browser.test_affected import listed, ready
from browser.test_explorer import explore, ids
from browser.test_firefox import EXPLORED, OF_FIREFOX, SETTLED
from browser.test_search import QUESTION, ask, options
from chromium import PHONE, Visit
from firefox import Firefox
from playwright.sync_api import Page
from roots import REPOSITORY, mkdocs_pages

from knownbase.bundle import Wish, bundle
from knownbase.model.locale import LOCALES, Locale
from knownbase.read.strings import strings
from knownbase.render.assemble import locale_root

Pages = Callable[..., Visit]


@pytest.fixture(scope="module")
def offline(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of the unpacked ZIP of everything, and of that of one product. The site has been built before."""
    addresses = {}
    for product in (None, "ua-fi"):
        place = tmp_path_factory.mktemp("zip")
        wish = Wish(REPOSITORY, "public", product, mkdocs_pages, lambda _what, _count: None)
        file = bundle(wish, place).file
        assert file is not None
        with zipfile.ZipFile(file) as archive:
            archive.extractall(place / "hors ligne")
        addresses[product or "all"] = (place / "hors ligne").as_uri()
    return addresses


@pytest.mark.parametrize("which", ["all", "ua-fi"])
@pytest.mark.parametrize("locale", LOCALES)
def test_search_filter_and_verdict_without_a_network(
    pages: Pages, offline: dict[str, str], which: str, locale: Locale
) -> None:
    visit = pages(offline=True, locale="en-GB")
    page, folder = visit.page, offline[which]
    root = f"{folder}/{locale_root(locale)}"
    page.goto(f"{root}products/ua-fi.html")
    ask(page, QUESTION[locale])
    assert "FAQ-0001" in options(page)[0]
    page.keyboard.press("Enter")
    page.wait_for_url(f"{root}faq/FAQ-0001.html")
    assert "ANO-0006" in ids(explore(page, f"{root}anomalies/index.html?q=accents&product=ua-fi"))
    page.goto(f"{root}anomalies/affected.html#ua-fi/windows/5.2.4")
    assert listed(ready(page))
    page.locator(".kb-lang").click()
    other = root.removesuffix("fr/") if locale == "fr" else f"{root}fr/"
    page.wait_for_url(f"{other}anomalies/affected.html**")
    for kind in KINDS:
        if which == "all":
            page.goto(f"{root}{kind}")
    assert_quiet(visit, folder)


def test_the_zip_of_a_product_offers_that_product_alone(pages: Pages, offline: dict[str, str]) -> None:
    visit = pages(offline=True)
    page = visit.page
    explore(page, f"{offline['ua-fi']}/anomalies/index.html")
    products = page.get_by_role("group", name=strings("en")["find_facet_product"]).locator("input")
    assert products.evaluate_all("all => all.map((one) => one.value)") == ["ua-fi"]
    page.goto(f"{offline['ua-fi']}/anomalies/affected.html")
    ready(page)
    values = page.locator("select[name=product] option").evaluate_all("all => all.map((one) => one.value)")
    assert values == ["", "ua-fi"]
    assert_quiet(visit, offline["ua-fi"])


def opened(page: Page, folder: str) -> str:
    """Where a reader is who opens the first page; below the folder."""
    page.goto("about:blank")
    page.goto(f"{folder}/index.html")
    page.wait_for_load_state()
    return page.url.removeprefix(f"{folder}/")


def opens(page: Page, folder: str, wanted: str) -> None:
    """Chromium tells its other processes of what a page has stored a moment later, on a busy machine after some."""
    last = time.monotonic() + 10
    while (found := opened(page, folder)) != wanted and time.monotonic() < last:
        pass
    assert found == wanted


def test_it_opens_in_the_language_of_the_browser_and_a_choice_stays(
    pages: Pages, offline: dict[str, str]
) -> None:
    folder = offline["all"]
    english, french = pages(offline=True, locale="en-GB"), pages(offline=True, locale="fr-CA")
    assert opened(english.page, folder) == "index.html"
    page = french.page
    assert opened(page, folder) == "fr/index.html"
    page.locator(".kb-lang").click()
    page.wait_for_url(f"{folder}/index.html?en")
    opens(page, folder, "index.html")
    page.locator(".kb-brand").click()
    page.wait_for_url(f"{folder}/index.html?en")
    page.locator(".kb-lang").click()
    page.wait_for_url(f"{folder}/fr/index.html")
    opens(page, folder, "fr/index.html")
    # From an English page home is the English home, whatever the browser speaks.
    stranger = pages(offline=True, locale="fr-FR").page
    stranger.goto(f"{folder}/faq/FAQ-0001.html")
    stranger.locator(".kb-brand").click()
    stranger.wait_for_url(f"{folder}/index.html?en")
    assert_quiet(french, folder)
    assert_quiet(english, folder)


def test_without_scripts_both_languages_are_a_click_apart(pages: Pages, offline: dict[str, str]) -> None:
    folder = offline["all"]
    page = pages(offline=True, locale="fr-FR", java_script_enabled=False).page
    assert opened(page, folder) == "index.html"
    page.locator(".kb-lang").click()
    page.wait_for_url(f"{folder}/fr/index.html")
    page.locator(".kb-lang").click()
    page.wait_for_url(f"{folder}/index.html?en")


@pytest.mark.parametrize("locale", LOCALES)
def test_its_day_is_on_the_screen_and_on_paper(pages: Pages, offline: dict[str, str], locale: Locale) -> None:
    page = pages(PHONE, offline=True).page
    page.goto(f"{offline['ua-fi']}/{locale_root(locale)}anomalies/ANO-0006.html")
    start = strings(locale)["copy_of"].partition("{")[0]
    screen, paper = page.locator(f".kb-footer p:has-text('{start}')").all()
    assert (screen.is_visible(), paper.is_visible()) == (True, False)
    assert "UA-FI" in screen.inner_text()
    page.emulate_media(media="print")
    assert (screen.is_visible(), paper.is_visible()) == (False, True)


def test_firefox_opens_searches_and_keeps_the_choice(firefox: Firefox, offline: dict[str, str]) -> None:
    folder = offline["all"]
    click = "(selector) => document.querySelector(selector).click()"
    firefox.open(f"{folder}/index.html")
    firefox.arrive(f"{folder}/index.html")
    steps = [("fr/index.html", "fr/index.html"), ("index.html?en", "index.html")]
    for after_click, reopened in steps:
        firefox.run(f"() => ({click})('.kb-lang')")
        firefox.arrive(f"{folder}/{after_click}")
        firefox.open(f"{folder}/index.html", at=f"{folder}/{reopened}")
    firefox.open(f"{folder}/fr/index.html")
    firefox.press("/")
    firefox.press(*"port pare-feu")
    assert any("FAQ-0001" in one for one in firefox.run(SETTLED))
    firefox.open(f"{folder}/anomalies/index.html?q=accents&product=ua-fi")
    assert "ANO-0006" in firefox.run(EXPLORED)
    firefox.open(f"{folder}/anomalies/affected.html#ua-fi/windows/5.2.4")
    answered = """async () => {
        for (let n = 0; n < 100 && !document.querySelector(".kb-answer .kb-id"); n++)
            await new Promise((resolve) => setTimeout(resolve, 50));
        return [...document.querySelectorAll(".kb-answer .kb-id")].length;
    }"""
    assert firefox.run(answered) > 0
    assert firefox.logged == []
    asked = [url for url in firefox.requests if not url.startswith((folder, "about:", "data:"))]
    assert [url for url in asked if not OF_FIREFOX.match(url)] == []
