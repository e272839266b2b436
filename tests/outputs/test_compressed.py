"""Compressed copies hold what they stand beside, stay while it does, and are the same whenever they are made."""

import gzip
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from roots import BASE, copy_of, files_of, stand_in_pages

from knownbase.build import build
from knownbase.order import Outcome
from knownbase.outputs.compressed import SMALLEST, compress
from knownbase.publish import publish
from knownbase.recorded import Recorded
from knownbase.tree import Tree

TEXT = b"<p>The same words again and again.</p>" * 40
UNPACKED: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.decompress, "br": brotli.decompress}


def made(tree: Path, files: dict[str, bytes], live: Path, known: Recorded, *dropped: str) -> Tree:
    tree.mkdir()
    found = Tree(tree, known)
    for path, data in files.items():
        found.write(path, data)
    found.drop(dropped)
    compress(found, live, ["gz", "br"])
    return found


@pytest.mark.parametrize("encoding", UNPACKED)
def test_a_copy_stands_beside_each_text_that_is_worth_it(tmp_path: Path, encoding: str) -> None:
    files = {
        "index.html": TEXT,
        "fr/assets/kb/a.js": TEXT,
        "x.svg": TEXT[:SMALLEST],
        "small.html": TEXT[: SMALLEST - 1],
        "picture.png": TEXT,
    }
    made(tmp_path / "tree", files, tmp_path / "site", Recorded())
    copies = set((tmp_path / "tree").rglob(f"*.{encoding}"))
    assert {file.relative_to(tmp_path / "tree").as_posix() for file in copies} == {
        f"index.html.{encoding}",
        f"fr/assets/kb/a.js.{encoding}",
        f"x.svg.{encoding}",
    }
    for file in copies:
        data = file.with_suffix("").read_bytes()
        assert UNPACKED[encoding](file.read_bytes()) == data
        assert file.stat().st_size < len(data)


def published(tmp_path: Path, files: dict[str, bytes]) -> tuple[Path, Recorded]:
    """A live site, and its records."""
    site = tmp_path / "site"
    known = Recorded()
    known.apply(publish(made(tmp_path / "1", files, site, Recorded()), site))
    return site, known


def test_the_copies_of_what_stays_stay(tmp_path: Path) -> None:
    site, known = published(tmp_path, {"a.html": TEXT, "b.html": TEXT + b"b"})
    again = made(tmp_path / "2", {"b.html": TEXT + b"c"}, site, known)
    assert set(again.written) == {"b.html", "b.html.gz", "b.html.br"}
    assert not again.dropped
    assert gzip.decompress((tmp_path / "2" / "b.html.gz").read_bytes()) == TEXT + b"c"


def test_the_copies_of_what_is_gone_are_gone(tmp_path: Path) -> None:
    site, known = published(tmp_path, {"a.html": TEXT, "b.html": TEXT})
    again = made(tmp_path / "2", {}, site, known, "b.html")
    assert again.paths() == {"a.html", "a.html.gz", "a.html.br"}


def test_what_has_become_too_small_loses_its_copies(tmp_path: Path) -> None:
    site, known = published(tmp_path, {"a.html": TEXT})
    again = made(tmp_path / "2", {"a.html": b"little"}, site, known)
    assert again.paths() == {"a.html"}


def test_what_stays_without_a_copy_gets_one(tmp_path: Path) -> None:
    site, known = published(tmp_path, {"a.html": TEXT})
    again = made(tmp_path / "2", {}, site, known.without(["a.html.gz"]))
    assert (tmp_path / "2" / "a.html.gz").read_bytes() == (site / "a.html.gz").read_bytes()
    assert set(again.written) == {"a.html.gz"}


def built(root: Path, out: Path, *copies: str, clean: bool = False) -> Outcome:
    return build(root, out, "public", stand_in_pages, lambda _what, _count: None, clean=clean, copies=copies)


def test_a_build_after_an_edit_has_the_copies_that_a_clean_one_has(tmp_path: Path) -> None:
    root, out = copy_of(BASE, tmp_path / "root"), tmp_path / "site"
    built(root, out, "gz")
    assert built(root, out, "gz").written == 0
    entry = root / "faq" / "FAQ-0001.yaml"
    text = entry.read_text("utf-8")
    entry.write_text(text.replace("Stop the relay", "Stop the old relay"), "utf-8")
    assert text != entry.read_text("utf-8")
    assert 0 < built(root, out, "gz").written < built(root, tmp_path / "clean", "gz", clean=True).written
    assert files_of(out) == files_of(tmp_path / "clean")


def test_without_the_wish_the_copies_are_gone(tmp_path: Path) -> None:
    root, out = copy_of(BASE, tmp_path / "root"), tmp_path / "site"
    built(root, out, "gz", "br")
    built(root, out)
    assert [path for path in files_of(out) if path.endswith((".gz", ".br"))] == []
