"""The page that says what can be followed: addresses of one's own installations, to copy and as one file."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from accessibility import violations_light_and_dark
from browser.kinds import assert_quiet
from chromium import PHONE, Visit
from playwright.sync_api import Page, expect

from knownbase.model.locale import LOCALES, Locale
from knownbase.read.strings import strings
from knownbase.render.assemble import locale_root

Pages = Callable[..., Visit]
SITE = "https://support.addonmail.example/"
OWN = "ua-fi/linux/5.2.4,mailmax400/windows/5.2.1,ua-fi/linux/5.3.0,gone/windows/1.0"


def opened(visit: Visit, root: str, locale: Locale, own: str = OWN) -> Page:
    """The page as a reader sees it who has named installations."""
    visit.page.add_init_script(f"try {{ localStorage.setItem('kb-installations', '{own}') }} catch {{}}")
    visit.page.goto(f"{root}/{locale_root(locale)}services/subscribe.html")
    return visit.page


@pytest.mark.parametrize("locale", LOCALES)
def test_addresses_of_ones_own_installations(pages: Pages, address: str, site: Path, locale: Locale) -> None:
    visit = pages(viewport=PHONE)
    page = opened(visit, address, locale)
    yours = page.locator("[data-yours]")
    expect(yours).to_be_visible()
    assert yours.locator("h3").all_inner_texts() == ["UA-FI · Linux", "MailmaX.400 · Windows"]
    below = SITE + locale_root(locale)
    addresses = yours.locator("code").all_inner_texts()
    assert addresses == [
        f"{below}feeds/product/ua-fi/linux.xml",
        f"{below}calendars/product/ua-fi/linux.ics",
        f"{below}feeds/product/mailmax400/windows.xml",
        f"{below}calendars/product/mailmax400/windows.ics",
    ]
    assert all((site / one.removeprefix(SITE)).is_file() for one in addresses)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_quiet(visit, address)
    # Neither Material's script nor ours asks for a feed, a calendar or a sitemap.
    assert [one for one in visit.requests if one.endswith((".xml", ".ics", ".xml.gz"))] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_with_installations_it_is_accessible(pages: Pages, server: str, locale: Locale) -> None:
    page = opened(pages(viewport=PHONE), server, locale)
    expect(page.locator("[data-yours]")).to_be_visible()
    assert violations_light_and_dark(page) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_button_copies_an_address(pages: Pages, address: str, locale: Locale) -> None:
    page = opened(pages(), address, locale)
    page.evaluate(
        """() => {
            globalThis.copied = [];
            Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => copied.push(text) } });
            document.addEventListener("copy", () => copied.push(document.activeElement.value));
        }"""
    )
    button = page.locator("[data-yours] button").first
    expect(button).to_have_text(strings(locale)["follow_copy_feed"])
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text(strings(locale)["copied"])
    assert page.evaluate("copied") == [f"{SITE}{locale_root(locale)}feeds/product/ua-fi/linux.xml"]
    expect(button).to_be_focused()


def test_one_file_for_a_feed_reader(pages: Pages, address: str, tmp_path: Path) -> None:
    page = opened(pages(), address, "fr")
    with page.expect_download() as started:
        page.locator("a[download='follow.opml']").click()
    started.value.save_as(tmp_path / "follow.opml")
    root = ElementTree.parse(tmp_path / "follow.opml").getroot()
    assert (root.tag, root.get("version"), root.findtext("head/title")) == (
        "opml",
        "2.0",
        "Support AddOnMail",
    )
    assert [
        (one.get("type"), one.get("text"), one.get("xmlUrl")) for one in root.iterfind("body/outline")
    ] == [
        ("rss", "Support AddOnMail – UA-FI · Linux", f"{SITE}fr/feeds/product/ua-fi/linux.xml"),
        (
            "rss",
            "Support AddOnMail – MailmaX.400 · Windows",
            f"{SITE}fr/feeds/product/mailmax400/windows.xml",
        ),
    ]


@pytest.mark.parametrize("own", ["", "gone/windows/1.0", "%,/,x"])
def test_without_installations_the_page_says_where_to_name_them(pages: Pages, server: str, own: str) -> None:
    visit = pages()
    page = opened(visit, server, "en", own)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-yours]")).to_be_hidden()
    page.locator("[data-kb-subscribe] a:visible").click()
    page.wait_for_url("**/anomalies/affected.html")
    assert_quiet(visit, server)


EVERYTHING = ["all"]
UA_FI = ["product/ua-fi", "product/ua-fi/windows", "product/ua-fi/linux"]
NAMED = {
    "index.html": EVERYTHING,
    "faq/index.html": EVERYTHING,
    "anomalies/index.html": EVERYTHING,
    "downloads/index.html": EVERYTHING,
    "products/index.html": EVERYTHING,
    "products/ua-fi.html": UA_FI,
    "sheets/ua-fi.html": UA_FI,
    "faq/product-ua-fi.html": UA_FI,
    "anomalies/product-ua-fi.html": UA_FI,
    "anomalies/category-b.html": ["category/b"],
    "faq/category-connection.html": [],
    "anomalies/os-linux.html": [],
    "anomalies/ANO-0005.html": [],
}
"""Page → what its head names to a feed reader."""


@pytest.mark.parametrize("locale", LOCALES)
def test_a_program_finds_the_feeds_of_a_page_and_no_script_fetches_them(
    pages: Pages, address: str, locale: Locale
) -> None:
    visit = pages()
    found = {}
    for place in NAMED:
        visit.page.goto(f"{address}/{locale_root(locale)}{place}")
        # As the HTML standard finds them: "alternate" is one of the words of `rel`.
        links = visit.page.locator("head link[rel~=alternate][type='application/atom+xml']")
        found[place] = links.evaluate_all("all => all.map(one => one.href)")
    below = f"{SITE}{locale_root(locale)}feeds/"
    assert found == {place: [f"{below}{name}.xml" for name in names] for place, names in NAMED.items()}
    assert [one for one in visit.requests if one.endswith((".xml", ".xml.gz"))] == []
    assert_quiet(visit, address)


@pytest.mark.parametrize("locale", LOCALES)
def test_products_and_hubs_say_that_they_can_be_followed(pages: Pages, server: str, locale: Locale) -> None:
    page = pages(viewport=PHONE).page
    label = strings(locale)["follow_by_feed"]
    assert label == {"en": "Follow by feed", "fr": "Suivre par flux"}[locale]
    root = f"{server}/{locale_root(locale)}"
    for place in ("faq/index.html", "anomalies/index.html", "downloads/index.html", "faq/product-ua-fi.html"):
        page.goto(root + place)
        page.get_by_role("link", name=label).click()
        page.wait_for_url(f"{root}services/subscribe.html")
    page.goto(f"{root}products/ua-fi.html")
    page.get_by_role("link", name=label).click()
    expect(page.locator("#follow")).to_be_in_viewport()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_link_to_a_feed_or_calendar_leads_to_a_file(
    pages: Pages, server: str, site: Path, locale: Locale
) -> None:
    page = pages().page
    places = ("index.html", "products/ua-fi.html", "services/hotline.html", "services/subscribe.html")
    found = set()
    for place in places:
        page.goto(f"{server}/{locale_root(locale)}{place}")
        links = page.locator("a[type='application/atom+xml'], a[type='text/calendar']")
        targets = links.evaluate_all("all => all.map(one => one.href)")
        assert targets, place
        found |= set(targets)
    assert all(one.startswith(SITE + locale_root(locale)) for one in found)
    root = site / locale_root(locale)
    files = {*root.glob("feeds/**/*.xml"), *root.glob("calendars/**/*.ics")}
    assert {site / one.removeprefix(SITE) for one in found} == files
