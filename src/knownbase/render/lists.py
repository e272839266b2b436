"""Lists of entries: what a row shows, in which groups entries fall."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape

from markupsafe import Markup, escape

from knownbase.cards import Card
from knownbase.model.entry import Anomaly, Entry, Patch
from knownbase.model.ids import PLACES, Kind
from knownbase.model.locale import Locale
from knownbase.model.status import OsStatus, Standing
from knownbase.model.taxonomy import AnomalyCategory
from knownbase.render.pieces import anomaly_row, category_chip, patch_row
from knownbase.render.site import Listing, Site
from knownbase.render.templates import fragment
from knownbase.render.wording import impact_labels, scope_of

ROWS = 200
ROW_DEPTH = 1
"""Folders between a language's root and the pages whose rows are recorded: all lists lie in a section's folder."""

KIND_OF: dict[str, Kind] = {place.section: kind for kind, place in PLACES.items()}
STANDINGS: tuple[Standing, ...] = (
    "open", "partly_fixed", "analysing", "fixed", "wont_fix", "not_stated", "duplicate", "withdrawn",
)  # fmt: skip
_SHAPES: dict[Standing, str] = {
    "open": "bad",
    "partly_fixed": "bad",
    "fixed": "ok",
    "analysing": "un",
    "not_stated": "un",
}
"""The class of a standing's word; the others have `no`."""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that share a value of a facet; `path` is its list page's, without number and ending."""

    facet: str
    value: str
    label: str
    path: str
    cards: Sequence[Card]


def groups(section: str, site: Site) -> list[Group]:
    """Every group of a section's entries that is not empty, facet by facet in the taxonomy's order.

    In each the latest change comes first.
    """
    found = site.view.groups[KIND_OF[section]]
    return [
        Group(facet, value, label, f"{section}/{facet}-{value.lower()}", found[facet, value])
        for facet, value, label in _labels(site)
        if (facet, value) in found
    ]


def _labels(site: Site) -> Iterator[tuple[str, str, str]]:
    """(facet, value, label) in the order in which a reader sees them."""
    taxonomy, locale = site.taxonomy, site.locale
    yield from (("product", one.id, one.name) for one in taxonomy.products)
    yield from (("os", one.id, one.name) for one in taxonomy.operating_systems)
    yield from (("category", one.id, one.label.get(locale)) for one in taxonomy.faq_categories)
    yield from (
        ("category", one.id, f"{one.id} {one.label.get(locale)}") for one in taxonomy.anomaly_categories
    )
    yield from (("status", one.replace("_", "-"), site.t(f"standing_{one}")) for one in STANDINGS)


def table(cards: Sequence[Card], caption: str, site: Site) -> Markup:
    """At most `ROWS` entries of one kind as a table (anomalies, patches) or a list (FAQs)."""
    rows = Markup("\n".join([site.once("row", card, _row) for card in cards]))  # noqa: S704 - templates made them
    return fragment(f"{cards[0].kind}_table", site, rows=rows, caption=caption)


def _row(card: Card, site: Site) -> Markup:
    """The entry's row: as it was recorded, or for a page at another depth made for it."""
    listing = site.listings.get(card.id) if site.depth == ROW_DEPTH else None
    return Markup(listing[2]) if listing is not None else make_row(card, site)  # noqa: S704 - a template made it


def listing_of(card: Card, site: Site) -> Listing:
    """What lists show of an entry; a function of the entry alone, for pages one folder deep."""
    entry = site.view.by_id[card.id]
    state = standing_text(entry, site.view.standing(entry), site) if isinstance(entry, Anomaly) else ""
    return (
        *site.listed_title(card.id),
        str(make_row(card, site.at(ROW_DEPTH))),
        state,
        last_event(entry, site),
    )


def listed(card: Card, site: Site) -> Listing:
    """The same, as it was recorded, or made where it was not."""
    return site.listings.get(card.id) or listing_of(card, site)


def plain_title(card: Card, site: Site) -> tuple[str, Locale | None]:
    """Its title as text, and the title's language when that is the other one."""
    title, other, *_ = listed(card, site)
    return unescape(title.replace("<code>", "").replace("</code>", "")), other


def last_event(entry: Entry, site: Site) -> str:
    """The last thing that happened to the entry."""
    if not entry.timeline:
        return site.t("event_released" if entry.kind == "patch" else "event_published")
    last = max(entry.timeline, key=lambda event: event.date)
    text = site.t(f"event_{last.event}")
    if not last.os:
        return text
    return site.t("event_on", event=text, os=", ".join(site.taxonomy.os_names[os] for os in last.os))


def make_row(card: Card, site: Site) -> Markup:
    entry = site.view.by_id[card.id]
    if isinstance(entry, Anomaly):
        return _anomaly_row(entry, site)
    if isinstance(entry, Patch):
        return _patch_row(entry, site)
    return site.item(card)


def _anomaly_row(entry: Anomaly, site: Site) -> Markup:
    state = site.view.standing(entry)
    return anomaly_row(
        site.link(entry),
        site.once("chip", site.taxonomy.anomaly_category_by_id[entry.category], _chip),
        scope_of(site.view.cards[entry.id], site),
        _SHAPES.get(state, "no"),
        standing_text(entry, state, site),
        impact_labels(entry, site),
    )


def _chip(category: AnomalyCategory, site: Site) -> Markup:
    return category_chip(category.id, category.label.get(site.locale), "")


def _patch_row(entry: Patch, site: Site) -> Markup:
    return patch_row(
        site.link(entry),
        site.t(f"form_{entry.form}"),
        _start(entry, site),
        site.count("fixes", len(mended)) if (mended := shown_of(entry.fixes, site)) else "",
        file_text(entry, site),
        site.date(entry.released),
        site.strings,
    )


def _start(patch: Patch, site: Site) -> Markup:
    """`from 5.2.5, after PAT-0001`: what must be installed before it."""
    start = Markup("{}").format(site.t("installs_from", version=patch.from_release))
    required = shown_of(patch.requires, site)
    if not required:
        return start
    links = Markup(", ").join(Markup('<a href="{}">{}</a>').format(site.url_of(one), one) for one in required)
    return start + Markup(", ") + escape(site.t("installs_after")).format(patches=links)


def shown_of(ids: Sequence[str], site: Site) -> list[str]:
    """Those of the ids whose entries this site shows."""
    return [one for one in ids if one in site.view.cards]


def file_text(patch: Patch, site: Site) -> str:
    """The size of its file, or where else it comes from."""
    return site.t("on_request") if patch.size is None else site.size(patch.size)


def standing_text(entry: Anomaly, state: Standing, site: Site) -> str:
    """`fixed in 5.2.5`, `fixed in 5.2.5 (Windows)` or the bare word of the standing."""
    if state not in ("fixed", "partly_fixed"):
        return site.t(f"standing_{state}")
    reach = site.view.reach(entry)
    return site.kept("standing", (reach, state), partial(_fixed_in, reach.statuses, state, site))


def _fixed_in(found: Sequence[OsStatus], state: Standing, site: Site) -> str:
    fixes: dict[str, list[str]] = {}
    named = [status for status in found if status.state != "none"]
    for status in named:
        for version in status.fixed_in:
            fixes.setdefault(version, []).append(site.taxonomy.os_names[status.os])
    versions = ", ".join(
        version if len(systems) == len(named) else f"{version} ({', '.join(dict.fromkeys(systems))})"
        for version, systems in fixes.items()
    )
    return site.t("fixed_in" if state == "fixed" else "partly_fixed_in", version=versions)
