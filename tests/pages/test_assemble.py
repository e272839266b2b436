"""Hand-written pages and shells → a tree: slots filled, ids linked in articles only, prototypes taken away."""

from dataclasses import replace
from pathlib import Path

import pytest
from roots import BASE, THEME, built, catalogue_of, files_of, site_of, stand_in_pages

from knownbase.catalogue import View
from knownbase.remake import finish
from knownbase.render.assemble import PathTaken
from knownbase.render.hubs import OF_ENTRIES, SLOTS, UnknownSlot
from knownbase.render.shell import ShellError


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    stand_in_pages(BASE, tmp_path / "tree")
    return tmp_path / "tree"


def assembled(tree: Path) -> dict[str, bytes]:
    finish(catalogue_of(BASE), BASE, tree, tree.with_name("site"))
    return files_of(tree.with_name("site"))


def test_a_hand_written_page_is_filled_and_linked_in_its_article_only(tree: Path) -> None:
    before, _, after = (THEME / "index.html").read_text("utf-8").partition("<article")
    pages = assembled(tree)
    page = pages["index.html"].decode()
    assert page.startswith(before)
    assert page.endswith(after.partition("</article>")[2])
    assert '<p>See <a class="kb-id" href="faq/FAQ-0001.html">FAQ-0001</a> and FAQ-0003.</p>' in page
    assert '<a href="anomalies/ANO-0001.html"><span class="kb-id">ANO-0001</span>' in page
    assert '<a class="kb-id" href="faq/FAQ-0001.html">' in pages["fr/index.html"].decode()
    assert "kb:" not in page


def test_the_prototypes_are_not_published(tree: Path) -> None:
    assert [path for path in assembled(tree) if "_kb" in path] == []


def test_a_slot_that_does_not_exist_is_named_with_its_page(tree: Path) -> None:
    page = tree / "fr" / "faq" / "index.html"
    page.parent.mkdir()
    page.write_text("<article><!-- kb: faq-hubb --></article>", "utf-8")
    with pytest.raises(
        UnknownSlot, match=r"docs_fr/faq/index\.md: `<!-- kb: faq-hubb -->`: known are affected, anomaly-"
    ):
        assembled(tree)


def test_a_page_that_would_hide_one_of_the_site_is_refused(tree: Path) -> None:
    for taken in ("products/relay.html", "anomalies/ANO-0004.html", "anomalies/ANO-0099.html"):
        page = tree / "fr" / taken
        page.parent.mkdir(exist_ok=True)
        page.write_text("<article>Mine</article>", "utf-8")
    with pytest.raises(PathTaken) as refused:
        assembled(tree)
    told = "docs_fr/{0}.md: the site makes a page of its own at fr/{0}.html; give this one another name"
    assert sorted(str(refused.value).split("\n")) == [
        told.format("anomalies/ANO-0004"),
        told.format("products/relay"),
    ]


def test_a_shell_without_a_slot_stops_the_build_in_either_language(tree: Path) -> None:
    shell = tree / "fr" / "_kb" / "shell.html"
    shell.write_text(shell.read_text("utf-8").replace("{{kb:canonical|url}}", ""), "utf-8")
    with pytest.raises(ShellError, match="canonical"):
        assembled(tree)


def test_slots_that_show_entries_are_named_as_such() -> None:
    """The others are not filled anew after an edit."""
    site = site_of(BASE, "en")
    bare = replace(site, view=View(site.taxonomy, {}, site.view.by_id.__getitem__), rendered={})
    assert {name for name, make in SLOTS.items() if make(site) != make(bare)} == OF_ENTRIES


def test_every_page_exists_in_both_languages(tmp_path: Path) -> None:
    built(BASE, tmp_path / "site")
    pages = {path for path in files_of(tmp_path / "site") if path.endswith(".html")}
    french = {path.removeprefix("fr/") for path in pages if path.startswith("fr/")}
    assert french == {path for path in pages if not path.startswith("fr/")}
    assert {"index.html", "faq/FAQ-0002.html", "anomalies/ANO-0004.html", "products/relay.html"} <= french
