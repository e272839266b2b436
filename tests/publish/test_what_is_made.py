"""What an edit makes again: no list that shows nothing of it, no index of a language in which nothing has changed."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from roots import BASE, catalogue_of, changed, files_of, made, site_of, stand_in_pages

from knownbase import make, works
from knownbase.cards import Shared
from knownbase.read import events
from knownbase.read.strings import strings
from knownbase.render import indexing
from knownbase.render.listings import shown_of
from knownbase.render.lists import listing_of
from knownbase.search.terms import Terms
from knownbase.tree import Tree


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths that are made, whether they turn out to be others or not."""
    paths: list[str] = []

    class Watched(Tree):
        def write_all(self, files: Iterable[tuple[str, bytes]]) -> None:
            found = list(files)
            paths.extend(path for path, _ in found)
            super().write_all(found)

    monkeypatch.setattr(works, "Tree", Watched)
    monkeypatch.setattr("knownbase.answers.can_fork", lambda: False)
    return paths


def test_what_lists_do_not_show_is_no_reason_to_make_them(
    root: Path, tmp_path: Path, tried: list[str]
) -> None:
    made(root, tmp_path / "site")
    tried.clear()
    changed(root, "faq/FAQ-0002.yaml", "**key store**", "*key store*")
    made(root, tmp_path / "site")
    assert "fr/faq/FAQ-0002.html" in tried
    own = re.compile(r"search/.*|.*/(FAQ|ANO|PAT)-[0-9]{4}\.(html|md|json)")
    assert [path for path in tried if not own.fullmatch(path)] == []


def test_what_lists_show_is_one(root: Path, tmp_path: Path, tried: list[str]) -> None:
    made(root, tmp_path / "site")
    tried.clear()
    changed(root, "faq/FAQ-0002.yaml", 'question: {en: "', 'question: {en: "Now: ')
    made(root, tmp_path / "site")
    assert {"index.html", "faq/os-linux.html", "api/v1/faqs.json", "feeds/all.xml"} <= set(tried)


def test_an_edit_reads_neither_the_taxonomy_nor_interface_texts_by_the_parser(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    built = events.built

    def watched(text: str, *, places: bool) -> Any:
        read.append(text)
        return built(text, places=places)

    made(root, tmp_path / "site")
    changed(root, "faq/FAQ-0002.yaml", "**key store**", "*key store*")
    strings.cache_clear()
    monkeypatch.setattr(events, "built", watched)
    made(root, tmp_path / "site")
    assert [text for text in read if not re.search("(?m)^id:", text)] == []
    (root / "taxonomy.yaml").write_text((root / "taxonomy.yaml").read_text("utf-8") + "# More.\n", "utf-8")
    made(root, tmp_path / "site")
    assert (root / "taxonomy.yaml").read_text("utf-8") in read


def _pages(root: Path, tree: Path) -> None:
    """Of which one says what stands in a hand-written page."""
    stand_in_pages(root, tree)
    said = (root / "docs" / "index.md").read_text("utf-8")
    page = tree / "index.html"
    page.write_text(page.read_text("utf-8").replace("</article>", f"<p>{said}</p></article>"), "utf-8")


@pytest.mark.parametrize(
    "besides", ["nothing", "another day", "a page", "a lost list", "a lost list in time"]
)
def test_what_is_planned_stands_as_long_as_nothing_of_it_changes(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, besides: str
) -> None:
    out = tmp_path / "site"
    day = 1795000000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(day))
    first = made(root, out, pages=_pages)
    changed(root, "faq/FAQ-0002.yaml", "**key store**", "*key store*")
    if besides == "another day":
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(day + 86_400))
    elif besides == "a page":
        (root / "docs" / "index.md").write_text("Another beginning.\n", "utf-8")
    elif besides != "nothing":
        (out / "faq" / "os-linux.html").unlink()
    if besides == "a lost list in time":  # that is, it is known before anything is made
        monkeypatch.setattr("knownbase.answers.can_fork", lambda: False)
    planned = []

    def watched(*arguments: object) -> Any:
        planned.append(arguments)
        return works.plan_works(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(make, "plan_works", watched)
    again = made(root, out, pages=_pages)
    assert bool(planned) == (besides != "nothing")
    assert again.pages == first.pages
    made(root, tmp_path / "alone", pages=_pages, clean=True)
    assert files_of(out) == files_of(tmp_path / "alone")


@pytest.mark.parametrize("lost", [False, True])
def test_a_language_in_which_nothing_has_changed_is_left_alone(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: bool
) -> None:
    out = tmp_path / "site"
    for en, fr in (("Where is my password kept?", "Où est mon secret ?"), ("of your system.", "Ici.")):
        changed(root, "faq/FAQ-0002.yaml", f'{en}"', f'{en}", fr: "{fr}"')
    assert made(root, out).published
    read: list[Terms] = []

    class Watched(Terms):
        def __init__(self, *columns: object) -> None:
            super().__init__(*columns)  # type: ignore[arg-type]
            read.append(self)

    monkeypatch.setattr(indexing, "Terms", Watched)
    monkeypatch.setattr("knownbase.answers.can_fork", lambda: False)
    changed(root, "faq/FAQ-0002.yaml", "of your system", "of the system")
    if lost:
        next((out / "search" / "fr").glob("p*.js")).unlink()
    made(root, out)
    assert len(read) == (2 if lost else 1)
    made(root, tmp_path / "alone", clean=True)
    assert files_of(out) == files_of(tmp_path / "alone")


def test_what_is_shown_of_an_entry_is_what_its_card_and_its_listing_say() -> None:
    site = site_of(BASE, "en")
    card = site.view.cards["ANO-0001"]
    listing = listing_of(card, site)
    same = shown_of(card, listing)
    assert same == shown_of(card._replace(path="elsewhere", digest=b"other"), listing)
    for name, value in {"standing": "x", "updated": 1, "fixes": ("ANO-0001",), "id": "ANO-0002"}.items():
        assert shown_of(card._replace(**{name: value}), listing) != same
    for n in range(len(listing)):
        assert shown_of(card, (*listing[:n], "other", *listing[n + 1 :])) != same  # type: ignore[arg-type]


def test_equal_values_of_cards_become_one_and_nothing_else_changes() -> None:
    shared = Shared()
    cards = [card._replace(category="".join(card.category)) for card in catalogue_of(BASE).cards.values()]
    cards += [cards[0]._replace(updated=1, workaround=True), cards[0]._replace(updated=0, workaround=False)]
    found = [shared.of(card) for card in cards]
    assert found == cards
    assert [list(map(type, card)) for card in found] == [list(map(type, card)) for card in cards]
    values = [value for card in found for value in card if isinstance(value, str | tuple)]
    assert len({id(value) for value in values}) == len(set(values)) < len(values)
