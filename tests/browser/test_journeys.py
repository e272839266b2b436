"""A reader's ways through the site, in both languages, from a web server and from a folder."""

import re
from collections.abc import Callable

import pytest
from accessibility import violations
from browser.kinds import assert_quiet
from chromium import PHONE, Visit
from playwright.sync_api import Page

from knownbase.model.locale import DEFAULT_LOCALE, LOCALES, Locale, other
from knownbase.read.strings import strings
from knownbase.render.assemble import locale_root

Pages = Callable[..., Visit]
NAMES: dict[Locale, str] = {"en": "English", "fr": "Français"}
TITLES = {
    "en": ("Which TCP port must the firewall open for P7?", "DDA value with a semicolon splits the address"),
    "fr": (
        "Quel port TCP le pare-feu doit-il ouvrir pour P7\u00a0?",
        "Un point-virgule dans la valeur d’un DDA coupe l’adresse en deux",
    ),
}


def follow(page: Page, ending: str) -> None:
    """Follows the first link of the article that leads to a page of this name."""
    page.locator(f'article a[href$="{ending}"]').first.click()


@pytest.mark.parametrize("locale", LOCALES)
def test_from_home_by_question_and_by_anomaly_to_patch_and_product(
    pages: Pages, address: str, locale: Locale
) -> None:
    visit, t = pages(), strings(locale)
    page, root = visit.page, f"{address}/{locale_root(locale)}"
    question, anomaly = TITLES[locale]
    sections = page.get_by_role("navigation", name=t["nav_main"])

    page.goto(f"{root}index.html")
    sections.get_by_role("link", name=t["section_faq"], exact=True).click()
    page.wait_for_selector(".kb-explorer:not([hidden])")
    page.get_by_role("link", name=question).click()
    assert page.url == f"{root}faq/FAQ-0001.html"
    assert page.locator("h1").inner_text() == question

    sections.get_by_role("link", name=t["section_anomalies"], exact=True).click()
    page.wait_for_selector(".kb-explorer:not([hidden])")
    page.get_by_role("link", name=anomaly).click()
    assert page.locator("h1").inner_text() == anomaly
    verdict = page.get_by_role("region", name=t["verdict"])
    assert t["fixed_in"].format(version="5.2.5") in verdict.inner_text()
    verdict.get_by_role("link", name="PAT-0001").click()
    assert page.url == f"{root}downloads/PAT-0001.html"

    sections.get_by_role("link", name=t["section_products"], exact=True).click()
    follow(page, "ua-fi.html")
    assert page.locator("h1").inner_text() == "UA-FI"
    follow(page, "PAT-0001.html")
    page.get_by_role("navigation", name=t["breadcrumb"]).get_by_role("link", name=t["home"]).click()
    assert page.url == f"{root}index.html"
    assert_quiet(visit, address)


@pytest.mark.parametrize(
    "path", ["index.html", "faq/FAQ-0002.html", "products/ua-fi.html", "services/hotline.html"]
)
@pytest.mark.parametrize("locale", LOCALES)
def test_the_other_language_is_the_same_page_and_leads_back(
    pages: Pages, address: str, locale: Locale, path: str
) -> None:
    page, twin = pages().page, other(locale)
    here, there = (f"{address}/{locale_root(one)}{path}" for one in (locale, twin))
    page.goto(here)
    page.get_by_role("link", name=NAMES[twin], exact=True).click()
    assert (page.url, page.locator("html").get_attribute("lang")) == (there, twin)
    page.get_by_role("link", name=NAMES[locale], exact=True).click()
    assert (page.url, page.locator("html").get_attribute("lang")) == (here, locale)


def test_on_a_phone_the_sections_open_and_close(pages: Pages, address: str) -> None:
    page = pages(viewport=PHONE).page
    page.goto(f"{address}/faq/FAQ-0001.html")
    link = page.get_by_role("navigation", name="Sections").get_by_role("link", name="Downloads")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert link.is_visible()
    page.keyboard.press("Escape")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").click()
    link.click()
    assert page.url == f"{address}/downloads/index.html"


# Colours


def brightness(page: Page) -> int:
    """Sum of red, green and blue of the page's ground: 0 to 765."""
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(int, re.findall(r"\d+", ground)[:3]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system_and_the_choice_is_kept(pages: Pages, address: str, scheme: str) -> None:
    page = pages(color_scheme=scheme).page
    page.goto(f"{address}/index.html")
    dark = scheme == "dark"
    assert (brightness(page) < 150, brightness(page) > 600) == (dark, not dark)
    for _ in range(3):  # as the system, light, dark
        page.locator(".kb-palette label:not([hidden])").click()
        if (brightness(page) < 150) != dark:
            break
    assert (brightness(page) < 150, brightness(page) > 600) == (not dark, dark)
    page.goto(f"{address}/fr/faq/index.html")
    assert (brightness(page) < 150) != dark


# An address that does not exist


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_unknown_address_gets_both_languages(pages: Pages, server: str, scheme: str) -> None:
    visit = pages(color_scheme=scheme)
    page, unknown = visit.page, f"{server}/fr/nothing/here.html"
    answer = page.goto(unknown)
    assert answer is not None
    assert answer.status == 404
    assert page.locator(".kb-h1").all_inner_texts() == ["Page not found", "Page introuvable"]
    assert violations(page) == []
    assert visit.failures == [f"{unknown}: 404"]  # its style sheets and scripts are there
    assert visit.foreign(server) == []


def test_every_link_of_the_404_page_works(pages: Pages, server: str) -> None:
    page = pages().page
    page.goto(f"{server}/nothing/at/all")
    links = page.locator("a").evaluate_all("links => links.map(link => link.href)")
    assert len(links) == 10
    statuses = {link: page.request.get(link).status for link in links if "#" not in link}
    assert {link: status for link, status in statuses.items() if status != 200} == {}
    assert {f"{server}/{locale_root(locale)}faq/index.html" for locale in LOCALES} <= set(statuses)
    page.get_by_role("link", name="Téléchargements").click()
    assert page.url == f"{server}/fr/downloads/index.html"


def test_english_is_at_the_root() -> None:
    assert (DEFAULT_LOCALE, locale_root("en"), locale_root("fr")) == ("en", "", "fr/")
