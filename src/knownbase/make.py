"""A checked catalogue and a theme → every file of the site, each made or kept; languages side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from knownbase.catalogue import View
from knownbase.closures import Computed, closures_in, computed
from knownbase.model.ids import page_path, sort_key
from knownbase.model.layout import FILES_FOLDER
from knownbase.model.locale import DEFAULT_LOCALE, LOCALES, Locale
from knownbase.outputs.all import ENTRY_FILES
from knownbase.parallel import WORTH_A_PROCESS, by_whoever_is_free
from knownbase.progress import Progress
from knownbase.read.strings import strings
from knownbase.render.assemble import (
    paths_of_entry,
    paths_of_pages,
    seen_elsewhere,
)
from knownbase.render.indexing import (
    SEARCH,
)
from knownbase.render.listings import Listed
from knownbase.render.site import Site
from knownbase.render.theme import NOT_SEARCHED, Theme
from knownbase.search.engine import engine_script
from knownbase.search.terms import place_of_entry
from knownbase.tree import Tree
from knownbase.works import (
    Indexed,
    Job,
    Planned,
    index_works,
    list_works,
    plan_works,
    planned_before,
    plans_stand,
    stamped,
    with_lists,
)

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


def make_site(view: View, theme: Theme, job: Job, tree: Tree, stage: Stage, progress: Progress) -> Made:
    """Writes every file of the site into `tree`, drops those that are no more. Raises NotMade, Damaged.

    Pages show what lists say of entries. A whole build makes these lists beside the indexes, then pages; after an edit
    they are at once as they should be, and everything but the files of entries is made beside the indexes, or stands.
    """
    closed = computed(view.taxonomy.hotline, job.past.closed)
    sites = _sites(view, theme, closed)
    with stage("search"):
        to_index, to_list = index_works(sites, theme, job, tree), list_works(sites, job)
        made: list[Any]
        if job.edit.whole:
            made = by_whoever_is_free([*to_index, *to_list])
        elif len(job.edit.entries) > WORTH_A_PROCESS:
            made = by_whoever_is_free(to_list)
        else:
            made = [make() for make in to_list]
        listed: list[Listed] = made[-len(to_list) :]
        sites = [with_lists(site, its, job) for site, its in zip(sites, listed, strict=False)]
        pages = job.past.pages
        to_plan: Sequence[Callable[[], Planned]] = [partial(planned_before, job)]
        if not plans_stand(listed, job):
            _ = view.groups, view.naming_code  # made once, before the processes part
            found = _found(sites[0], theme)
            pages, to_plan = len(found) * len(LOCALES), plan_works(found, sites, theme, listed[-1], job, tree)
        planned: list[Planned] = []
        if not job.edit.whole:
            made = by_whoever_is_free([*to_index, *to_plan])
            to_plan, planned = [], made[len(to_index) :]
        indexed = [Indexed(*one) for one in made[: len(to_index)]]
        paths = [path for one in indexed for path in one.paths]
        tree.write(f"{SEARCH}/engine.js", engine_script().encode())
        progress("search files", len(paths))
    # Of one language, so that all show the same: by the terms, not by the words of a translation.
    default = next(one for site, one in zip(sites, indexed, strict=True) if site.locale == DEFAULT_LOCALE)
    stale, neighbours = _stale(view, theme, job, default)
    sites = [replace(site, neighbours=neighbours) for site in sites]
    with stage("stamp"):
        for path, data in theme.assets.items():
            tree.write(path, data)
        # What is neither here nor of an entry has gone from the site.
        keys = dict.fromkeys([*paths, f"{SEARCH}/engine.js", *theme.assets], b"")
        keys |= _downloads(view, job, tree)
        planned += stamped(to_plan, stale, sites, theme, tree)
        for its_keys, _written in planned:
            keys |= its_keys
        for written in (*(one.written for one in indexed), *(one for _keys, one in planned)):
            tree.written.update(written)
        progress("pages", pages)
    if job.edit.whole:
        tree.drop(_left_over(view, keys, job, tree))
    tree.drop(job.past.keys.keys() - keys.keys())
    tree.drop(path for one in job.edit.gone for path in paths_of_entry(one, ENTRY_FILES))
    locales = [site.locale for site in sites]
    ledgers = dict(zip(locales, (one.ledger for one in indexed), strict=True))
    return Made(ledgers, dict(zip(locales, listed, strict=False)), listed[-1], keys, pages, closed)


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


def _stale(
    view: View, theme: Theme, job: Job, indexed: Indexed
) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Ids of the entries whose files have to be made, and of each the entries that speak of the same things.

    All, or those that show what has changed, or have lost a file.
    """
    ids = {place_of_entry(one): one for one in view.cards}
    near = indexed.neighbours
    if theme.digest != job.past.shell or job.edit.whole:
        stale = set(view.cards)
    else:
        moved = {*job.edit.entries, *job.edit.gone}
        places = set(map(place_of_entry, moved))
        stale = seen_elsewhere(moved, view.cards, job.edit.before)
        stale.update(ids[place] for place, found in near.items() if not places.isdisjoint(found))
        stale.update(ids[place] for place in indexed.moved)
        stale.update(map(_name, job.lost))
        stale &= view.cards.keys()
    neighbours = {one: tuple(ids[place] for place in near.get(place_of_entry(one), ())) for one in stale}
    return sorted(stale, key=sort_key), neighbours


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
