"""The works of which the making of a site consists. Any process may do any of them: what they make is plain values.

indexes   the search of a language
lists     what lists of entries say of each
plans     pages and outputs: planned, and made as far as they have changed
stamped   the files of entries
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from knownbase.model.layout import FILES_FOLDER
from knownbase.outputs.all import ENTRY_FILES, OUTPUTS
from knownbase.outputs.api.rows import rows_again, rows_of
from knownbase.outputs.whole import Whole
from knownbase.parallel import SharedOut, side_by_side
from knownbase.past import Past, write_down
from knownbase.progress import Items
from knownbase.recorded import Record
from knownbase.render.assemble import (
    listing_pages,
    write_entry_files,
    written_pages,
)
from knownbase.render.edit import Edit
from knownbase.render.indexing import (
    Before,
    empty_ledger,
    faceted_of,
    facets_stand,
    index_language,
)
from knownbase.render.listings import NOTHING_LISTED, Listed, list_again, listings_of
from knownbase.render.planned import PlannedFile
from knownbase.render.site import Site
from knownbase.render.theme import Theme, page_texts
from knownbase.search.index import Faceted
from knownbase.search.related import Neighbours
from knownbase.store import digest
from knownbase.tree import Tree

Planned = tuple[dict[str, bytes], dict[str, Record]]
"""Keys of files that were planned, and the records of those that were written."""


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


def plans_stand(listed: Sequence[Listed], job: Job) -> bool:
    """Whether every planned file is as the last build has made it: nothing has changed that others show of an entry.

    `listed`: what lists show of the entries, as `list_works` make it.
    """
    edit, past = job.edit, job.past
    if edit.whole or edit.pages or edit.new_day or job.lost:
        return False
    return [one[2] for one in listed] == [one[2] for one in (*past.listed.values(), past.rows)]


def planned_before(job: Job) -> Planned:
    """What `plan_works` would make when plans stand."""
    downloads = f"{FILES_FOLDER}/"
    return {path: key for path, key in job.past.keys.items() if key and not path.startswith(downloads)}, {}


def plan_works(
    found: Sequence[str], sites: Sequence[Site], theme: Theme, rows: Listed, job: Job, tree: Tree
) -> list[Callable[[], Planned]]:
    """Make what has to be made of every file but those of entries; what takes longest comes first."""
    whole = Whole(
        [site.at(0) for site in sites],
        theme.site_url,
        found,
        theme.pages,
        rows_of(job.past.folder, rows),
        rows[2],
        theme.moved,
        theme.assets.keys(),
    )
    plans: list[Callable[[], Iterable[PlannedFile]]] = [
        *(partial(of, site, theme) for of in (listing_pages, written_pages) for site in sites),
        *(partial(output, whole) for output in OUTPUTS),
    ]
    return [partial(_planned, plan, theme, job, tree) for plan in plans]


def _planned(plan: Callable[[], Iterable[PlannedFile]], theme: Theme, job: Job, tree: Tree) -> Planned:
    """Makes of the files of a plan those that have changed."""
    own = Tree(tree.folder, tree.known)
    base = digest(job.base, theme.site_url.encode())
    keys = {}
    for one in plan():
        key = keys[one.path] = digest(base, *one.parts)
        if one.path not in own.known or job.past.keys.get(one.path) != key:
            own.write(one.path, one.make())
    return keys, own.written


class Indexed(NamedTuple):
    """What `_index` has made of one language: checksum of its ledger, paths of its files, those that it has written.

    `neighbours`: entries that speak of the same things; `moved`: places of those that have others than in the last build.
    """

    ledger: bytes
    paths: list[str]
    written: dict[str, Record]
    neighbours: Neighbours
    moved: set[int]


def index_works(
    sites: Sequence[Site], theme: Theme, job: Job, tree: Tree
) -> list[Callable[[], tuple[Any, ...]]]:
    """Make the index of each language."""
    view = sites[0].view
    faceted = None if facets_stand(view, job.edit) else faceted_of(view)
    return [partial(_index, site, faceted, theme, job, tree) for site in sites]


def _index(
    site: Site, faceted: Sequence[Faceted] | None, theme: Theme, job: Job, tree: Tree
) -> tuple[Any, ...]:
    """An `Indexed`, as plain values: these come from another process in a third of the time."""
    own = Tree(tree.folder, tree.known)
    texts = page_texts(theme.pages[site.locale])
    before = empty_ledger() if job.edit.whole else job.past.ledger(site.locale)
    there = Before(before, job.past.folder, job.past.keys.keys() & tree.known.keys(), whole=not job.lost)
    ledger, paths = index_language(site, texts, faceted, job.edit, there, own)
    checksum = write_down(ledger, job.past.folder, site.locale)
    related = ledger.neighbours
    moved = {place for place, found in related.items() if found != before.neighbours.get(place, ())}
    return checksum, paths, own.written, related, moved


def list_works(sites: Sequence[Site], job: Job) -> list[Callable[[], Listed]]:
    """Make what lists say of the entries: those of each language, then those of the API."""
    edit, past = job.edit, job.past
    works = [
        partial(list_again, site, edit, past.listed.get(site.locale, NOTHING_LISTED), past.folder)
        for site in sites
    ]
    return [*works, partial(rows_again, sites, edit, past.rows, past.folder)]


def with_lists(site: Site, listed: Listed, job: Job) -> Site:
    return replace(site, listings=listings_of(job.past.folder, site.locale, listed), shown=listed[2])


def stamped(
    plans: Sequence[Callable[[], Planned]],
    ids: Sequence[str],
    sites: Sequence[Site],
    theme: Theme,
    tree: Tree,
) -> list[Planned]:
    """Makes planned files, and those of some entries: each plan, each run of entries by whichever process is free."""
    with closing(SharedOut(plans, 1)) as planned, closing(SharedOut(ids)) as entries:
        stamp = partial(_stamp, planned, entries, sites, theme, tree)
        made = side_by_side([stamp] * max(planned.takers, entries.takers))
    return [one for some in made for one in some]


def _stamp(
    plans: Iterable[Callable[[], Planned]],
    ids: Items[str],
    sites: Sequence[Site],
    theme: Theme,
    tree: Tree,
) -> list[Planned]:
    made = [plan() for plan in plans]
    own = Tree(tree.folder, tree.known)
    write_entry_files(ids, sites, theme, ENTRY_FILES, own)
    return [*made, ({}, own.written)]
