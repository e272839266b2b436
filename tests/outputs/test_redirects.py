"""Addresses lead on: of duplicates, other numbers of entries, renamed pages; to nothing that is hidden, and never astray."""

import re
import unicodedata
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from parsed import Parsed
from roots import BASE, built, copy_of, files_of, stand_in_pages
from site_html import LEADS_ON

from knownbase.build import build
from knownbase.failure import PagesError
from knownbase.model.devices import is_device
from knownbase.outputs.redirects import file_name

FAQ = "faq/FAQ-0002.yaml"
HOST = "https://support.example.org/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Pages of all sorts that were renamed, entries with numbers of all sorts."""
    root = copy_of(BASE, tmp_path / "content")
    moved(root, "docs", "redirect_from: [old/home.md, Accueil é.md]")
    moved(root, "docs_fr", "redirect_from: old/home.md")
    with (root / FAQ).open("a", encoding="utf-8") as file:
        file.write('aliases: ["../../up", "FAQ-0777", "Category-Setup", "a/b", "a~2Fb", ".hidden"]\n')
    return root


def moved(root: Path, folder: str, line: str) -> None:
    page = root / folder / "index.md"
    page.write_text(page.read_text("utf-8").replace("---\n", f"---\n{line}\n", 1), "utf-8")


def site_of(root: Path, out: Path) -> dict[str, bytes]:
    built(root, out)
    return files_of(out)


LEADS = {
    "old/home.html": "index.html",
    "Accueil é.html": "index.html",
    "anomalies/ANO-0003.html": "anomalies/ANO-0001.html",
    "anomalies/OLD-1.html": "anomalies/ANO-0001.html",
    "downloads/HF-3.html": "downloads/PAT-0001.html",
    "faq/KB-17.html": "faq/FAQ-0001.html",
    "faq/Q~26A~209.html": "faq/FAQ-0001.html",
    "faq/~2E.~2F..~2Fup.html": "faq/FAQ-0002.html",
    "faq/FAQ-0777.html": "faq/FAQ-0002.html",
    "faq/a~2Fb.html": "faq/FAQ-0002.html",
    "faq/a~7E2Fb.html": "faq/FAQ-0002.html",
    "faq/~2Ehidden.html": "faq/FAQ-0002.html",
}
"""In each language; what would lie where a page does (`Category-Setup`) is left out."""


def test_each_former_address_leads_on_in_its_language(root: Path, tmp_path: Path) -> None:
    files = site_of(root, tmp_path / "site")
    found = {path: data.decode() for path, data in files.items() if LEADS_ON.encode() in data}
    both = {f"{below}{old}": f"{below}{new}" for old, new in LEADS.items() for below in ("", "fr/")}
    assert found.keys() == both.keys()
    for path, text in found.items():
        page = Parsed(text)
        target = both[path]
        assert target in files
        here = urljoin(HOST, path)
        refresh = page.one("meta", **{"http-equiv": "refresh"})["content"].removeprefix("0; url=")
        (script,) = re.findall(r'location\.replace\("([^"]+)"\+location\.search\+location\.hash\)', text)
        assert {urljoin(here, one) for one in (refresh, script, page.one("a")["href"])} == {HOST + target}
        assert page.one("link", rel="canonical")["href"] == HOST + target
        assert page.one("meta", name="robots")["content"] == "noindex"
        assert page.one("html")["lang"] == ("fr" if path.startswith("fr/") else "en")
        assert page.text("h1") == (
            "Cette page a changé d’adresse" if path.startswith("fr/") else "This page has moved"
        )


def test_hosts_are_told_of_the_same(root: Path, tmp_path: Path) -> None:
    files = site_of(root, tmp_path / "site")
    rows = [row.split(" ") for row in files["_redirects"].decode().splitlines() if row[0] != "#"]
    assert all(len(row) == 3 for row in rows)
    told = [(unquote(old), unquote(new), status) for old, new, status in rows]
    expected = {(f"/{below}{old}", f"/{below}{new}") for old, new in LEADS.items() for below in ("", "fr/")}
    assert {(old, new) for old, new, _ in told} == expected
    # The first line that a host can read counts: the forced one comes before the other.
    assert [status for *_, status in told] == ["301!", "301"] * len(expected)


def test_they_are_no_pages_of_the_site(root: Path, tmp_path: Path) -> None:
    outcome = built(root, tmp_path / "with")
    files = files_of(tmp_path / "with")
    sitemap = files["sitemap.xml"].decode()
    assert not any(f"/{path}<" in sitemap for path in LEADS)
    assert outcome.pages == sitemap.count("<loc>")


def test_a_page_in_the_way_is_told_of(root: Path, tmp_path: Path) -> None:
    """The list is made from the taxonomy: the check does not know it."""
    moved(root, "docs", "redirect_from: [products/relay.md]")
    page = root / "docs" / "index.md"
    page.write_text(
        page.read_text("utf-8").replace("redirect_from: [old/home.md, Accueil é.md]\n", ""), "utf-8"
    )
    with pytest.raises(
        PagesError, match=r"^docs/index\.md: `redirect_from` names products/relay\.md, but the site"
    ):
        built(root, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_file_of_the_owner_stays(root: Path, tmp_path: Path) -> None:
    def pages(content: Path, tree: Path) -> None:
        stand_in_pages(content, tree)
        (tree / "_redirects").write_text("/shop https://shop.example.org/ 302\n")
        (tree / "robots.txt").write_text("User-agent: *\nDisallow: /old/\n")

    out = tmp_path / "site"
    for _ in range(2):
        assert build(root, out, "public", pages, lambda _what, _count: None).published
        assert (out / "_redirects").read_text() == "/shop https://shop.example.org/ 302\n"
        assert (out / "robots.txt").read_text() == "User-agent: *\nDisallow: /old/\n"
        with (root / FAQ).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
    assert (out / "old" / "home.html").exists()


def test_after_an_edit_the_site_is_that_of_a_whole_build(root: Path, tmp_path: Path) -> None:
    edits = [
        (FAQ, '"FAQ-0777"', '"FAQ-0778"'),
        ("docs/index.md", "old/home.md", "older/home.md"),
        ("docs_fr/index.md", "redirect_from: old/home.md\n", ""),
        (FAQ, '"a/b", ', ""),
        (FAQ, '"FAQ-0778"', '"FAQ-0778", "a/b"'),
    ]

    def report(_what: str, _count: int) -> None: ...

    build(root, tmp_path / "again", "public", stand_in_pages, report)
    for path, old, new in edits:
        text = (root / path).read_text("utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), "utf-8")
        again = build(root, tmp_path / "again", "public", stand_in_pages, report)
        alone = build(root, tmp_path / "alone", "public", stand_in_pages, report, clean=True)
        assert (again.published, alone.published) == (True, True), (path, again.report.findings)
        files = files_of(tmp_path / "again")
        assert files == files_of(tmp_path / "alone"), path
        there = '"a/b"' in (root / FAQ).read_text("utf-8")
        assert ("faq/a~2Fb.html" in files) == there
        assert (b"/a~2Fb" in files["_redirects"]) == there


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)


@settings(deadline=None)
@given(WORDS, WORDS)
@example("CON", "~43ON")
@example("nul.2", ".nul")
def test_a_name_is_safe_and_one_number_s_own(one: str, two: str) -> None:
    name = file_name(one)
    assert re.fullmatch(r"[A-Za-z0-9_~-][A-Za-z0-9_.~-]*", name)
    assert len(name) < 150
    assert not is_device(name)
    assert PurePosixPath(name).name == name
    assert unicodedata.normalize("NFC", name) == name
    assert (file_name(two) == name) == (one == two)
