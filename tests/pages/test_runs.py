"""The files of entries are made run by run: they are those that each would be made of alone."""

import random
from dataclasses import replace
from pathlib import Path

from roots import REPOSITORY, page_of, site_of, stand_in_pages

from knownbase.model.ids import page_path
from knownbase.model.locale import LOCALES
from knownbase.outputs.all import ENTRY_FILES
from knownbase.render.assemble import write_entry_files
from knownbase.render.entries import entry_pages
from knownbase.render.theme import locale_root, rendered, theme_of
from knownbase.runs import RUN
from knownbase.tree import Tree


def test_pages_of_many_entries_are_those_of_each() -> None:
    for locale in LOCALES:
        site = site_of(REPOSITORY, locale)
        entries = list(site.view.entries)
        random.Random(5).shuffle(entries)
        assert len(entries) > RUN
        alone = [page_of(entry, replace(site, rendered={}, at_hand={})) for entry in entries]
        assert entry_pages(entries, replace(site, rendered={}, at_hand={})) == alone


def test_files_of_many_entries_are_those_of_each(tmp_path: Path) -> None:
    sites = [site_of(REPOSITORY, locale) for locale in LOCALES]
    theme = theme_of(rendered(REPOSITORY, stand_in_pages))
    view, tree = sites[0].view, Tree(tmp_path)
    write_entry_files(list(view.cards), sites, theme, ENTRY_FILES, tree)
    beside = {
        file.path(one): file.make([view.by_id[one]], sites, theme.site_url)[0]
        for one in view.cards
        for file in ENTRY_FILES
    }
    assert {path: (tmp_path / path).read_bytes() for path in beside} == beside
    pages = {
        locale_root(locale) + page_path(one)
        for locale in LOCALES
        for one in view.cards.keys() - view.kept_for.keys()
    }
    assert tree.written.keys() == beside.keys() | pages


def test_what_the_files_of_an_entry_share_is_forgotten_with_its_run(tmp_path: Path) -> None:
    sites = [site_of(REPOSITORY, locale) for locale in LOCALES]
    theme = theme_of(rendered(REPOSITORY, stand_in_pages))
    write_entry_files(list(sites[0].view.cards), sites, theme, ENTRY_FILES, Tree(tmp_path))
    assert [site.at_hand for site in sites] == [{}, {}]
