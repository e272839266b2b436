"""Entries → their pages, each a pure function of the entry and its `Site`."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from knownbase.cards import saved_as
from knownbase.model.entry import Anomaly, Entry, Faq, Patch
from knownbase.model.ids import PLACES, Kind, page_path
from knownbase.model.layout import FILES_FOLDER
from knownbase.model.taxonomy import AnomalyCategory
from knownbase.model.text import Text
from knownbase.render.affected import REPORT_PAGE
from knownbase.render.codes import code_links
from knownbase.render.comparing import commands
from knownbase.render.markdown import beginning_plain
from knownbase.render.matrix import matrices
from knownbase.render.pieces import category_chip, side, verdict_row
from knownbase.render.site import Page, Site
from knownbase.render.templates import fragment
from knownbase.render.timeline import moments, timeline
from knownbase.render.wording import (
    exact_size,
    foreign,
    impact_labels,
    related,
    said_alike,
    scope_of,
    verdict_rows,
)

DESCRIPTION = 155
"""Characters of a page's description."""

_PASSAGES: dict[Kind, tuple[tuple[str, int], ...]] = {
    "faq": (("answer", 2),),
    "anomaly": (("symptom", 3), ("cause", 3), ("workaround", 4), ("resolution", 4)),
    "patch": (("summary", 3), ("notes", 3)),
}
"""The fields of a kind that hold prose, and the level of the headings in each."""


def entry_pages(entries: Sequence[Entry], site: Site) -> list[Page]:
    """The pages of entries of any kind: each step for all of them before the next, see `runs`."""
    passages = [_passages(entry, site) for entry in entries]
    common = [_common(entry, site) for entry in entries]
    own = [_OF_KIND[entry.kind](entry, site) for entry in entries]
    bodies = [
        fragment(entry.kind, site, **prose, **shown, **special)
        for entry, prose, shown, special in zip(entries, passages, common, own, strict=True)
    ]
    return [_page(entry, body, site) for entry, body in zip(entries, bodies, strict=True)]


def _passages(entry: Entry, site: Site) -> dict[str, Any]:
    return {name: site.passage(getattr(entry, name), level) for name, level in _PASSAGES[entry.kind]}


def _page(entry: Entry, body: Markup, site: Site) -> Page:
    kind, card = entry.kind, site.view.cards[entry.id]
    title, _ = site.title(entry)
    return Page(
        path=page_path(entry.id),
        name=entry.id,
        section=PLACES[kind].section,
        title=f"{title if kind == 'patch' else plain_title(title)} ({entry.id})",
        description=_description(entry, site),
        breadcrumb=(_home(site), site.section_crumb(entry)),
        body=body,
        source=card.path,
        published=entry.date,
        updated=card.date,
    )


def plain_title(title: str) -> str:
    return title.replace("`", "")


def _home(site: Site) -> tuple[str, str]:
    return site.t("home"), site.url("index.html")


def _description(entry: Entry, site: Site) -> str:
    """The beginning of the first text that is not its title."""
    shown: Text = getattr(entry, _PASSAGES[entry.kind][0][0])
    return beginning_plain(shown.best(site.locale)[0], DESCRIPTION)


def _common(entry: Entry, site: Site) -> dict[str, Any]:
    date, updated = entry.date, site.view.cards[entry.id].date
    link = site.link(entry)
    language = foreign(entry, site)
    return {
        "id": entry.id,
        "title": link.title,
        "lang": link.lang,
        "published": site.date(date),
        "updated": site.date(updated) if updated != date else "",
        "aliases": ", ".join(entry.aliases),
        "foreign_note": site.t(f"only_in_{language}") if language else "",
        "side": side(
            site.items(related(entry, site)),
            code_links(site.view.codes_of(entry), site),
            _helper(entry, site),
            site.strings,
        ),
    }


def _helper(entry: Entry, site: Site) -> tuple[str, str]:
    """Where a reader goes whom the page does not help, and what says so: from an anomaly to a report that names it."""
    report = site.page(REPORT_PAGE) if isinstance(entry, Anomaly) else ""
    if not report:
        return site.page("services/index.html"), site.t("not_solved_link")
    card = site.view.cards[entry.id]
    known = f"category={card.category}&about={entry.id}"
    if len(card.products) == 1:
        known = f"product={card.products[0]}&{known}"
        if len(card.systems) == 1:
            known = f"os={card.systems[0]}&{known}"
    return f"{report}?{known}", site.t("not_solved_report")


def _faq(entry: Faq, site: Site) -> dict[str, Any]:
    category = site.taxonomy.faq_category_by_id[entry.category]
    return {
        "category": category.label.get(site.locale),
        "category_url": site.url(f"faq/index.html#{category.id}"),
        "scope": scope_of(site.view.cards[entry.id], site),
    }


def _anomaly(entry: Anomaly, site: Site) -> dict[str, Any]:
    patches = site.view.patches_for(entry)
    state = site.view.standing(entry)
    card = site.view.cards[entry.id]
    category = site.taxonomy.anomaly_category_by_id[entry.category]
    return {
        "chip": site.once("explained chip", category, _explained_chip),
        "impacts": impact_labels(entry, site),
        "products": scope_of(card, site),
        "rows": said_alike("rows", entry, patches, site, partial(_rows, entry, patches, site)),
        "patches": site.items(patches),
        "errors": entry.errors,
        "duplicates": [
            (site.link(one), site.passage(one.symptom, top_level=4))
            for one in site.view.duplicates_of(entry.id)
        ],
        "state_note": site.t(f"note_{state}") if state in ("withdrawn", "wont_fix", "analysing") else "",
        "next": category.next.get(site.locale),
        "matrices": matrices(entry, site),
        "history": timeline(moments(entry, patches, site), site),
        "notice": site.taxonomy.site.notice.get(site.locale),
        "about": " ".join([product for product, _ in card.stated]),
        "pictures": site.asset("assets/kb/css/pictures.css"),  # ten times as long if the template asked
    }


def _explained_chip(category: AnomalyCategory, site: Site) -> Markup:
    """The category as a link to what it means, where there is such a page."""
    explained = site.page("services/anomaly-processing.html", f"category-{category.id.lower()}")
    return category_chip(category.id, category.label.get(site.locale), explained)


def _rows(entry: Anomaly, patches: tuple[Patch, ...], site: Site) -> list[Markup]:
    return [verdict_row(row, site.strings) for row in verdict_rows(entry, patches, site)]


def _commands(patch: Patch, site: Site) -> list[dict[str, str]]:
    """How its file is compared with its SHA-256: where, the command, and what it says."""
    name = saved_as(patch)
    if patch.sha256 is None or not name:
        return []
    return [
        {"where": site.t(f"verify_{shell}"), "command": command, "says": site.t(f"verify_{shell}_says")}
        for shell, command in commands(name, patch.sha256, patch.os)
    ]


def _patch(entry: Patch, site: Site) -> dict[str, Any]:
    product = site.taxonomy.product_by_id[entry.product]
    cards = site.view.cards
    return {
        "form": site.t(f"form_{entry.form}"),
        "product": product.name,
        "os": site.taxonomy.os_names[entry.os],
        "start": entry.from_release,
        "to": entry.to,
        "size": exact_size(entry.size, site) if entry.size is not None else None,
        "sha256": entry.sha256,
        "file": saved_as(entry),
        "own_file": entry.file is not None,
        "commands": _commands(entry, site),
        "href": site.asset(f"{FILES_FOLDER}/{quote(entry.file)}") if entry.file else entry.url,
        "requires": site.items(cards[one] for one in entry.requires if one in cards),
        "fixes": site.items(cards[one] for one in entry.fixes if one in cards),
        "notice": site.taxonomy.site.notice.get(site.locale),
        "about": entry.product,
    }


_OF_KIND: dict[Kind, Callable[[Any, Site], dict[str, Any]]] = {
    "faq": _faq,
    "anomaly": _anomaly,
    "patch": _patch,
}
"""What only the pages of a kind show."""
