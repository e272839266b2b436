"""The sheet of a product for the file of a change: what touches a release on an operating system, to be printed and signed.

    sheets/ua-fi.html                    the latest release on each operating system; a form where scripts run
    sheets/ua-fi.html#windows/5.2.4      js/sheet.js makes the same table of that release

One page a product, not one a release: ten thousand entries have many releases, and a page that nobody opens costs too.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from markupsafe import Markup, escape

from knownbase.affected.installation import Answer, Installation, touching
from knownbase.cards import Card
from knownbase.model.layout import TAXONOMY
from knownbase.model.taxonomy import Product
from knownbase.render.affected import product_choice
from knownbase.render.pieces import lang_attribute, script_json
from knownbase.render.products import naming, sheet_path
from knownbase.render.site import Page, Planned, Site, digests
from knownbase.render.templates import fragment
from knownbase.render.topics import head_links, topics_of

SHOWN = 100
"""Rows of a table that is there without scripts; the script shows all."""

TEXTS = "sheet_"
"""Beginning of the keys of the interface texts that the script shows; and these:"""
MORE_TEXTS = (
    "affected",
    "affects_choose",
    "affects_failed",
    "affects_os",
    "affects_version",
    "not_stated",
    "standing_fixed",
)

_COLUMNS = ("id", "title", "category", "impact", "status", "fix", "patch", "workaround")
_SHAPES = {"affected": "bad", "fixed": "ok", "not_stated": "un"}
_WORDS = {"affected": "affected", "fixed": "standing_fixed", "not_stated": "not_stated"}
_ORDER = tuple(_SHAPES)


def sheet_pages(site: Site) -> Iterator[Planned]:
    """Of every product that has a release."""
    for product in site.taxonomy.products:
        if product.releases:
            yield Planned(
                sheet_path(product), partial(_named, product, site), partial(sheet_page, product, site)
            )


def _named(product: Product, site: Site) -> tuple[bytes, ...]:
    return digests((card for kind in ("anomaly", "patch") for card in naming(product, site)[kind]), site)


def sheet_page(product: Product, site: Site) -> Page:
    title = site.t("sheet_title", product=product.name)
    cards = naming(product, site)
    latest = [(os, shipped[-1].version) for os in product.os if (shipped := product.shipped(os))]
    tables = [sheet(Installation(product, os, version), site) for os, version in latest]
    dates = [card.date for kind in ("anomaly", "patch") for card in cards[kind]]
    known = {
        **product_choice(product),
        "systems": {os: site.taxonomy.os_names[os] for os in product.os},
        "impacts": [one.label.get(site.locale) for one in site.taxonomy.impacts],
        "t": {key: site.strings[key] for key in site.strings if key.startswith(TEXTS) or key in MORE_TEXTS},
    }
    body = fragment(
        "sheet",
        site,
        title=title,
        known=script_json(known),
        tables=tables,
        named_feeds=head_links(topics_of(product, site), site),
        changed=site.date(max(dates)) if dates else None,
    )
    return Page(
        path=sheet_path(product),
        name=site.t("sheet_name"),
        section="products",
        title=title,
        description=site.t("sheet_about", product=product.name),
        breadcrumb=(
            (site.t("home"), site.url("index.html")),
            (site.t("section_products"), site.url("products/index.html")),
            (product.name, site.product_url(product)),
        ),
        body=body,
        source=TAXONOMY,
    )


def sheet(installation: Installation, site: Site) -> Markup:
    """The heading and the table of one release on one operating system, at most `SHOWN` rows of it."""
    product, os = installation.product, installation.os
    heading = f"{product.name} {installation.version} · {site.taxonomy.os_names[os]}"
    found = _in_order(touching(installation, naming(product, site)["anomaly"]), site)
    counts = " · ".join(
        site.count(f"sheet_{verdict}", sum(one.verdict == verdict for one in found)) for verdict in _ORDER
    )
    patches = naming(product, site)["patch"]
    rows = "".join(_row(one, installation, patches, site) for one in found[:SHOWN])
    heads = "".join(f'<th scope="col">{escape(site.t(f"sheet_col_{one}"))}</th>' for one in _COLUMNS)
    table = (
        f'<table class="kb-stack kb-sheet"><caption>{escape(counts)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        if found
        else f"<p>{escape(site.t('sheet_none'))}</p>"
    )
    more = f"<p>{escape(site.t('sheet_more', n=len(found) - SHOWN))}</p>" if len(found) > SHOWN else ""
    return Markup(f"<h2>{escape(heading)}</h2>{table}{more}")  # noqa: S704 - escaped here and in `_row`


def _in_order(answers: Iterator[Answer], site: Site) -> list[Answer]:
    """What affects it first, of that what is urgent, then the highest number."""
    cards = site.view.cards
    return sorted(
        answers,
        key=lambda one: (
            _ORDER.index(one.verdict),
            not cards[one.anomaly].impacts,
            -int(one.anomaly.partition("-")[2]),
        ),
    )


def _row(answer: Answer, installation: Installation, patches: Sequence[Card], site: Site) -> str:
    card = site.view.cards[answer.anomaly]
    link = site.link(card)
    category = site.taxonomy.anomaly_category_by_id[card.category]
    impacts = "".join(
        f'<span class="kb-loud">▲ {escape(site.taxonomy.impact_by_id[one].label.get(site.locale))}</span> '
        for one in card.impacts
    )
    status = f'<span class="kb-{_SHAPES[answer.verdict]}">{escape(site.t(_WORDS[answer.verdict]))}</span>'
    release = installation.version if answer.here else next(iter(answer.fixes), "")
    patch = _patch_to(release, installation, patches)
    cells = (
        f"{escape(category.id)} {escape(category.label.get(site.locale))}",
        impacts or "–",
        status,
        escape(release) or escape(_no_fix(answer, site)),
        f'<a class="kb-id" href="{site.link(patch).url}">{patch.id}</a>' if patch else "–",
        f'<a href="{link.url}#do">{escape(site.t("sheet_yes"))}</a>' if card.workaround else "–",
    )
    labelled = "".join(
        f'<td data-l="{escape(site.t(f"sheet_col_{name}"))}">{cell}</td>'
        for name, cell in zip(_COLUMNS[2:], cells, strict=True)
    )
    return (
        f'<tr><td><a class="kb-id" href="{link.url}">{link.id}</a></td>'
        f'<th scope="row"{lang_attribute(link.lang)}>{link.title}</th>{labelled}</tr>'
    )


def _no_fix(answer: Answer, site: Site) -> str:
    if answer.elsewhere:
        return site.t("sheet_elsewhere", os=", ".join(site.taxonomy.os_names[os] for os in answer.elsewhere))
    return site.t("sheet_no_fix") if answer.verdict == "affected" else "–"


def _patch_to(version: str, installation: Installation, patches: Sequence[Card]) -> Card | None:
    """The patch that yields a release on the operating system; of several the one that takes the lowest release."""
    order = installation.product.order
    found = [
        card
        for card in patches
        if len(card.step) == 2 and card.step[1] == version and card.systems == (installation.os,)
    ]
    return min(
        found, key=lambda card: (order.get(card.step[0], 0), int(card.id.partition("-")[2])), default=None
    )
