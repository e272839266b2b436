"""A checked catalogue and a theme → every file of the site, each made or kept; languages side by side."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from knownbase.catalogue import View
from knownbase.closures import Computed, closures_in, computed
from knownbase.model.layout import FILES_FOLDER
from knownbase.model.locale import DEFAULT_LOCALE, LOCALES, Locale
from knownbase.outputs.all import ENTRY_FILES, OUTPUTS
from knownbase.outputs.api.rows import rows_again, rows_of
from knownbase.outputs.planned import Whole
from knownbase.parallel import SharedOut, side_by_side
from knownbase.past import Past, write_down
from knownbase.progress import Items, Progress
from knownbase.read.strings import strings
from knownbase.render.assemble import Kept, seen_elsewhere, write_entry_pages, write_other_pages
from knownbase.render.edit import Edit
from knownbase.render.indexing import (
    SEARCH,
    empty_ledger,
    faceted_of,
    facets_stand,
    index_language,
)
from knownbase.render.listings import NOTHING_LISTED, Listed, list_again, listings_of
from knownbase.render.site import Site
from knownbase.render.theme import NOT_SEARCHED, Theme, locale_root, page_texts
from knownbase.search.engine import engine_script
from knownbase.search.index import Faceted
from knownbase.search.related import Neighbours
from knownbase.search.terms import place_of_entry
from knownbase.store import digest
from knownbase.tree import Tree

Stage = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Made:
    """What a site was made from: checksums of its ledgers, and path → key of each file that has one."""

    ledgers: dict[Locale, bytes]
    listed: dict[Locale, Listed]
    rows: Listed
    keys: dict[str, bytes]
    pages: int
    closed: Computed


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that the making of a site needs besides its entries.

    `base` is the key of program, taxonomy and audience; `files` has the digests of the files for download.
    """

    root: Path
    base: bytes
    edit: Edit
    past: Past
    files: Mapping[str, bytes]


def make_site(view: View, theme: Theme, job: Job, tree: Tree, stage: Stage, progress: Progress) -> Made:
    """Writes every file of the site into `tree`. Raises UnknownSlot, Damaged."""
    pages = frozenset(theme.pages[DEFAULT_LOCALE])  # the same in every language: KB505
    closed = computed(view.taxonomy.hotline, job.past.closed)
    sites = [
        Site(
            view,
            locale,
            strings(locale),
            pages,
            address=theme.site_url,
            closures=closures_in(closed, locale),
        )
        for locale in LOCALES
    ]
    _ = view.groups, view.naming_code  # made once, before the processes part
    with stage("search"):
        ledgers, listed, rows, (neighbours, moved) = _indexed(sites, theme, job, tree)
        tree.write(f"{SEARCH}/engine.js", engine_script().encode())
        progress("search files", len(tree.written) + len(tree.kept))
    ids = {place_of_entry(one): one for one in view.cards}
    named = {ids[place]: tuple(ids[one] for one in found) for place, found in neighbours.items() if found}
    sites = [
        replace(
            site,
            neighbours=named,
            listings=listings_of(job.past.folder, site.locale, listed[site.locale]),
        )
        for site in sites
    ]
    stale: Collection[str] = view.cards
    if theme.digest == job.past.shell and not job.edit.whole:
        stale = seen_elsewhere(view.cards, job.edit.before, named)
        stale |= {ids[place] for place in moved}
    kept = Kept(job.past.keys, stale)
    with stage("entries"):
        keys = _stamped(sites, theme, kept, job, tree)
        pages_found = _found(keys)
        count = len(pages_found) * len(LOCALES)
        progress("pages", count)
    with stage("outputs"):
        for path, data in theme.assets.items():
            tree.write(path, data)
        keys |= _downloads(view, job, tree)
        whole = Whole(
            [site.at(0) for site in sites],
            theme.site_url,
            pages_found,
            theme.pages,
            rows_of(job.past.folder, rows),
            theme.moved,
            theme.assets.keys(),
        )
        keys |= _outputs(whole, job, tree)
    return Made(ledgers, listed, rows, keys, count, closed)


_Related = tuple[Neighbours, set[int]]
"""Entries that speak of the same things, and the places of those that have others than in the last build."""


def _indexed(
    sites: list[Site], theme: Theme, job: Job, tree: Tree
) -> tuple[dict[Locale, bytes], dict[Locale, Listed], Listed, _Related]:
    """Checksums of the ledgers, where listings and rows stand, and which entries are related.

    That is of one language, so that all show the same: by the terms, not by the words of a translation.
    """
    view = sites[0].view
    faceted = None if facets_stand(view, job.edit) else faceted_of(view)
    first, *others = sites
    # French has longer words: whoever indexes English makes the listings of both and the rows in the same time.
    works = [
        partial(_index, first, sites, theme, faceted, job, tree),
        *(partial(_index, site, (), theme, faceted, job, tree) for site in others),
    ]
    ledgers = {}
    listed: dict[Locale, Listed] = {}
    rows = NOTHING_LISTED
    related: _Related = {}, set()
    for site, (checksum, (its_listed, its_rows), found, written, kept) in zip(
        sites, side_by_side(works), strict=True
    ):
        tree.take(written, kept)
        ledgers[site.locale] = checksum
        listed |= its_listed
        if site.locale == DEFAULT_LOCALE:
            related, rows = found, its_rows
    return ledgers, listed, rows, related


def _index(
    site: Site,
    listed: Sequence[Site],
    theme: Theme,
    faceted: Sequence[Faceted] | None,
    job: Job,
    tree: Tree,
) -> tuple[bytes, tuple[dict[Locale, Listed], Listed], _Related, dict[str, str], set[str]]:
    """The index of `site`; and if it is the one that does so, the listings of every language and the rows."""
    own = Tree(tree.folder, tree.known)
    texts = page_texts(theme.pages[site.locale])
    before = empty_ledger() if job.edit.whole else job.past.ledger(site.locale)
    ledger = index_language(site, texts, faceted, job.edit, before, job.past.folder, own)
    checksum = write_down(ledger, job.past.folder, site.locale)
    related = ledger.neighbours
    moved = {place for place, found in related.items() if found != before.neighbours.get(place, ())}
    listings = {
        one.locale: list_again(
            one, job.edit, job.past.listed.get(one.locale, NOTHING_LISTED), job.past.folder
        )
        for one in listed
    }
    rows = rows_again(listed, job.edit, job.past.rows, job.past.folder) if listed else NOTHING_LISTED
    return checksum, (listings, rows), (related, moved), own.written, own.kept


def _stamped(sites: list[Site], theme: Theme, kept: Kept, job: Job, tree: Tree) -> dict[str, bytes]:
    """One process makes the lists of each language; the entries, in all languages, are made by whoever is free."""
    ids = SharedOut(list(sites[0].view.cards), len(sites))
    works = [partial(_stamp, ids, site, sites, theme, kept, job.base, tree) for site in sites]
    keys: dict[str, bytes] = {}
    with closing(ids):
        for its_keys, written, stayed in side_by_side(works):
            keys |= its_keys
            tree.take(written, stayed)
    return keys


def _stamp(
    ids: Items[str],
    site: Site,
    sites: Sequence[Site],
    theme: Theme,
    kept: Kept,
    base: bytes,
    tree: Tree,
) -> tuple[dict[str, bytes], dict[str, str], set[str]]:
    """All other pages of one language, and the pages of some entries in all of them."""
    own = Tree(tree.folder, tree.known)
    keys = write_other_pages(site, theme, base, kept, own)
    keys |= dict.fromkeys(write_entry_pages(ids, sites, theme, ENTRY_FILES, kept, own), b"")
    return keys, own.written, own.kept


def _downloads(view: View, job: Job, tree: Tree) -> dict[str, bytes]:
    """Copies the files that visible patches offer, and no others."""
    keys = {}
    for name in sorted({card.file for card in view.cards.values() if card.file}):
        path = f"{FILES_FOLDER}/{name}"
        if path not in job.files:
            continue
        keys[path] = job.files[path]
        if path in tree.known and job.past.keys.get(path) == job.files[path]:
            tree.keep(path)
        else:
            tree.copy(path, job.root / path)
    return keys


def _outputs(whole: Whole, job: Job, tree: Tree) -> dict[str, bytes]:
    """Makes what is no page, as far as it is not as the last build left it; path → key of each file."""
    keys = {}
    base = digest(job.base, whole.site_url.encode())
    for planned in chain.from_iterable(output(whole) for output in OUTPUTS):
        key = keys[planned.path] = digest(base, *planned.parts)
        if planned.path in tree.known and job.past.keys.get(planned.path) == key:
            tree.keep(planned.path)
        else:
            tree.write(planned.path, planned.make())
    return keys


def _found(keys: Iterable[str]) -> list[str]:
    """Paths of the English pages that can be found."""
    nested = tuple(f"{locale}/" for locale in LOCALES if locale_root(locale))
    return sorted(
        path
        for path in keys
        if path.endswith(".html") and not path.startswith(nested) and path not in NOT_SEARCHED
    )
