"""What a product's page draws of its anomalies: which releases they affect, and when they were fixed.

Everything is counted on the cards: no entry is read for it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup

from knownbase.cards import Card
from knownbase.model.taxonomy import Product
from knownbase.render.chart import Chart, Row, drawn, legend, tabled
from knownbase.render.site import Site

DRAWN = 12
"""Rows that are drawn, the latest ones; the table has all."""


def by_release(product: Product, anomalies: Sequence[Card]) -> Counter[tuple[str, str]]:
    """(release, category) → anomalies that affect the release on some operating system."""
    counts: Counter[tuple[str, str]] = Counter()
    prefix = f"{product.id}/"
    # Many anomalies affect the very same releases.
    alike = Counter((dict(card.facets).get("version", ()), card.category) for card in anomalies)
    for (versions, category), count in alike.items():
        for version in versions:
            if version.startswith(prefix):
                counts[version.removeprefix(prefix), category] += count
    return counts


def by_year(product: Product, anomalies: Sequence[Card]) -> Counter[tuple[int, str]]:
    """(year, operating system) → anomalies that were fixed there, each with the first release that does it."""
    counts: Counter[tuple[int, str]] = Counter()
    alike = Counter(dict(card.stated).get(product.id, ()) for card in anomalies)
    for statement, count in alike.items():
        for os, stated in zip(product.os, statement, strict=False):
            shipped = (product.releases[fix].released.get(os) for _, _, fix in stated if fix is not None)
            days = [day for day in shipped if day is not None]
            if days:
                counts[min(days).year, os] += count
    return counts


def charts(product: Product, anomalies: Sequence[Card], site: Site) -> list[Markup]:
    """Both charts as HTML; where there is nothing to draw, a sentence that says so."""
    if not anomalies or not product.releases:
        return []
    return [
        _figure(
            _affecting(product, anomalies, site), site.t("release"), site.t("chart_none_affecting"), site
        ),
        _figure(_fixed(product, anomalies, site), site.t("chart_year"), site.t("chart_none_fixed"), site),
    ]


def _affecting(product: Product, anomalies: Sequence[Card], site: Site) -> Chart:
    counts = by_release(product, anomalies)
    used = {category for _, category in counts}
    categories = [one for one in site.taxonomy.anomaly_categories if one.id in used]
    return Chart(
        "chart-releases",
        site.t("chart_affecting"),
        site.t("chart_affecting_about"),
        tuple((one.id, one.label.get(site.locale)) for one in categories),
        tuple(
            Row(one.version, tuple(counts[one.version, category.id] for category in categories))
            for one in reversed(product.releases)
        ),
    )


def _fixed(product: Product, anomalies: Sequence[Card], site: Site) -> Chart:
    counts = by_year(product, anomalies)
    names = site.taxonomy.os_names
    years = {year for year, _ in counts}
    # A year without a fix is a row too: time has no gaps.
    every = range(max(years), min(years) - 1, -1) if years else range(0)
    return Chart(
        "chart-years",
        site.t("chart_fixed"),
        site.t("chart_fixed_about"),
        tuple((names[os], "") for os in product.os),
        tuple(Row(str(year), tuple(counts[year, os] for os in product.os)) for year in every),
    )


def _figure(chart: Chart, first: str, nothing: str, site: Site) -> Markup:
    parts = _pictured(chart, first, site) if chart.longest else [Markup("<p>{}</p>").format(nothing)]
    return Markup('<section class="kb-figure"><h3>{}</h3>{}</section>').format(
        chart.title, Markup("").join(parts)
    )


def _pictured(chart: Chart, first: str, site: Site) -> Iterator[Markup]:
    shown = replace(chart, rows=chart.rows[:DRAWN])
    yield Markup("<p>{}</p>").format(chart.about)
    if shown.longest:
        yield legend(chart.series)
        yield drawn(shown)
    if len(chart.rows) > DRAWN:
        yield Markup('<p class="kb-quiet">{}</p>').format(
            site.t("chart_latest", n=DRAWN, total=len(chart.rows))
        )
    table = tabled(chart, chart.rows, first, site.t("chart_total"))
    yield Markup('<details class="kb-fold"><summary>{}</summary>{}</details>').format(
        site.t("chart_table"), table
    )
