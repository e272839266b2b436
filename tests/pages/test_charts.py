"""Charts: whole pictures against stored ones, and what a product counts against the entries themselves.

    charts/two_series.yaml ─► charts/two_series.html

To rewrite them: KNOWNBASE_UPDATE_GOLDEN=1 pytest tests/pages/test_charts.py; then read the difference.
"""

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from parsed import Parsed
from roots import BASE, REPOSITORY, site_of

from knownbase.model.locale import LOCALES, Locale
from knownbase.model.ranges import ranges, verdict
from knownbase.model.taxonomy import Product
from knownbase.read.document import parse
from knownbase.render.chart import Chart, Row, drawn, legend, tabled
from knownbase.render.product_charts import DRAWN, by_release, by_year, charts
from knownbase.render.products import naming
from knownbase.render.site import Site

FOLDER = Path(__file__).parent / "charts"
CASES = sorted(FOLDER.glob("*.yaml"))
UPDATE = os.environ.get("KNOWNBASE_UPDATE_GOLDEN") == "1" and not os.environ.get("CI")
SHIPPED = site_of(REPOSITORY, "en", "customers")


def chart_of(text: str) -> Chart:
    data = parse(text).data
    assert isinstance(data, dict)
    rows = tuple(Row(label, tuple(map(int, figures))) for label, *figures in data["rows"])
    return Chart(data["name"], data["title"], data["about"], tuple(map(tuple, data["series"])), rows)


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_picture_is_the_stored_one(case: Path) -> None:
    chart = chart_of(case.read_text("utf-8"))
    parts = [legend(chart.series), drawn(chart), tabled(chart, chart.rows, "Label", "Total")]
    made = re.sub(r"(?=<(?:text|rect|li|tr|/svg|/ul|/tbody))", "\n", "\n\n".join(map(str, parts))) + "\n"
    file = case.with_suffix(".html")
    if UPDATE:
        file.write_text(made, "utf-8", newline="\n")
        pytest.skip("rewritten: read the difference")
    assert made == file.read_text("utf-8")


def test_every_stored_picture_is_still_made() -> None:
    assert {file.stem for file in FOLDER.glob("*.html")} == {case.stem for case in CASES}
    assert len(CASES) == 2


def test_nothing_is_no_picture() -> None:
    with pytest.raises(ValueError, match="nothing-to-see"):
        drawn(Chart("nothing-to-see", "T", "A", (("a", ""),), (Row("1", (0,)),)))


# What is counted


@pytest.mark.parametrize("product", SHIPPED.taxonomy.products, ids=lambda one: one.id)
def test_figures_are_those_of_the_entries(product: Product) -> None:
    """Asked of every entry, release and system, one at a time."""
    affecting: Counter[tuple[str, str]] = Counter()
    fixed: Counter[tuple[int, str]] = Counter()
    for entry in SHIPPED.view.anomalies:
        if entry.status == "withdrawn" or entry.duplicate_of:
            continue
        for release in product.releases:
            said = [verdict(product, os, entry.affects, release.version) for os in product.os]
            affecting[release.version, entry.category] += "affected" in said
        for system in product.os:
            fixes = [one.fix for one in ranges(product, system, entry.affects) if one.fix is not None]
            shipped = [product.releases[fix].released.get(system) for fix in fixes]
            if days := [day for day in shipped if day is not None]:
                fixed[min(days).year, system] += 1
    cards = naming(product, SHIPPED)["anomaly"]
    assert by_release(product, cards) == +affecting
    assert by_year(product, cards) == +fixed
    assert sum(affecting.values()) > 10


def figures(html: str) -> list[list[str]]:
    """Texts of the cells of each row of all tables."""
    page = Parsed(html)
    rows: list[list[str]] = []
    for (tag, _), text in zip(page.elements, page.texts, strict=True):
        if tag == "tr":
            rows.append([])
        elif tag in ("th", "td"):
            rows[-1].append(text)
    return rows


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_drawn_stands_in_the_table_too(locale: Locale) -> None:
    site = site_of(REPOSITORY, locale)
    for product in site.taxonomy.products:
        for html in charts(product, naming(product, site)["anomaly"], site):
            head, *rows = figures(html)
            names = [one.partition(" ")[0] for one in head[1:-1]]
            page = Parsed(html)
            texts = [text for (tag, _), text in zip(page.elements, page.texts, strict=True) if tag == "text"]
            drawn = list(zip(texts[::2], texts[1::2], strict=True))
            expected = [
                (
                    label,
                    " · ".join(f"{name} {n}" for name, n in zip(names, some, strict=True) if n != "0") or "0",
                )
                for label, *some, _total in rows[:DRAWN]
            ]
            assert drawn == expected
            assert all(int(total) == sum(map(int, some)) for _, *some, total in rows)
            assert len(page.all("rect")) == len(names) + sum(
                n != "0" for row in rows[:DRAWN] for n in row[1:-1]
            )


def test_years_without_a_fix_are_rows_too() -> None:
    site = site_of(REPOSITORY, "en")
    product = site.taxonomy.product_by_id["mailmax400"]
    _, years = charts(product, naming(product, site)["anomaly"], site)
    labels = [row[0] for row in figures(years)[1:]]
    assert labels == [str(year) for year in range(int(labels[0]), int(labels[-1]) - 1, -1)]
    assert len(labels) > DRAWN
    assert site.t("chart_latest", n=DRAWN, total=len(labels)) in Parsed(years).texts


# Nothing to draw


def texts(product_id: str, entries: set[str], site: Site) -> list[str]:
    product = site.taxonomy.product_by_id[product_id]
    cards = [card for card in naming(product, site)["anomaly"] if card.id in entries]
    return [" | ".join(text for text in Parsed(html).texts[1:]) for html in charts(product, cards, site)]


@pytest.mark.parametrize(
    ("locale", "affecting", "fixed"),
    [
        (
            "en",
            "Anomalies by release | No published anomaly affects a release of this product.",
            "Fixed over time | No release fixes a published anomaly yet.",
        ),
        (
            "fr",
            "Anomalies par version | Aucune anomalie publiée ne touche une version de ce produit.",
            "Corrections au fil du temps | Aucune version ne corrige encore une anomalie publiée.",
        ),
    ],
)
def test_where_there_is_nothing_to_draw_a_sentence_says_so(
    locale: Locale, affecting: str, fixed: str
) -> None:
    site = site_of(BASE, locale)
    assert texts("relay", {"ANO-0002"}, site) == [affecting, fixed]  # withdrawn
    assert texts("viewer", {"ANO-0006"}, site)[1:] == [fixed]
    assert texts("viewer", set(), site) == []
