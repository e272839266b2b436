"""A product's page: what is open, what to install, its releases and how to find one's own."""

from typing import Any

from knownbase.model.entry import Anomaly, Entry, Faq, Patch
from knownbase.model.plain import shortened
from knownbase.model.taxonomy import Product
from knownbase.read.content import TAXONOMY
from knownbase.render.site import Page, Site
from knownbase.render.templates import fragment

SHOWN = 20


def is_open(entry: Anomaly, product: Product, site: Site) -> bool:
    """Whether the latest release on some operating system of the product is affected."""
    return any(status.state == "open" for status in site.view.statuses(entry) if status.product is product)


def product_page(product: Product, entries: tuple[Entry, ...], site: Site) -> Page:
    """`entries` are those that name the product, newest change first."""
    anomalies = [entry for entry in entries if isinstance(entry, Anomaly)]
    faqs = [entry for entry in entries if isinstance(entry, Faq)]
    patches = [entry for entry in entries if isinstance(entry, Patch)]
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
        "open": site.items([one for one in anomalies if is_open(one, product, site)][:SHOWN]),
        "patches": site.items(patches[:SHOWN]),
        "faqs": site.items(faqs[:SHOWN]),
        "find_version": [
            (site.taxonomy.os_names[os], site.passage(text, top_level=4))
            for os, text in product.find_version.items()
        ],
        "systems": [site.taxonomy.os_names[os] for os in product.os],
        "releases": _releases(product, site),
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
