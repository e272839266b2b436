"""The explorers of FAQ and anomalies: what they show against the catalogue, every state in the address."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from accessibility import violations_light_and_dark
from browser.kinds import assert_quiet
from chromium import DESKTOP, PHONE, Visit
from playwright.sync_api import Page, expect
from roots import REPOSITORY, catalogue_of

from knownbase.model.entry import Anomaly
from knownbase.model.locale import LOCALES, Locale
from knownbase.model.ranges import verdict
from knownbase.read.strings import strings
from knownbase.render.assemble import locale_root

Pages = Callable[..., Visit]
VIEW = catalogue_of(REPOSITORY).visible("public")


def explore(page: Page, url: str) -> Page:
    page.goto(url)
    settled(page)
    return page


def settled(page: Page) -> None:
    page.wait_for_function(
        "document.querySelector('.kb-explorer:not([hidden])')?.dataset.answered === location.search"
    )


def ids(page: Page) -> list[str]:
    """Every id that is found; all rows are asked for first."""
    while page.locator(".kb-more:visible").count():
        rows = page.locator(".kb-found tbody tr").count()
        page.locator(".kb-more").click()
        page.wait_for_function(f"document.querySelectorAll('.kb-found tbody tr').length > {rows}")
    return page.locator(".kb-found tbody code").all_inner_texts()


def box(page: Page, group: str, label: str) -> Any:
    return page.get_by_role("group", name=group).get_by_label(label)


def counted(page: Page, group: str, value: str) -> int:
    label = page.get_by_role("group", name=group).locator("label", has=page.locator(f'[value="{value}"]'))
    return int(label.locator("span").inner_text())


def affected(anomaly: Anomaly, product: str, systems: tuple[str, ...], version: str) -> bool:
    if VIEW.standing(anomaly) in ("withdrawn", "duplicate"):
        return False
    known = VIEW.taxonomy.product_by_id[product]
    return any(
        verdict(known, os, anomaly.affects, version) == "affected"
        for os in systems
        if os in known.os and version in {one.version for one in known.shipped(os)}
    )


@pytest.mark.parametrize(
    ("product", "version", "systems"),
    [
        ("ua-fi", "5.2.4", ()),
        ("ua-fi", "5.2.4", ("linux",)),
        ("ua-fi", "5.3.0", ("windows",)),
        ("mailmax400", "5.2.3", ()),
    ],
)
def test_the_version_facet_agrees_with_the_verdicts(
    pages: Pages, server: str, product: str, version: str, systems: tuple[str, ...]
) -> None:
    product = product if product in VIEW.taxonomy.product_by_id else VIEW.taxonomy.products[1].id
    query = f"product={product}&version={product}/{version}" + "".join(f"&os={os}" for os in systems)
    page = explore(pages().page, f"{server}/anomalies/index.html?{query}")
    asked = systems or VIEW.taxonomy.product_by_id[product].os
    expected = {one.id for one in VIEW.anomalies if affected(one, product, asked, version)}
    assert expected
    assert set(ids(page)) == expected


@pytest.mark.parametrize("locale", LOCALES)
def test_counts_and_lists_are_those_of_the_catalogue(pages: Pages, address: str, locale: Locale) -> None:
    visit, t = pages(), strings(locale)
    page = explore(visit.page, f"{address}/{locale_root(locale)}anomalies/index.html")
    assert page.locator(".kb-static").is_hidden()
    assert len(ids(page)) == len(VIEW.anomalies)
    for category in VIEW.taxonomy.anomaly_categories:
        count = sum(1 for one in VIEW.anomalies if one.category == category.id)
        assert counted(page, t["find_facet_category"], category.id) == count
    box(page, t["find_facet_product"], "UA-FI").check()
    settled(page)
    box(page, t["find_facet_category"], "C Irr").check()
    settled(page)
    expected = {
        one.id
        for one in VIEW.anomalies
        if one.category == "C" and any(scope.product == "ua-fi" for _, scope in one.scopes())
    }
    assert set(ids(page)) == expected
    # A facet's own choice leaves the counts of its other values.
    in_b = [
        one
        for one in VIEW.anomalies
        if one.category == "B" and any(scope.product == "ua-fi" for _, scope in one.scopes())
    ]
    assert counted(page, t["find_facet_category"], "B") == len(in_b)
    assert_quiet(visit, address)


def test_every_state_is_in_the_address_and_the_way_back_is_right(pages: Pages, server: str) -> None:
    page = explore(pages().page, f"{server}/anomalies/index.html")
    box(page, "Product", "UA-FI").check()
    settled(page)
    first = set(ids(page))
    box(page, "Operating system", "Linux").check()
    settled(page)
    page.locator(".kb-explorer .kb-q").fill("file")
    settled(page)
    second = ids(page)
    state = parse_qs(urlsplit(page.url).query)
    assert {key: state[key] for key in ("q", "product", "os")} == {
        "q": ["file"], "product": ["ua-fi"], "os": ["linux"],
    }  # fmt: skip
    shared = explore(pages().page, page.url)
    assert ids(shared) == second
    page.go_back()
    settled(page)
    assert set(ids(page)) == first
    page.get_by_role("button", name="Take off the filter UA-FI").click()
    settled(page)
    assert "product" not in page.url


def test_questions_stand_by_category_until_something_is_asked(pages: Pages, server: str) -> None:
    page = explore(pages().page, f"{server}/faq/index.html")
    lists, table = page.locator(".kb-static"), page.locator(".kb-found")
    assert (lists.is_visible(), table.is_visible()) == (True, False)
    page.locator(".kb-explorer .kb-q").fill("password")
    expect(lists).to_be_hidden()
    expect(table.get_by_text("FAQ-0003")).to_be_visible()
    page.locator(".kb-explorer .kb-q").fill("")
    expect(lists).to_be_visible()


def test_unknown_values_are_dropped(pages: Pages, server: str) -> None:
    page = explore(pages().page, f"{server}/anomalies/index.html?product=nothing&sort=size&more=-3&version=x")
    assert len(ids(page)) == len(VIEW.anomalies)
    assert "nothing" not in page.url


def test_what_is_found_can_be_saved(pages: Pages, server: str, tmp_path: Path) -> None:
    page = explore(pages(accept_downloads=True).page, f"{server}/fr/faq/index.html?q=mot+de+passe&sort=id")
    found = ids(page)
    saved = {}
    for form in ("CSV", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("button", name=form).click()
        saved[form] = tmp_path / download.value.suggested_filename
        download.value.save_as(saved[form])
    rows = json.loads(saved["JSON"].read_text("utf-8"))
    assert [row["id"] for row in rows] == found
    text = saved["CSV"].read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert list(csv.DictReader(io.StringIO(text.decode("utf-8-sig")))) == rows


@pytest.mark.parametrize("locale", LOCALES)
def test_an_empty_result_offers_the_nearest(pages: Pages, server: str, locale: Locale) -> None:
    t = strings(locale)
    page = explore(
        pages().page, f"{server}/{locale_root(locale)}anomalies/index.html?q=spooler&category=A&os=linux"
    )
    assert t["find_none_near"] in page.locator(".kb-none").inner_text()
    assert 1 <= page.locator(".kb-none li").count() <= 3
    expect(page.get_by_role("link", name=t["find_report"])).to_be_visible()


def test_on_a_phone_the_filters_are_a_drawer_with_the_count(pages: Pages, server: str) -> None:
    page = explore(pages(viewport=PHONE).page, f"{server}/anomalies/index.html")
    drawer = page.locator(".kb-drawer summary")
    assert f"({len(VIEW.anomalies)} found)" in drawer.inner_text()
    assert not box(page, "Product", "UA-FI").is_visible()
    drawer.click()
    box(page, "Product", "UA-FI").check()
    settled(page)
    assert f"({len(VIEW.anomalies)} found)" not in drawer.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("viewport", "locale"), [(DESKTOP, "en"), (PHONE, "fr"), (DESKTOP, "fr")])
def test_the_explorers_are_accessible(
    pages: Pages, server: str, locale: Locale, viewport: tuple[int, int]
) -> None:
    page = pages(viewport=viewport).page
    for path in ("anomalies/index.html?q=file&product=ua-fi", "faq/index.html", "faq/index.html?q=zzqqxx"):
        explore(page, f"{server}/{locale_root(locale)}{path}")
        assert violations_light_and_dark(page) == []


@pytest.mark.parametrize("section", ["anomalies", "faq"])
def test_without_scripts_the_lists_are_there(pages: Pages, server: str, section: str) -> None:
    page = pages(java_script_enabled=False).page
    page.goto(f"{server}/{section}/index.html")
    expect(page.locator(".kb-static")).to_be_visible()
    expect(page.locator(".kb-explorer")).to_be_hidden()
    assert page.locator(".kb-static a").count() > 20
