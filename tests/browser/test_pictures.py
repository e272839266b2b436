"""The pictures that a build makes: seen, reached by keyboard, opened, printed; in a folder without a server."""

import pytest
from accessibility import violations
from browser.conftest import Reader
from chromium import DESKTOP, PHONE
from playwright.sync_api import Page, expect

from knownbase.model.locale import LOCALES, Locale
from knownbase.render.assemble import locale_root
from knownbase.render.matrix import ALL_SHOWN

ANOMALY = "anomalies/ANO-0034.html"  # ten releases, two operating systems, two branches
PRODUCT = "products/ua-fi.html"
SHAPES = {
    "affected": "●",
    "fixed": "✓",
    "not released": "·",
    "affectée": "●",
    "corrigée": "✓",
    "non livrée": "·",
}
A4 = (658, 900)
"""Less its margins, in pixels of style sheets."""

WIDTH = "document.documentElement.scrollWidth - innerWidth"


def opened(
    reader: Reader,
    folder: str,
    path: str,
    locale: Locale,
    viewport: tuple[int, int] = DESKTOP,
    scheme: str = "light",
) -> Page:
    page = reader(viewport, scheme).page
    width, height = viewport
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{folder}/{locale_root(locale)}{path}")
    return page


@pytest.mark.parametrize("locale", LOCALES)
def test_on_a_phone_the_matrix_scrolls_by_keyboard_and_the_page_does_not(
    reader: Reader, folder: str, locale: Locale
) -> None:
    page = opened(reader, folder, ANOMALY, locale, PHONE)
    region = page.locator("[role=region]:has(.kb-matrix)")
    assert region.evaluate("one => one.scrollWidth > one.clientWidth + 40")
    assert page.evaluate(WIDTH) <= 0
    region.focus()
    assert region.evaluate("one => getComputedStyle(one).outlineStyle") != "none"
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('[role=region]:has(.kb-matrix)').scrollLeft > 0")
    head = page.locator(".kb-matrix tbody th").first
    left = region.evaluate("one => one.getBoundingClientRect().left")
    assert abs(head.evaluate("one => one.getBoundingClientRect().left") - left) < 1, (
        "the systems stay in sight"
    )


def test_on_a_desk_every_release_of_the_matrix_is_in_sight(reader: Reader, folder: str) -> None:
    page = opened(reader, folder, ANOMALY, "en")
    region = page.locator("[role=region]:has(.kb-matrix)")
    assert region.evaluate("one => one.scrollWidth - one.clientWidth") <= 0


@pytest.mark.parametrize("locale", LOCALES)
def test_a_cell_has_a_shape_for_its_word(reader: Reader, folder: str, locale: Locale) -> None:
    page = opened(reader, folder, ANOMALY, locale)
    cells = page.locator(".kb-matrix td").evaluate_all(
        "found => found.map(one => [one.textContent, getComputedStyle(one, '::before').content])"
    )
    assert len(cells) == 20
    for word, content in cells:
        assert content[1] == SHAPES[word], (word, content)


@pytest.mark.parametrize(("scheme", "viewport"), [("light", PHONE), ("dark", DESKTOP)])
def test_folded_figures_open_by_keyboard_and_are_accessible(
    reader: Reader, folder: str, scheme: str, viewport: tuple[int, int]
) -> None:
    page = opened(reader, folder, PRODUCT, "fr", viewport, scheme)
    for drawer in page.locator(".kb-figure details").all():
        expect(drawer.locator("table")).to_be_hidden()
        drawer.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(drawer.locator("table")).to_be_visible()
    assert page.evaluate(WIDTH) <= 0
    assert violations(page) == []


GEOMETRY = """svg => {
    const box = svg.getBoundingClientRect();
    const rects = [...svg.querySelectorAll("rect")].map(one => one.getBoundingClientRect());
    const texts = [...svg.querySelectorAll("text")].map(one => one.getBoundingClientRect());
    return {
        outside: [...rects, ...texts].filter(one => one.left < box.left - 1 || one.right > box.right + 1).length,
        // A label and what it counts share a line; neither may run into the other.
        met: texts.filter((one, n) => n % 2 && texts[n - 1].right > one.left).length,
        covered: texts.filter(text => rects.some(rect =>
            rect.top < text.bottom - 4 && rect.bottom > text.top + 4 && rect.left < text.right && rect.right > text.left
        )).length,
        type: parseFloat(getComputedStyle(svg.querySelector("text")).fontSize),
        bars: rects.length,
    };
}"""


@pytest.mark.parametrize("viewport", [PHONE, (320, 800), DESKTOP], ids=lambda one: str(one[0]))
@pytest.mark.parametrize("path", [PRODUCT, "products/mailmax400.html"])
def test_a_chart_is_legible_at_every_width(
    reader: Reader, folder: str, viewport: tuple[int, int], path: str
) -> None:
    page = opened(reader, folder, path, "en", viewport)
    for chart in page.locator("svg[role=img]").all():
        seen = chart.evaluate(GEOMETRY)
        assert seen["type"] >= 12
        assert seen["bars"] > 5
        assert (seen["outside"], seen["met"], seen["covered"]) == (0, 0, 0)
        assert chart.evaluate(
            "one => getComputedStyle(one.querySelector('text')).fontFamily"
        ) == page.evaluate("getComputedStyle(document.querySelector('article')).fontFamily")


def test_colours_of_a_chart_follow_the_scheme_and_paper_has_the_light_ones(
    reader: Reader, folder: str
) -> None:
    fill = "getComputedStyle(document.querySelector('svg[role=img] rect')).fill"
    light = opened(reader, folder, PRODUCT, "en", DESKTOP, "light").evaluate(fill)
    page = opened(reader, folder, PRODUCT, "en", DESKTOP, "dark")
    dark = page.evaluate(fill)
    page.emulate_media(media="print")
    try:
        printed = page.evaluate(fill)
        assert page.locator("svg[role=img]").first.is_visible()
    finally:
        page.emulate_media(media="screen")
    assert light != dark
    assert printed == light


MORE_RELEASES = """n => document.querySelectorAll(".kb-matrix tr").forEach(row => {
    while (row.children.length <= n) row.append(row.lastElementChild.cloneNode(true));
})"""


def test_a_matrix_of_as_many_releases_as_are_all_shown_fits_on_paper(reader: Reader, folder: str) -> None:
    page = opened(reader, folder, ANOMALY, "fr", A4)
    page.evaluate(MORE_RELEASES, ALL_SHOWN)
    page.emulate_media(media="print")
    try:
        assert page.locator(".kb-matrix thead th").count() == 1 + ALL_SHOWN
        assert page.locator(".kb-matrix").evaluate("one => one.getBoundingClientRect().right") <= A4[0]
        assert page.evaluate(WIDTH) <= 0
        assert page.locator(".kb-time li").count() >= 8
    finally:
        page.emulate_media(media="screen")
