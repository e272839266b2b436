"""Compressed copies hold what they stand beside, stay while it does, and are the same whenever they are made."""

import gzip
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from knownbase.outputs.compressed import SMALLEST, Encoding, compress
from knownbase.publish import publish
from knownbase.tree import Record, Tree

TEXT = b"<p>The same words again and again.</p>" * 40
UNPACKED: dict[Encoding, Callable[[bytes], bytes]] = {"gz": gzip.decompress, "br": brotli.decompress}


def made(tree: Path, files: dict[str, bytes], live: Path, known: dict[str, Record], kept: set[str]) -> Tree:
    tree.mkdir()
    found = Tree(tree, known)
    for path, data in files.items():
        found.write(path, data)
    for path in kept:
        found.keep(path)
    compress(found, live, ["gz", "br"])
    return found


@pytest.mark.parametrize("encoding", UNPACKED)
def test_a_copy_stands_beside_each_text_that_is_worth_it(tmp_path: Path, encoding: Encoding) -> None:
    files = {
        "index.html": TEXT,
        "fr/assets/kb/a.js": TEXT,
        "x.svg": TEXT[:SMALLEST],
        "small.html": TEXT[: SMALLEST - 1],
        "picture.png": TEXT,
    }
    made(tmp_path / "tree", files, tmp_path / "site", {}, set())
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


def test_the_copies_of_what_stays_stay(tmp_path: Path) -> None:
    site = tmp_path / "site"
    known = publish(made(tmp_path / "1", {"a.html": TEXT, "b.html": TEXT + b"b"}, site, {}, set()), site)
    again = made(tmp_path / "2", {"b.html": TEXT + b"c"}, site, known, {"a.html"})
    assert again.kept == {"a.html", "a.html.gz", "a.html.br"}
    assert set(again.written) == {"b.html", "b.html.gz", "b.html.br"}
    assert gzip.decompress((tmp_path / "2" / "b.html.gz").read_bytes()) == TEXT + b"c"


def test_what_stays_without_a_copy_gets_one(tmp_path: Path) -> None:
    site = tmp_path / "site"
    known = publish(made(tmp_path / "1", {"a.html": TEXT}, site, {}, set()), site)
    lost = {path: record for path, record in known.items() if path != "a.html.gz"}
    again = made(tmp_path / "2", {}, site, lost, {"a.html"})
    assert (tmp_path / "2" / "a.html.gz").read_bytes() == (site / "a.html.gz").read_bytes()
    assert again.kept == {"a.html", "a.html.br"}
