"""A checked catalogue and a theme → every file of the site, each made or kept; languages side by side."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from knownbase.catalogue import View
from knownbase.closures import Computed, closures_in, computed
from knownbase.model.ids import page_path, sort_key
from knownbase.model.layout import FILES_FOLDER
from knownbase.model.locale import DEFAULT_LOCALE, LOCALES, Locale
from knownbase.outputs.all import ENTRY_FILES, OUTPUTS
from knownbase.outputs.api.rows import rows_again, rows_of
from knownbase.outputs.whole import Whole
from knownbase.parallel import PROCESSES, SharedOut, side_by_side
from knownbase.past import Past, write_down
from knownbase.progress import Items, Progress
from knownbase.read.strings import strings
from knownbase.recorded import Record
from knownbase.render.assemble import (
    listing_pages,
    paths_of_entry,
    paths_of_pages,
    seen_elsewhere,
    write_entry_files,
    written_pages,
)
from knownbase.render.edit import Edit
from knownbase.render.indexing import (
    SEARCH,
    Before,
    empty_ledger,
    faceted_of,
    facets_stand,
    index_language,
)
from knownbase.render.listings import NOTHING_LISTED, Listed, list_again, listings_of
from knownbase.render.planned import PlannedFile
from knownbase.render.site import Site
from knownbase.render.theme import NOT_SEARCHED, Theme, page_texts
from knownbase.search.engine import engine_script
from knownbase.search.index import Faceted
from knownbase.search.related import Neighbours
from knownbase.search.terms import place_of_entry
from knownbase.store import digest
from knownbase.tree import Tree

Stage = Callable[[str], AbstractContextManager[None]]

Plan = Callable[[], Iterable[PlannedFile]]


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

    `base` is the key of program, taxonomy and audience; `files` has the digests of the files for download; `lost` are
    the files of the live site that are not as the last build has left them; `copies` the endings of compressed ones.
    """

    root: Path
    base: bytes
    edit: Edit
    past: Past
    files: Mapping[str, bytes]
    lost: Collection[str] = ()
    copies: Sequence[str] = ()


def make_site(view: View, theme: Theme, job: Job, tree: Tree, stage: Stage, progress: Progress) -> Made:
    """Writes every file of the site into `tree`, drops those that are no more. Raises NotMade, Damaged."""
    closed = computed(view.taxonomy.hotline, job.past.closed)
    sites = _sites(view, theme, closed)
    _ = view.groups, view.naming_code  # made once, before the processes part
    with stage("search"):
        ledgers, listed, rows, (neighbours, moved), paths = _indexed(sites, theme, job, tree)
        tree.write(f"{SEARCH}/engine.js", engine_script().encode())
        progress("search files", len(paths))
    ids = {place_of_entry(one): one for one in view.cards}
    stale = _stale(view, theme, job, ids, neighbours) | {ids[place] for place in moved}
    near = ((one, neighbours.get(place_of_entry(one), ())) for one in stale)
    named = {one: tuple(map(ids.__getitem__, found)) for one, found in near}
    sites = [
        replace(
            site,
            neighbours=named,
            listings=listings_of(job.past.folder, site.locale, listed[site.locale]),
            shown=listed[site.locale][2],
        )
        for site in sites
    ]
    with stage("stamp"):
        for path, data in theme.assets.items():
            tree.write(path, data)
        # What is neither here nor of an entry has gone from the site.
        keys = dict.fromkeys([*paths, f"{SEARCH}/engine.js", *theme.assets], b"")
        keys |= _downloads(view, job, tree)
        found = _found(sites[0], theme)
        plans = _plans(found, sites, theme, rows_of(job.past.folder, rows), rows[2])
        keys |= _stamped(plans, sorted(stale, key=sort_key), sites, theme, job, tree)
        pages = len(found) * len(LOCALES)
        progress("pages", pages)
    if job.edit.whole:
        tree.drop(_left_over(view, keys, job, tree))
    tree.drop(job.past.keys.keys() - keys.keys())
    tree.drop(path for one in job.edit.gone for path in paths_of_entry(one, ENTRY_FILES))
    return Made(ledgers, listed, rows, keys, pages, closed)


def _sites(view: View, theme: Theme, closed: Computed) -> list[Site]:
    """Each language of the site, of whose entries nothing is known but their cards."""
    pages = frozenset(theme.pages[DEFAULT_LOCALE])  # the same in every language: KB505
    return [
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


def _stale(view: View, theme: Theme, job: Job, ids: Mapping[int, str], neighbours: Neighbours) -> set[str]:
    """Ids of the entries whose files have to be made: all, or those that show what has changed, or have lost a file.

    `ids`: place → id of each entry.
    """
    if theme.digest != job.past.shell or job.edit.whole:
        return set(view.cards)
    moved = {*job.edit.entries, *job.edit.gone}
    found = seen_elsewhere(moved, view.cards, job.edit.before)
    places = set(map(place_of_entry, moved))
    found.update(ids[place] for place, near in neighbours.items() if not places.isdisjoint(near))
    found.update(map(_name, job.lost))
    return found & view.cards.keys()


def _left_over(view: View, keys: Mapping[str, bytes], job: Job, tree: Tree) -> Iterator[str]:
    """Files of the live site that nothing has made this time. A compressed copy goes with what it is a copy of."""
    made = keys.keys() | {path for one in view.cards for path in paths_of_entry(one, ENTRY_FILES)}
    endings = tuple(f".{one}" for one in job.copies)
    for path in tree.known.keys() - made:
        if not (path.endswith(endings) and path.rpartition(".")[0] in made):
            yield path


def _name(path: str) -> str:
    """A file's name without its ending: for the files of an entry its id."""
    return path.rpartition("/")[2].partition(".")[0]


def _found(site: Site, theme: Theme) -> list[str]:
    """Paths of the pages of a language that can be found, below its root, sorted."""
    view = site.view
    found = {page_path(one) for one in view.cards.keys() - view.kept_for.keys()}
    return sorted(found.union(paths_of_pages(site, theme)) - NOT_SEARCHED)


def _plans(
    found: Sequence[str],
    sites: Sequence[Site],
    theme: Theme,
    rows: Mapping[str, bytes],
    shown: Mapping[str, bytes],
) -> list[Plan]:
    """Every file that may have to be made, but those of entries; what takes longest to plan and to make comes first."""
    whole = Whole(
        [site.at(0) for site in sites],
        theme.site_url,
        found,
        theme.pages,
        rows,
        shown,
        theme.moved,
        theme.assets.keys(),
    )
    pages = (partial(of, site, theme) for of in (listing_pages, written_pages) for site in sites)
    return [*pages, *(partial(output, whole) for output in OUTPUTS)]


_Related = tuple[Neighbours, set[int]]
"""Entries that speak of the same things, and the places of those that have others than in the last build."""


class _Indexed(NamedTuple):
    """What a process that indexes one language has made."""

    ledger: bytes
    """Its checksum."""
    related: _Related
    paths: list[str]
    written: dict[str, Record]
    lists: dict[int, Listed]
    """By number, those of `_lists` that it has made besides."""


def _indexed(
    sites: list[Site], theme: Theme, job: Job, tree: Tree
) -> tuple[dict[Locale, bytes], dict[Locale, Listed], Listed, _Related, list[str]]:
    """Checksums of the ledgers, where listings and rows stand, which entries are related; paths of the files.

    That is of one language, so that all show the same: by the terms, not by the words of a translation.
    """
    view = sites[0].view
    faceted = None if facets_stand(view, job.edit) else faceted_of(view)
    with closing(SharedOut(list(enumerate(_lists(sites, job))), 1)) as lists:
        works = [partial(_index, site, lists, theme, faceted, job, tree) for site in sites]
        made = list(map(_Indexed._make, side_by_side(works)))
    ledgers = {site.locale: one.ledger for site, one in zip(sites, made, strict=True)}
    found: dict[int, Listed] = {}
    for one in made:
        tree.written.update(one.written)
        found |= one.lists
    *listed, rows = (found[n] for n in sorted(found))
    paths = [path for one in made for path in one.paths]
    default = next(one for site, one in zip(sites, made, strict=True) if site.locale == DEFAULT_LOCALE)
    locales = (site.locale for site in sites)
    return ledgers, dict(zip(locales, listed, strict=True)), rows, default.related, paths


def _lists(sites: Sequence[Site], job: Job) -> Iterator[Callable[[], Listed]]:
    """Make what lists show of the entries: pages, in the order of the languages, then those of the API."""
    edit, past = job.edit, job.past
    for site in sites:
        yield partial(list_again, site, edit, past.listed.get(site.locale, NOTHING_LISTED), past.folder)
    yield partial(rows_again, sites, edit, past.rows, past.folder)


def _index(
    site: Site,
    lists: Iterable[tuple[int, Callable[[], Listed]]],
    theme: Theme,
    faceted: Sequence[Faceted] | None,
    job: Job,
    tree: Tree,
) -> tuple[Any, ...]:
    """The index of `site`, then of the lists as many as nobody else has made meanwhile: an `_Indexed`, as plain values."""
    own = Tree(tree.folder, tree.known)
    texts = page_texts(theme.pages[site.locale])
    before = empty_ledger() if job.edit.whole else job.past.ledger(site.locale)
    there = Before(before, job.past.folder, job.past.keys.keys() & tree.known.keys(), whole=not job.lost)
    ledger, paths = index_language(site, texts, faceted, job.edit, there, own)
    checksum = write_down(ledger, job.past.folder, site.locale)
    related = ledger.neighbours
    moved = {place for place, found in related.items() if found != before.neighbours.get(place, ())}
    return checksum, (related, moved), paths, own.written, {n: make() for n, make in lists}


def _stamped(
    plans: Sequence[Plan], ids: Sequence[str], sites: Sequence[Site], theme: Theme, job: Job, tree: Tree
) -> dict[str, bytes]:
    """Makes what has changed of the files that are planned, and those of some entries; the keys of the former.

    Each plan, and each run of entries, is taken by whichever process is free; it makes what it has planned.
    """
    keys: dict[str, bytes] = {}
    with closing(SharedOut(plans, 1)) as planned, closing(SharedOut(ids)) as entries:
        stamp = partial(_stamp, planned, entries, sites, theme, job, tree)
        for its_keys, written in side_by_side([stamp] * PROCESSES):
            keys |= its_keys
            tree.written.update(written)
    return keys


def _stamp(
    plans: Iterable[Plan],
    ids: Items[str],
    sites: Sequence[Site],
    theme: Theme,
    job: Job,
    tree: Tree,
) -> tuple[dict[str, bytes], dict[str, Record]]:
    own = Tree(tree.folder, tree.known)
    base = digest(job.base, theme.site_url.encode())
    keys = {}
    for one in chain.from_iterable(plan() for plan in plans):
        key = keys[one.path] = digest(base, *one.parts)
        if one.path not in own.known or job.past.keys.get(one.path) != key:
            own.write(one.path, one.make())
    write_entry_files(ids, sites, theme, ENTRY_FILES, own)
    return keys, own.written


def _downloads(view: View, job: Job, tree: Tree) -> dict[str, bytes]:
    """Copies the files that visible patches offer, and no others."""
    keys = {}
    for name in sorted({card.file for card in view.cards.values() if card.file}):
        path = f"{FILES_FOLDER}/{name}"
        if path not in job.files:
            continue
        keys[path] = job.files[path]
        if path not in tree.known or job.past.keys.get(path) != job.files[path]:
            tree.copy(path, job.root / path)
    return keys
