"""A product's page: what is open, what to install, its releases and how to find one's own."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from knownbase.cards import Card
from knownbase.model.ids import Kind
from knownbase.model.layout import TAXONOMY
from knownbase.model.plain import shortened
from knownbase.model.taxonomy import Product
from knownbase.render.product_charts import charts
from knownbase.render.site import Page, Planned, Site, digests
from knownbase.render.subscribe import PAGE as FOLLOW_PAGE
from knownbase.render.subscribe import product_feeds
from knownbase.render.templates import fragment
from knownbase.render.topics import head_links, topics_of

SHOWN = 20


def naming(product: Product, site: Site) -> dict[Kind, Sequence[Card]]:
    """Entries of each kind that name the product, newest change first."""
    return {kind: found.get(("product", product.id), ()) for kind, found in site.view.groups.items()}


def sheet_path(product: Product) -> str:
    """Path of the product's sheet for a change."""
    return f"sheets/{product.id}.html"


def open_anomalies(product: Product, site: Site) -> list[Card]:
    """Those that affect its latest release on some operating system."""
    return [card for card in naming(product, site)["anomaly"] if product.id in card.open_in]


def product_pages(site: Site) -> Iterator[Planned]:
    for product in site.taxonomy.products:
        yield Planned(
            f"products/{product.id}.html",
            partial(_named, product, site),
            partial(product_page, product, site),
        )


def _named(product: Product, site: Site) -> tuple[bytes, ...]:
    return digests((card for found in naming(product, site).values() for card in found), site)


def product_page(product: Product, site: Site) -> Page:
    named = naming(product, site)
    anomalies, faqs, patches = named["anomaly"], named["faq"], named["patch"]
    summary = product.summary.get(site.locale)
    values: dict[str, Any] = {
        "title": product.name,
        "summary": summary,
        "jumps": [
            {
                "url": site.url(f"{section}/product-{product.id}.html"),
                "label": site.t(f"section_{section}"),
                "count": n,
            }
            for section, n in (("faq", len(faqs)), ("anomalies", len(anomalies)), ("downloads", len(patches)))
            if n
        ],
        "sheet": site.url(sheet_path(product)) if product.releases else "",
        "open": site.items(open_anomalies(product, site)[:SHOWN]),
        "patches": site.items(patches[:SHOWN]),
        "faqs": site.items(faqs[:SHOWN]),
        "find_version": [
            (site.taxonomy.os_names[os], site.passage(text, top_level=4))
            for os, text in product.find_version.items()
        ],
        "systems": [site.taxonomy.os_names[os] for os in product.os],
        "charts": charts(product, anomalies, site),
        "releases": _releases(product, site),
        "named_feeds": head_links(topics_of(product, site), site),
        "feeds": product_feeds(product, site),
        "follow": site.page(FOLLOW_PAGE),
    }
    return Page(
        path=f"products/{product.id}.html",
        name=product.name,
        section="products",
        title=product.name,
        description=shortened(summary),
        breadcrumb=(
            (site.t("home"), site.url("index.html")),
            (site.t("section_products"), site.url("products/index.html")),
        ),
        body=fragment("product", site, page=values),
        source=TAXONOMY,
    )


def _releases(product: Product, site: Site) -> list[dict[str, Any]]:
    """Latest first."""
    return [
        {
            "version": release.version,
            "branch": release.branch,
            "days": [
                (site.taxonomy.os_names[os], site.date(day) if (day := release.released.get(os)) else None)
                for os in product.os
            ],
        }
        for release in reversed(product.releases)
    ]
