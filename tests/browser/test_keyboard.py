"""The site with the keyboard alone: where the focus goes, and that it can be seen."""

from typing import Any

import pytest
from browser.conftest import Reader
from chromium import DESKTOP, PHONE
from playwright.sync_api import Page

FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    const ring = getComputedStyle(one.matches(".kb-palette input") ? one.nextElementSibling : one);
    const order = [...document.querySelectorAll("*")].indexOf(one);
    return {
        name: (one.getAttribute("aria-label") || one.textContent).trim().replace(/\\s+/g, " "),
        order, outline: ring.outlineStyle === "none" ? 0 : parseFloat(ring.outlineWidth),
        body: one === document.body,
        inside: Boolean(one.closest("article")),
        seen: ring.visibility === "visible" && box.bottom > 0 && box.top < innerHeight,
    };
}"""


def tab(page: Page) -> dict[str, Any]:
    page.keyboard.press("Tab")
    return dict(page.evaluate(FOCUSED))


def stops(page: Page) -> list[dict[str, Any]]:
    """Every place at which the focus halts, from the top of the page to its end."""
    found: list[dict[str, Any]] = []
    while len(found) < 400:
        stop = tab(page)
        if stop["body"]:
            return found
        found.append(stop)
    raise AssertionError("the focus never leaves the page")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    "path", ["index.html", "fr/faq/FAQ-0001.html", "anomalies/ANO-0005.html", "products/ua-fi.html"]
)
def test_the_focus_goes_down_the_page_and_is_seen_everywhere(
    reader: Reader, server: str, viewport: tuple[int, int], path: str
) -> None:
    page = reader(viewport).page
    page.set_viewport_size({"width": viewport[0], "height": viewport[1]})
    page.goto(f"{server}/{path}")
    found = stops(page)
    assert len(found) > 10
    assert [stop["order"] for stop in found] == sorted({stop["order"] for stop in found})
    assert [stop["name"] for stop in found if stop["outline"] < 3] == []
    assert [stop["name"] for stop in found if not stop["seen"]] == []
    assert [stop["name"] for stop in found if not stop["name"]] == []


def test_the_first_stops_are_those_of_the_header(reader: Reader, server: str) -> None:
    page = reader().page
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{server}/faq/FAQ-0001.html")
    names = [tab(page)["name"] for _ in range(3)]
    assert names == ["Skip to content", "AddOnMail Support", "FAQ"]


@pytest.mark.parametrize("path", ["faq/FAQ-0001.html", "index.html", "fr/services/hotline.html"])
def test_the_skip_link_leads_into_the_article(reader: Reader, server: str, path: str) -> None:
    page = reader().page
    page.goto(f"{server}/{path}")
    assert tab(page)["name"] in ("Skip to content", "Aller au contenu")
    page.keyboard.press("Enter")
    assert tab(page)["inside"]


def test_a_wide_table_can_be_scrolled(reader: Reader, server: str) -> None:
    page = reader(PHONE).page
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{server}/faq/FAQ-0002.html")
    table = page.locator(".kb-scroll").first
    table.focus()
    assert page.evaluate(FOCUSED)["outline"] >= 3
    wide = table.evaluate("one => one.scrollWidth - one.clientWidth")
    page.keyboard.press("ArrowRight")
    if wide > 0:
        page.wait_for_function("document.activeElement.scrollLeft > 0")
