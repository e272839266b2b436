"""Every form of page, looked at: width, requests, accessibility, without scripts, on paper."""

import pytest
from accessibility import violations_light_and_dark
from browser.conftest import Reader
from browser.kinds import KINDS, assert_quiet
from chromium import DESKTOP, PHONE

from knownbase.model.locale import LOCALES
from knownbase.render.assemble import locale_root

WIDTHS = (1280, 390, 320)


@pytest.mark.parametrize("kind", KINDS)
def test_no_failed_or_foreign_request_and_no_scroll_sideways(reader: Reader, address: str, kind: str) -> None:
    visit = reader()
    for root in map(locale_root, LOCALES):
        visit.page.goto(f"{address}/{root}{kind}")
        for width in WIDTHS:
            visit.page.set_viewport_size({"width": width, "height": 800})
            wide = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{root}{kind} at {width} px is {wide} px too wide"
    assert_quiet(visit, address)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("viewport", "scheme", "root"),
    [(DESKTOP, "light", ""), (PHONE, "dark", "fr/")],
    ids=["desktop-en", "phone-fr"],
)
def test_accessible_in_light_and_dark(
    reader: Reader, server: str, kind: str, viewport: tuple[int, int], scheme: str, root: str
) -> None:
    """`scheme`: in which all rules are asked."""
    page = reader(viewport, scheme).page
    page.set_viewport_size({"width": viewport[0], "height": viewport[1]})
    page.goto(f"{server}/{root}{kind}")
    assert violations_light_and_dark(page) == []


WITHOUT_SCRIPTS = """article => [
    article.innerText,
    [...article.querySelectorAll("*")].filter(one => one.checkVisibility && !one.checkVisibility()).length,
]"""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", LOCALES)
def test_without_scripts_the_same_text_is_there(reader: Reader, folder: str, kind: str, locale: str) -> None:
    """What a script adds are buttons; their words are in no article without one."""
    address = f"{folder}/{locale_root(locale)}{kind}"  # type: ignore[arg-type]
    scripted, plain = reader(PHONE).page, reader(PHONE, scripts=False).page
    scripted.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    scripted.goto(address)
    if scripted.locator("[data-kb-explorer]").count():  # takes the place of the lists, which are still there
        scripted.wait_for_selector(".kb-explorer:not([hidden])")
        scripted.evaluate(
            """() => {
                const lists = document.querySelector(".kb-static");
                document.querySelector(".kb-explorer").after(lists);
                lists.hidden = false;
            }"""
        )
    scripted.evaluate(
        "document.querySelectorAll('article button, .kb-explorer, [data-kb-now]').forEach(one => one.remove())"
    )
    plain.goto(address)
    for form in (".kb-affected", ".kb-report", "[data-kb-sheet]"):  # in the place of what is there without it
        if scripted.locator(form).count():
            scripted.wait_for_selector(f"{form}:not([hidden])")
            for page in (scripted, plain):
                page.evaluate(
                    "names => document.querySelectorAll(names).forEach(one => one.remove())",
                    f"{form}, .kb-static",
                )
    texts = [page.locator("article").inner_text().split() for page in (scripted, plain)]
    assert texts[0] == texts[1]
    assert len(texts[1]) > 20


@pytest.mark.parametrize("locale", LOCALES)
def test_without_scripts_links_and_menu_work(reader: Reader, folder: str, locale: str) -> None:
    root = f"{folder}/{locale_root(locale)}"  # type: ignore[arg-type]
    page = reader(PHONE, scripts=False).page
    page.goto(f"{root}anomalies/index.html")
    assert page.locator("tbody tr").count() >= 40
    page.locator('tbody a[href$="ANO-0005.html"]').click()
    assert page.url == f"{root}anomalies/ANO-0005.html"
    assert "5.2.5" in page.locator(".kb-verdict").inner_text()
    page.locator(".kb-menu").click()
    page.locator('.kb-nav a[href$="downloads/index.html"]').click()
    assert page.url == f"{root}downloads/index.html"
    page.locator(".kb-lang").click()
    assert page.url.endswith("downloads/index.html")
    assert page.url != f"{root}downloads/index.html"


@pytest.mark.parametrize("locale", LOCALES)
def test_paper_has_no_chrome_and_says_where_it_comes_from(reader: Reader, folder: str, locale: str) -> None:
    page = reader(DESKTOP, "dark").page
    page.goto(f"{folder}/{locale_root(locale)}anomalies/ANO-0005.html")  # type: ignore[arg-type]
    page.emulate_media(media="print")
    try:
        shown = {
            one: page.locator(one).first.is_visible()
            for one in (
                ".kb-header",
                ".kb-tools",
                ".md-skip",
                ".kb-footer nav",
                "h1",
                ".kb-verdict",
                ".kb-printed",
            )
        }
        ground, ink = (
            page.evaluate(f"getComputedStyle(document.querySelector('article')).{name}")
            for name in ("backgroundColor", "color")
        )
        printed = page.locator(".kb-printed").inner_text()
    finally:
        page.emulate_media(media="screen")
    assert [one for one, visible in shown.items() if visible] == ["h1", ".kb-verdict", ".kb-printed"]
    assert ground == "rgba(0, 0, 0, 0)"
    assert max(map(int, ink[4:-1].split(", "))) < 80, "dark ink, although the screen was dark"
    assert f"https://support.addonmail.example/{locale_root(locale)}anomalies/ANO-0005.html" in printed  # type: ignore[arg-type]
