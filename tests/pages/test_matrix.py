"""The matrix of releases: each cell is the verdict, in products at random and on every shipped page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from model.at_random import item, product, products, ranges_of
from parsed import Parsed
from roots import BASE, REPOSITORY, page_of, site_of

from knownbase.catalogue import View
from knownbase.model.locale import LOCALES, Locale
from knownbase.model.ranges import ranges, statement, verdict
from knownbase.model.taxonomy import Product, Taxonomy
from knownbase.render.matrix import ALL_SHOWN, Cell, columns, lines, matrices
from knownbase.render.site import Site

SHIPPED = {locale: site_of(REPOSITORY, locale) for locale in LOCALES}
WORDS = {
    "affected": "affected",
    "fixed": "standing_fixed",
    "not_affected": "before_it_began",
    "not_stated": "not_stated",
}


@settings(max_examples=120, deadline=None)
@given(some.data())
def test_a_cell_is_the_verdict(data: some.DataObject) -> None:
    relay = data.draw(products(most=9))
    affects = data.draw(ranges_of(relay))
    stated = statement(relay, affects)
    shown = columns(len(relay.releases), stated)
    found = list(lines(relay, stated, shown))
    assert [line.os for line in found] == list(relay.os)
    for line in found:
        if not ranges(relay, line.os, affects):
            assert line.cells == ()
            continue
        for ranks, cell in zip(shown, line.cells, strict=True):
            if len(ranks) > 1:
                assert cell == ranks
                continue
            release = relay.releases[ranks.start]
            expected: Cell = verdict(relay, line.os, affects, release.version)
            assert cell == (expected if line.os in release.released else None)


@settings(max_examples=120, deadline=None)
@given(some.data())
def test_columns_hold_every_release_and_leave_out_none_at_which_a_range_begins_or_ends(
    data: some.DataObject,
) -> None:
    relay = data.draw(products(most=14))
    affects = data.draw(ranges_of(relay))
    shown = columns(len(relay.releases), statement(relay, affects))
    assert [rank for ranks in shown for rank in ranks] == list(range(len(relay.releases)))
    assert len(shown[-1]) == 1, "the latest release is shown"
    if len(relay.releases) <= ALL_SHOWN:
        assert all(len(ranks) == 1 for ranks in shown)
    for os in relay.os:
        for one in ranges(relay, os, affects):
            for ranks in shown:
                assert len({one.holds(rank) for rank in ranks}) == 1


def test_of_many_releases_those_around_a_change_are_shown() -> None:
    day = {"windows": "2020-01-01", "linux": "2020-01-01"}
    relay = product(*((f"1.{n}", "1", day) for n in range(30)))
    stated = statement(relay, [item("1.10", fixed="1.12", os=["windows"])])
    shown = columns(30, stated)
    assert shown == [
        range(9), range(9, 10), range(10, 11), range(11, 12), range(12, 13), range(13, 29), range(29, 30),
    ]  # fmt: skip
    windows, linux = lines(relay, stated, shown)
    assert windows.cells == (
        range(9), "not_affected", "affected", "affected", "fixed", range(13, 29), "fixed",
    )  # fmt: skip
    assert linux.cells == ()


# As HTML


def rows_of(html: str) -> list[list[str]]:
    """Texts of the cells of each row, the columns' heads in the first one."""
    page = Parsed(html)
    rows: list[list[str]] = []
    for (tag, _), text in zip(page.elements, page.texts, strict=True):
        if tag == "tr":
            rows.append([])
        elif tag in ("th", "td"):
            rows[-1].append(text)
    return rows


def expected_rows(relay: Product, entry_id: str, site: Site) -> list[list[str]]:
    entry = next(one for one in site.view.anomalies if one.id == entry_id)
    rows = [[site.t("facet_os"), *(release.version for release in relay.releases)]]
    for os in relay.os:
        cells = [site.t("no_published_anomaly")]
        if ranges(relay, os, entry.affects):
            cells = [
                site.t(WORDS[verdict(relay, os, entry.affects, release.version)])
                if os in release.released
                else site.t("not_released")
                for release in relay.releases
            ]
        rows.append([site.taxonomy.os_names[os], *cells])
    return rows


@pytest.mark.parametrize("locale", LOCALES)
def test_every_shipped_page_says_the_verdicts(locale: Locale) -> None:
    site = SHIPPED[locale]
    seen = 0
    for entry in site.view.anomalies:
        found = [rows_of(html) for html in matrices(entry, site)]
        named = dict.fromkeys(scope.product for _, scope in entry.scopes())
        if entry.status == "withdrawn" or entry.duplicate_of:
            named = {}
        relays = [site.taxonomy.product_by_id[one] for one in named]
        assert found == [expected_rows(relay, entry.id, site) for relay in relays], entry.id
        seen += len(found)
    assert seen > 30


def test_a_matrix_is_a_table_with_heads_and_a_name_that_can_be_scrolled_by_keyboard() -> None:
    site = site_of(BASE, "en")
    page = Parsed(page_of(site.view.by_id["ANO-0001"], site).body)
    region = page.one("div", role="region")
    caption = page.one("caption")
    assert (region["tabindex"], region["aria-labelledby"]) == ("0", caption["id"])
    assert "Relay" in page.text("caption")
    assert len(page.all("th", scope="col")) == 1 + 5
    assert len(page.all("th", scope="row")) == 2


def test_where_releases_are_left_out_the_page_says_so_and_where_to_ask() -> None:
    site = site_of(BASE, "en")
    day = {"windows": "2020-01-01", "linux": "2020-01-01"}
    relay = product(*((f"1.{n}", "1", day) for n in range(30)))
    fields = {name: getattr(site.taxonomy, name) for name in Taxonomy.model_fields}
    view = View(Taxonomy(**{**fields, "products": (relay,)}), {}, site.view.by_id.__getitem__)
    asked = Site(view, "en", site.strings, frozenset({"anomalies/affected.html"}))
    entry = site.view.by_id["ANO-0006"].model_copy(
        update={"affects": (item("1.10", fixed="1.12", os=["windows"]),), "id": "ANO-9999", "status": None}
    )
    (html,) = matrices(entry, asked)  # type: ignore[arg-type]
    assert rows_of(html)[0] == ["System", "9 more", "1.9", "1.10", "1.11", "1.12", "16 more", "1.29"]
    assert rows_of(html)[1][1:3] == ["…", "before it began"]
    assert Parsed(html).one("a")["href"] == "../anomalies/affected.html"
