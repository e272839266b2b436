"""What comes out on paper, read in the PDF that Chromium prints: sheets for a change, and lists as they were asked for."""

import io
import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from browser.kinds import assert_quiet
from browser.test_explorer import explore
from chromium import PHONE, Visit
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from roots import REPOSITORY, site_of

from knownbase.affected.installation import Installation, touching
from knownbase.model.locale import LOCALES, Locale
from knownbase.read.strings import strings
from knownbase.render.assemble import locale_root
from knownbase.render.sheets import sheet

Pages = Callable[..., Visit]
SITES = {locale: site_of(REPOSITORY, locale) for locale in LOCALES}
VIEW = SITES["en"].view
EVERY = [
    Installation(product, os, release.version)
    for product in VIEW.taxonomy.products
    for os in product.os
    for release in product.shipped(os)
]
UA_FI = VIEW.taxonomy.product_by_id["ua-fi"]
ADDRESS = "https://support.addonmail.example/"


def sheet_of(page: Page, address: str, locale: Locale, one: Installation) -> Page:
    asked = f"{one.os}/{one.version}"
    page.goto("about:blank")
    page.goto(f"{address}/{locale_root(locale)}sheets/{one.product.id}.html#{asked}")
    page.wait_for_selector(f"[data-kb-sheet][data-shown='{asked}']")
    return page


SHEETS = """async (asked) => {
    const place = document.querySelector("[data-kb-sheet]");
    const found = [];
    for (const one of asked) {
        location.hash = one;
        for (let n = 0; place.dataset.shown !== one; n++) {
            if (n > 3000) throw new Error(`${one} is not shown`);
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        found.push([
            place.querySelector("h2").innerText,
            [...place.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
            [...place.querySelectorAll("table a")].map((a) => a.getAttribute("href")),
        ]);
    }
    return found;
}"""
"""Heading, cells and links of each release, as its address names one after the other."""


def squeezed(text: str) -> str:
    """Without what the PDF and the page break differently: blanks, ligatures."""
    text = (
        text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff").replace("ﬃ", "ffi").replace("ﬄ", "ffl")
    )
    return re.sub(r"\s+", "", text)


def pdf_of(page: Page) -> list[str]:
    """The text of each page on paper."""
    return [
        squeezed(one.extract_text())
        for one in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    ]


def cells(html: str) -> Iterator[list[str]]:
    for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL):
        yield [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)
        ]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_sheet_of_every_release_is_the_one_that_python_makes(
    pages: Pages, folder: str, locale: Locale
) -> None:
    visit = pages()
    assert len(EVERY) > 20
    for product in VIEW.taxonomy.products:
        releases = [one for one in EVERY if one.product is product]
        page = sheet_of(visit.page, folder, locale, releases[0])
        asked = [f"{one.os}/{one.version}" for one in releases]
        for one, (heading, shown, links) in zip(releases, page.evaluate(SHEETS, asked), strict=True):
            made = str(sheet(one, SITES[locale]))
            assert shown == list(cells(made)), one
            assert f"<h2>{heading}</h2>" in made
            assert [link.rpartition(locale_root(locale) or "/")[2].split("/")[-1] for link in links] == [
                link.split("/")[-1] for link in re.findall(r'href="([^"]+)"', made)
            ]
    assert_quiet(visit, folder)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_printed_sheet_has_all_that_a_change_board_asks(pages: Pages, folder: str, locale: Locale) -> None:
    visit, t = pages(), strings(locale)
    one = Installation(UA_FI, "windows", "5.2.4")
    paper = pdf_of(sheet_of(visit.page, folder, locale, one))
    text = "".join(paper)
    found = list(touching(one, VIEW.cards.values()))
    assert len(found) > 15
    assert [answer.anomaly for answer in found if text.count(answer.anomaly) != 1] == []
    assert squeezed(f"UA-FI 5.2.4 · {VIEW.taxonomy.os_names['windows']}") in text
    head = squeezed(
        "".join(
            t[f"sheet_col_{name}"]
            for name in ("id", "title", "category", "impact", "status", "fix", "patch", "workaround")
        )
    )
    with_rows = [page for page in paper if re.search(r"ANO-\d{4}", page)]
    assert len(with_rows) > 1
    assert [page.count(head) for page in with_rows] == [1] * len(with_rows)
    for key in ("board", "prepared", "checked", "approved", "who", "date", "signature"):
        assert squeezed(t[f"sheet_{key}"]) in text
    address = f"{ADDRESS}{locale_root(locale)}sheets/ua-fi.html#windows/5.2.4"
    assert text.count("https://") == 1
    assert squeezed(f"{address} · {t['printed']}") in text
    assert squeezed(t["sheet_print"]) not in text


@pytest.mark.parametrize("version", ["5.2.6", "5.2.0"])
def test_nobody_signs_a_page_without_an_anomaly(pages: Pages, folder: str, version: str) -> None:
    mailmax = VIEW.taxonomy.product_by_id["mailmax400"]
    paper = pdf_of(sheet_of(pages().page, folder, "en", Installation(mailmax, "windows", version)))
    assert len(paper) > 1, "all on one page asks nothing"
    assert squeezed(strings("en")["sheet_board"]) in paper[-1]
    assert len(re.findall(r"ANO-\d{4}", paper[-1])) >= 2


def test_no_row_is_parted_between_two_pages(pages: Pages, folder: str) -> None:
    page = sheet_of(pages().page, folder, "fr", Installation(UA_FI, "windows", "5.2.4"))
    page.emulate_media(media="print")
    rows = page.locator("[data-kb-sheet] tbody tr")
    assert set(rows.evaluate_all("all => all.map((row) => getComputedStyle(row).breakInside)")) == {"avoid"}
    head = page.locator("[data-kb-sheet] thead")
    assert head.evaluate("head => getComputedStyle(head).display") == "table-header-group"


@pytest.mark.parametrize("locale", LOCALES)
def test_without_scripts_the_latest_release_is_on_the_sheet(
    pages: Pages, folder: str, locale: Locale
) -> None:
    page = pages(java_script_enabled=False).page
    page.goto(f"{folder}/{locale_root(locale)}sheets/ua-fi.html")
    headings = page.locator("h2").all_inner_texts()
    assert headings == [
        f"UA-FI {UA_FI.shipped(os)[-1].version} · {VIEW.taxonomy.os_names[os]}" for os in UA_FI.os
    ]
    expect(page.locator("[data-kb-sheet]")).to_be_hidden()
    text = "".join(pdf_of(page))
    for os in UA_FI.os:
        for answer in touching(Installation(UA_FI, os, UA_FI.shipped(os)[-1].version), VIEW.cards.values()):
            assert answer.anomaly in text


def test_a_release_is_chosen_in_the_form_and_kept_in_the_address(pages: Pages, address: str) -> None:
    visit = pages()
    page = visit.page
    page.goto(f"{address}/sheets/ua-fi.html")
    page.wait_for_selector("[data-kb-sheet]:not([hidden])")
    assert page.locator(".kb-static").is_visible()
    page.get_by_label(strings("en")["affects_os"]).select_option("linux")
    page.get_by_label(strings("en")["affects_version"]).select_option("5.3.0")
    page.wait_for_selector("[data-shown='linux/5.3.0']")
    assert page.url.endswith("#linux/5.3.0")
    assert not page.locator(".kb-static").is_visible()
    # What the site does not know is no release: the latest ones stand there.
    page.goto("about:blank")
    page.goto(f"{address}/sheets/ua-fi.html#linux/9.9.9%zz")
    page.wait_for_selector("[data-kb-sheet]:not([hidden])")
    assert page.locator(".kb-static").is_visible()
    page.goto(f"{address}/anomalies/affected.html#ua-fi/linux/5.3.0")
    page.get_by_role("link", name=strings("en")["sheet_name"]).click()
    page.wait_for_selector("[data-shown='linux/5.3.0']")
    assert_quiet(visit, address)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_printed_list_says_what_was_asked_for(pages: Pages, folder: str, locale: Locale) -> None:
    t = strings(locale)
    root = locale_root(locale)
    page = explore(pages().page, f"{folder}/{root}anomalies/index.html?q=accents&product=ua-fi&os=windows")
    count = page.locator(".kb-count").inner_text()
    ids = page.locator(".kb-found tbody code").all_inner_texts()
    text = "".join(pdf_of(page))
    for facet, value in (("product", "UA-FI"), ("os", "Windows")):
        assert squeezed(t["find_asked"].format(facet=t[f"find_facet_{facet}"], values=value)) in text
    assert squeezed(t["find_asked"].format(facet=t["find_words"], values="accents")) in text
    assert squeezed(count) in text
    assert ids
    assert [one for one in ids if one not in text] == []
    assert (
        squeezed(f"{ADDRESS}{root}anomalies/index.html?q=accents&product=ua-fi&os=windows · {t['printed']}")
        in text
    )
    assert "CSV" not in text
    assert "×" not in text


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("locale", LOCALES)
def test_the_figures_behind_a_chart_are_printed_unfolded(
    pages: Pages, folder: str, locale: Locale, scripts: bool
) -> None:
    t = strings(locale)
    page = pages(viewport=PHONE, java_script_enabled=scripts).page
    page.goto(f"{folder}/{locale_root(locale)}products/ua-fi.html")
    folded = page.locator("details.kb-fold")
    assert folded.count() == 2
    assert folded.evaluate_all("all => all.some((one) => one.open)") is False
    text = "".join(pdf_of(page))
    assert text.count(squeezed(t["chart_table"])) == 2
    for table in folded.all():
        rows = table.locator("tr").evaluate_all(
            "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent).join(''))"
        )
        assert len(rows) > 3
        assert [row for row in map(squeezed, rows[1:]) if row not in text] == []
    assert folded.evaluate_all("all => all.some((one) => one.open)") is False, "it is folded again"


def test_where_the_style_sheet_cannot_unfold_a_script_does(pages: Pages, server: str) -> None:
    page = pages().page
    page.add_init_script("CSS.supports = () => false")
    page.goto(f"{server}/products/ua-fi.html")
    folded = page.locator("details.kb-fold")
    folded.first.locator("summary").click()
    states = []
    for event in ("beforeprint", "afterprint"):
        page.evaluate("(name) => dispatchEvent(new Event(name))", event)
        states.append(folded.evaluate_all("all => all.map((one) => one.open)"))
    assert states == [[True, True], [True, False]]


@pytest.mark.parametrize("locale", LOCALES)
def test_an_answer_is_printed_without_what_asks(pages: Pages, folder: str, locale: Locale) -> None:
    t = strings(locale)
    page = pages(viewport=PHONE).page
    page.goto(f"{folder}/{locale_root(locale)}anomalies/affected.html#ua-fi/windows/5.2.4")
    page.wait_for_selector(".kb-affected[data-answered='ua-fi/windows/5.2.4']")
    ids = page.locator(".kb-answer > .kb-list .kb-id").all_inner_texts()
    text = "".join(pdf_of(page))
    assert ids
    assert [one for one in ids if one not in text] == []
    assert squeezed(page.locator(".kb-answer h2").inner_text()) in text
    for key in ("affects_add", "affects_remove", "upgrade_title"):
        assert squeezed(t[key]) not in text
