"""The place of js/affected.js: what it must know of the taxonomy, and what stands there without scripts."""

from markupsafe import Markup

from knownbase.model.taxonomy import Product
from knownbase.render.pieces import script_json
from knownbase.render.site import Site
from knownbase.render.templates import fragment

TEXTS = ("affects_", "upgrade_")
"""Beginnings of the keys of the interface texts that the script shows; and these:"""
MORE_TEXTS = ("colon", "fixed_in", "sheet_name", "workaround")

GUIDE = "guides/find-your-version.html"
REPORT_PAGE = "anomalies/report.html"


def affected_form(site: Site) -> Markup:
    """The form in which a reader names installations; hidden until its script works."""
    taxonomy, strings = site.taxonomy, site.strings
    known = {
        "products": [product_choice(one) for one in taxonomy.products if one.releases],
        "systems": taxonomy.os_names,
        "impacts": [one.label.get(site.locale) for one in taxonomy.impacts],
        "t": {key: strings[key] for key in strings if key.startswith(TEXTS) or key in MORE_TEXTS},
        "guide": site.page(GUIDE),
        "report": site.page(REPORT_PAGE),
    }
    links = [{"name": one.name, "url": site.product_url(one)} for one in taxonomy.products]
    return fragment("affected", site, known=script_json(known), links=links)


def product_choice(product: Product) -> dict[str, object]:
    """What a form offers of a product: releases with the places of the operating systems on which they shipped."""
    return {
        "id": product.id,
        "name": product.name,
        "os": list(product.os),
        "releases": [
            [one.version, [n for n, os in enumerate(product.os) if os in one.released]]
            for one in product.releases
        ],
    }
