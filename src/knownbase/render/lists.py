"""Lists of entries: what a row shows, in which groups entries fall, pages of 200 rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from knownbase.model.entry import Anomaly, Entry, Faq, Patch, Scope
from knownbase.model.ids import sort_key
from knownbase.model.status import Standing
from knownbase.model.taxonomy import AnomalyCategory
from knownbase.read.content import TAXONOMY
from knownbase.render.entries import impact_labels, scope_text
from knownbase.render.site import Page, Site
from knownbase.render.templates import fragment, piece

ROWS = 200
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
    entries: tuple[Entry, ...]


def newest_first(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda one: (-one.updated.toordinal(), sort_key(one.id))))


def groups(section: str, entries: Sequence[Entry], site: Site) -> list[Group]:
    """Every group of a section's entries that is not empty, facet by facet in the taxonomy's order."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        for key in _keys(entry, site):
            found.setdefault(key, []).append(entry)
    return [
        Group(facet, value, label, f"{section}/{facet}-{value.lower()}", tuple(found[facet, value]))
        for facet, value, label in _labels(site)
        if (facet, value) in found
    ]


def _keys(entry: Entry, site: Site) -> Iterator[tuple[str, str]]:
    """(facet, value) of every group that an entry belongs to; the same keys as in `_labels`."""
    for product in dict.fromkeys(scope.product for _, scope in entry.scopes()):
        yield "product", product
    for os in systems_of(entry, site):
        yield "os", os
    if isinstance(entry, Faq | Anomaly):
        yield "category", entry.category
    if isinstance(entry, Anomaly):
        yield "status", site.view.standing(entry).replace("_", "-")


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


def systems_of(entry: Entry, site: Site) -> set[str]:
    """Operating systems that an entry names; all of them when it applies to everything."""
    if not entry.scopes():
        return set(site.taxonomy.os_names)
    named: set[str] = set()
    for _, scope in entry.scopes():
        named |= set(_scope_systems(scope, site))
    return named


def _scope_systems(scope: Scope, site: Site) -> tuple[str, ...]:
    return site.taxonomy.product_by_id[scope.product].os if scope.os == "all" else scope.os


def table(entries: Sequence[Entry], caption: str, site: Site) -> Markup:
    """At most `ROWS` entries of one kind as a table (anomalies, patches) or a list (FAQs)."""
    name = "entry_list"
    rows: list[Markup] = []
    for entry in entries:
        if isinstance(entry, Anomaly):
            name = "anomaly_table"
            rows.append(site.once("row", entry, _anomaly_row))
        elif isinstance(entry, Patch):
            name = "patch_table"
            rows.append(site.once("row", entry, _patch_row))
        else:
            rows += site.items([entry])
    return fragment(name, site, rows=rows, caption=caption)


def _anomaly_row(entry: Anomaly, site: Site) -> Markup:
    state = site.view.standing(entry)
    return piece(
        "anomaly_row",
        site,
        site.link(entry),
        site.once("chip", site.taxonomy.anomaly_category_by_id[entry.category], _chip),
        scope_text([scope for _, scope in entry.scopes()], site),
        _SHAPES.get(state, "no"),
        standing_text(entry, state, site),
        impact_labels(entry, site),
    )


def _chip(category: AnomalyCategory, site: Site) -> Markup:
    return piece("category_chip", site, category, "", site.locale)


def standing_text(entry: Anomaly, state: Standing, site: Site) -> str:
    """`fixed in 5.2.5`, `fixed in 5.2.5 (Windows)` or the bare word of the standing."""
    if state not in ("fixed", "partly_fixed"):
        return site.t(f"standing_{state}")
    fixes: dict[str, list[str]] = {}
    named = [status for status in site.view.statuses(entry) if status.state != "none"]
    for status in named:
        for version in status.fixed_in:
            fixes.setdefault(version, []).append(site.taxonomy.os_names[status.os])
    versions = ", ".join(
        version if len(systems) == len(named) else f"{version} ({', '.join(dict.fromkeys(systems))})"
        for version, systems in fixes.items()
    )
    return site.t("fixed_in" if state == "fixed" else "partly_fixed_in", version=versions)


def _patch_row(entry: Patch, site: Site) -> Markup:
    return piece(
        "patch_row",
        site,
        site.link(entry),
        site.t(f"form_{entry.form}"),
        scope_text([scope for _, scope in entry.scopes()], site),
        site.date(entry.released),
    )


def list_pages(section: str, name: str, title: str, entries: Sequence[Entry], site: Site) -> Iterator[Page]:
    """`name.html`, `name-2.html` … with at most `ROWS` rows each."""
    pages = max(1, -(-len(entries) // ROWS))
    for number in range(1, pages + 1):
        rows = entries[(number - 1) * ROWS : number * ROWS]
        caption = site.count("count", len(entries))
        if pages > 1:
            caption += f" · {site.t('page_of', n=number, total=pages)}"
        body = fragment(
            "list_page",
            site,
            title=title,
            table=table(rows, caption, site),
            before=_file(name, number - 1) if number > 1 else None,
            after=_file(name, number + 1) if number < pages else None,
        )
        crumbs = (
            (site.t("home"), site.url("index.html")),
            (site.t(f"section_{section}"), site.url(f"{section}/index.html")),
        )
        yield Page(
            path=f"{section}/{_file(name, number)}",
            name=title,
            section=section,
            title=title if number == 1 else f"{title} ({number})",
            description=f"{title}{site.t('colon')}{caption}",
            breadcrumb=crumbs,
            body=body,
            source=TAXONOMY,  # where the facet's labels stand
        )


def _file(name: str, number: int) -> str:
    return f"{name}.html" if number == 1 else f"{name}-{number}.html"


def section_entries(section: str, site: Site) -> tuple[Entry, ...]:
    view = site.view
    of: dict[str, Sequence[Faq | Anomaly | Patch]] = {
        "faq": view.faqs,
        "anomalies": view.anomalies,
        "downloads": view.patches,
    }
    return tuple(of[section])
