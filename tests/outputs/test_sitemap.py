"""The sitemap, in one file or in parts, by the rules of its schema; `robots.txt`."""

import datetime as dt
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import unquote

import pytest
from roots import BASE, built, copy_of, files_of, stand_in_pages
from sitemap_schema import against_the_schema

from knownbase.build import build
from knownbase.outputs import sitemap as made
from knownbase.outputs.sitemap import Listed

SCHEMA = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
HOST = "https://support.example.org/"


def rows_of(data: bytes, root: str, row: str) -> list[ElementTree.Element]:
    """The rows of a sitemap or of an index that keeps to the schema, and to what no schema can say."""
    assert against_the_schema(data) == []
    assert len(data) <= 52_428_800
    top = ElementTree.fromstring(data)
    assert top.tag == SCHEMA + root
    rows = list(top)
    for one in rows:
        assert one.tag == SCHEMA + row
        # "all URLs must be from a single host"
        assert one.findtext(f"{SCHEMA}loc", "").startswith(HOST)
        lastmod = one.findtext(f"{SCHEMA}lastmod")
        assert lastmod is None or dt.date.fromisoformat(lastmod).isoformat() == lastmod
    return rows


def days(data: bytes) -> dict[str, str | None]:
    """Path of each page that a sitemap names → its last change."""
    rows = rows_of(data, "urlset", "url")
    found = {one.findtext(f"{SCHEMA}loc", ""): one.findtext(f"{SCHEMA}lastmod") for one in rows}
    assert len(found) == len(rows)
    for url, row in zip(found, rows, strict=True):
        english = url.replace(f"{HOST}fr/", HOST)
        links = {link.get("hreflang"): link.get("href") for link in row.findall(LINK)}
        french = english.replace(HOST, f"{HOST}fr/")
        assert links == {"en": english, "fr": french, "x-default": english}
    return {unquote(url.removeprefix(HOST)): day for url, day in found.items()}


GOOD = made.sitemap(HOST, [Listed("faq/a.html", 738_000), Listed("faq/b.html", 0)])
INDEX = made.sitemap_index(HOST, [("sitemap-faq-1.xml", 738_000)])


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (GOOD, "urlset", "urls"),
        (GOOD, "sitemap/0.9", "sitemap/0.84"),
        (GOOD, "<loc>https://support.example.org/faq/a.html</loc>", ""),
        (GOOD, "<loc>https://support.example.org/faq/a.html", "<loc>faq/a.html"),
        (GOOD, "<loc>https://support.example.org/faq/a.html", "<loc>https://support.example.org/a b.html"),
        (GOOD, "<loc>https://support.example.org/faq/a.html", f"<loc>{HOST}{'x' * 2030}"),
        (GOOD, "<loc>https://support.example.org/faq/a.html", "<loc>https://support.example.org/faq/b.html"),
        (GOOD, "2021-07-29", "30/07/2021"),
        (GOOD, "2021-07-29", "2021-02-30"),
        (GOOD, "</loc><lastmod>", "</loc><changed>2021-07-29</changed><lastmod>"),
        (GOOD, "<xhtml:link ", "<xhtml:meta "),
        (GOOD, 'hreflang="x-default"', 'hreflang="default"'),
        (GOOD, 'hreflang="fr"', ""),
        (GOOD, 'rel="alternate"', 'rel="canonical"'),
        (GOOD, 'href="https://support.example.org/fr/', 'href="/fr/'),
        (INDEX, "<sitemap>", "<sitemap><url/>"),
        (INDEX, "<loc>https://support.example.org/", "<loc>"),
        (INDEX, "2021-07-29", "yesterday"),
    ],
)
def test_the_schema_sees_a_fault(text: str, old: str, new: str) -> None:
    assert against_the_schema(text.encode()) == []
    assert old in text
    assert against_the_schema(text.replace(old, new).encode()) != []


def test_the_shipped_sitemap_keeps_to_the_schema(site: Path) -> None:
    assert against_the_schema((site / "sitemap.xml").read_bytes()) == []


def test_entries_say_when_they_last_changed(tmp_path: Path) -> None:
    built(BASE, tmp_path / "site")
    files = files_of(tmp_path / "site")
    found = days(files["sitemap.xml"])
    for path, day in found.items():
        modified = re.search(r'"dateModified":"([^"]+)"', files[path].decode())
        assert day == (modified[1] if modified else None), path
    assert sum(day is not None for day in found.values()) == 2 * 11, "all but the duplicate, which leads on"
    assert files["robots.txt"].decode() == f"User-agent: *\nDisallow:\n\nSitemap: {HOST}sitemap.xml\n"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "MOST_URLS", 8)


@pytest.mark.usefixtures("small")
def test_a_large_site_has_an_index(tmp_path: Path) -> None:
    built(BASE, tmp_path / "small")
    files = files_of(tmp_path / "small")
    index = {
        one.findtext(f"{SCHEMA}loc", "").removeprefix(HOST): one.findtext(f"{SCHEMA}lastmod")
        for one in rows_of(files["sitemap.xml"], "sitemapindex", "sitemap")
    }
    assert set(index) == {path for path in files if path.startswith("sitemap-")}
    found: dict[str, str | None] = {}
    for path, day in index.items():
        inside = days(files[path])
        assert len(inside) <= 8
        folder = path.removeprefix("sitemap-").rpartition("-")[0]
        assert {one.removeprefix("fr/").rpartition("/")[0] or "site" for one in inside} == {folder}
        assert day == max((one for one in inside.values() if one), default=None)
        assert found.keys().isdisjoint(inside)
        found |= inside
    built(BASE, tmp_path / "alone")  # the same pages as without parts
    with pytest.MonkeyPatch.context() as large:
        large.setattr(made, "MOST_URLS", 50_000)
        built(BASE, tmp_path / "one")
    assert found == days(files_of(tmp_path / "one")["sitemap.xml"])


@pytest.mark.usefixtures("small")
def test_an_edit_makes_its_part_anew_and_no_other(tmp_path: Path) -> None:
    root, out = copy_of(BASE, tmp_path / "content"), tmp_path / "site"
    built(root, out)
    before = files_of(out)
    file = root / "faq" / "FAQ-0002.yaml"
    text = file.read_text("utf-8")
    assert "timeline" not in text
    for more, parts in (("# a note\n", 0), ("timeline: [{date: 2023-01-01, event: updated}]\n", 2)):
        file.write_text(text + more, "utf-8")
        built(root, out)
        after = files_of(out)
        changed = {path for path in after if path.startswith("sitemap") and before[path] != after[path]}
        assert len(changed) == parts, more
        assert "sitemap-anomalies-1.xml" not in changed
    built(root, tmp_path / "alone")
    assert files_of(tmp_path / "alone") == after


def test_a_file_is_never_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "MOST_OCTETS", 5_000)
    pages = [Listed(f"faq/{'x' * n}.html", 738_000 if n % 2 else 0) for n in range(1, 60)]
    chunks = list(made._chunks(pages, HOST))
    assert [page for chunk in chunks for page in chunk] == pages
    assert max(len(made.sitemap(HOST, chunk).encode()) for chunk in chunks) <= 5_000
    assert len(chunks) < len(pages)


@pytest.mark.parametrize("name", ["é & <b>.html", "a b'c\".html", "日本.html", "100%.html"])
def test_an_address_is_written_as_one(name: str) -> None:
    page = Listed(made._written(f"guides/{name}"), 0)
    assert days(made.sitemap(HOST, [page]).encode()) == {f"guides/{name}": None, f"fr/guides/{name}": None}


def test_a_site_without_an_address_has_neither(tmp_path: Path) -> None:
    def pages(root: Path, tree: Path) -> None:
        stand_in_pages(root, tree)
        (tree / "_kb" / "site.json").write_text('{"site_url": "", "edit_uri": ""}', "utf-8")

    root = copy_of(BASE, tmp_path / "content")
    assert build(root, tmp_path / "site", "public", pages, lambda _what, _count: None).published
    files = files_of(tmp_path / "site")
    assert [path for path in files if path.startswith(("sitemap", "robots"))] == []
    line = next(row for row in files["_redirects"].decode().splitlines() if "OLD-1" in row)
    assert line == "/anomalies/OLD-1.html /anomalies/ANO-0001.html 301!"
