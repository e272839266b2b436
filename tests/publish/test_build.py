"""A build publishes all or nothing, and says what it published."""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from roots import built, files_of, stand_in_pages
from site_html import LEADS_ON

from knownbase.build import build
from knownbase.failure import PagesError
from knownbase.order import Outcome
from knownbase.render.hubs import UnknownSlot
from knownbase.render.shell import ShellError


@pytest.fixture
def out(root: Path, tmp_path: Path) -> Path:
    """A site that has been published before."""
    built(root, tmp_path / "public" / "site")
    return tmp_path / "public" / "site"


def build_with(pages: Callable[[Path, Path], None], root: Path, out: Path) -> Outcome:
    return build(root, out, "public", pages, lambda _what, _count: None, clean=True)


# Failures


def no_pages(root: Path, tree: Path) -> None:
    (tree / "half.html").write_text("half")
    raise PagesError("docs/index.md: broken link")


def shell_without_body(root: Path, tree: Path) -> None:
    stand_in_pages(root, tree)
    shell = tree / "_kb" / "shell.html"
    shell.write_text(shell.read_text("utf-8").replace("{{kb:body|html}}", ""), "utf-8")


def unknown_slot(root: Path, tree: Path) -> None:
    stand_in_pages(root, tree)
    for folder in (tree, tree / "fr"):
        (folder / "x.html").write_text("<article><!-- kb: nothing --></article>")


def no_shell(root: Path, tree: Path) -> None:
    stand_in_pages(root, tree)
    (tree / "fr" / "_kb" / "shell.html").unlink()


def full_disk(root: Path, tree: Path) -> None:
    stand_in_pages(root, tree)
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupted(root: Path, tree: Path) -> None:
    stand_in_pages(root, tree)
    raise KeyboardInterrupt


FAILURES = {
    no_pages: PagesError,
    shell_without_body: ShellError,
    unknown_slot: UnknownSlot,
    no_shell: ShellError,
    full_disk: OSError,
    interrupted: KeyboardInterrupt,
}


@pytest.mark.parametrize("pages", FAILURES, ids=lambda pages: pages.__name__)
def test_a_failed_build_leaves_the_old_site_byte_for_byte(
    root: Path, out: Path, pages: Callable[[Path, Path], None]
) -> None:
    before, inode = files_of(out), out.stat().st_ino
    with pytest.raises(FAILURES[pages]):
        build_with(pages, root, out)
    assert files_of(out) == before
    assert out.stat().st_ino == inode
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_an_error_in_the_content_is_told_before_one_of_the_pages(root: Path, out: Path) -> None:
    before = files_of(out)
    file = root / "faq" / "FAQ-0001.yaml"
    file.write_text(file.read_text("utf-8").replace("category: setup", "category: setp"), "utf-8")

    def never(root: Path, tree: Path) -> None:
        raise AssertionError("rendered")

    outcome = build_with(never, root, out)
    assert (outcome.published, outcome.pages, outcome.files) == (False, 0, 0)
    assert [finding.rule for finding in outcome.report.findings if finding.level == "error"] == ["KB201"]
    assert files_of(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_a_taxonomy_that_cannot_be_read_publishes_nothing(root: Path, out: Path) -> None:
    before = files_of(out)
    (root / "taxonomy.yaml").write_text("site: [", "utf-8")
    assert not build_with(stand_in_pages, root, out).published
    assert files_of(out) == before


# What is published


def test_an_entry_that_is_gone_leaves_no_page_behind(root: Path, out: Path) -> None:
    assert (out / "anomalies" / "ANO-0007.html").is_file()
    (root / "anomalies_db" / "ANO-0007.yaml").unlink()
    built(root, out)
    assert [path for path in files_of(out) if "ANO-0007" in path] == []


def test_the_manifest_names_every_other_file_with_its_hash(out: Path) -> None:
    files = files_of(out)
    manifest = json.loads(files.pop("manifest.json"))
    assert list(manifest) == ["files"]
    assert manifest["files"] == {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    assert list(manifest["files"]) == sorted(manifest["files"])


def test_the_outcome_counts_pages_and_files(root: Path, tmp_path: Path) -> None:
    outcome = built(root, tmp_path / "counted")
    files = files_of(tmp_path / "counted")
    html = [data for path, data in files.items() if path.endswith(".html")]
    assert outcome.pages == len(
        [data for data in html if b'content="noindex"' not in data]
    )  # no former addresses
    assert outcome.pages < len(html)
    assert outcome.files == len(files) - 1
    stages = ["survey", "check", "theme", "search", "stamp", "publish", "memory"]
    assert list(outcome.seconds) == stages


def test_files_for_download_are_copied_when_a_visible_patch_offers_them(root: Path, out: Path) -> None:
    folder = root / "downloads" / "files"
    shutil.copy(folder / "relay-1.11.txt", folder / "not-offered.txt")
    built(root, out)
    assert [path for path in files_of(out) if path.startswith("downloads/files/")] == [
        "downloads/files/relay-1.11.txt"
    ]
    assert (out / "downloads/files/relay-1.11.txt").read_bytes() == (folder / "relay-1.11.txt").read_bytes()


def test_the_sitemap_names_every_page_once_in_both_languages(out: Path) -> None:
    import xml.etree.ElementTree as ElementTree

    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    site = "https://support.example.org/"
    pages = {
        path
        for path, data in files_of(out).items()
        if path.endswith(".html") and LEADS_ON.encode() not in data
    }
    found = {}
    for url in ElementTree.fromstring((out / "sitemap.xml").read_bytes()).findall("s:url", names):
        path = url.findtext("s:loc", "", names).removeprefix(site)
        links = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", names)}
        assert path not in found
        found[path] = links
    assert set(found) == pages
    for path, links in found.items():
        english = path.removeprefix("fr/")
        assert links == {"en": site + english, "fr": f"{site}fr/{english}", "x-default": site + english}
