"""A site that has been touched is told of; a ZIP of it is read as well."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knownbase.cli import main
from knownbase.publish import publish
from knownbase.tree import MANIFEST, Tree

FILES = {"index.html": "<p>1", "fr/index.html": "<p>un", "search/engine.js": "1;"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (tmp_path / "tree").mkdir()
    tree = Tree(tmp_path / "tree")
    for path, text in FILES.items():
        tree.write(path, text.encode())
    publish(tree, site)
    return site


def verify(site: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["verify", str(site), *options])


def zipped(site: Path, top: str = "") -> Path:
    archive = site.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for file in sorted(site.rglob("*")):
            out.write(file, top + file.relative_to(site).as_posix())
    return archive


def test_a_site_as_it_was_published(site: Path) -> None:
    result = verify(site)
    assert (result.exit_code, result.output) == (0, "3 files, each as it was published\n")
    assert verify(site, "--quiet").output == ""


@pytest.mark.parametrize("top", ["", "knownbase/"])
def test_a_zip_is_read_without_unpacking_it(site: Path, top: str) -> None:
    assert verify(zipped(site, top)).exit_code == 0
    (site / "index.html").write_text("<p>2")
    assert verify(zipped(site, top)).exit_code == 1


def test_every_difference_is_named(site: Path) -> None:
    (site / "index.html").write_text("<p>2")
    (site / "fr" / "index.html").unlink()
    (site / "new.html").write_text("")
    result = verify(site)
    assert result.exit_code == 1
    assert result.output == "missing  fr/index.html\nchanged  index.html\nadded    new.html\n"
    told = json.loads(verify(site, "--json").stdout)
    assert told == {
        "whole": False, "files": 3, "missing": ["fr/index.html"], "changed": ["index.html"], "added": ["new.html"],
    }  # fmt: skip


@pytest.mark.parametrize("damage", ["gone", "text", "list", "other shape", "bit"])
def test_without_a_manifest_nothing_is_said_about_the_files(site: Path, damage: str) -> None:
    file = site / MANIFEST
    texts = {"text": "{", "list": "[]", "other shape": '{"files": {"a": 1}}', "bit": '{"files": \x00}'}
    if damage == "gone":
        file.unlink()
    else:
        file.write_text(texts[damage])
    result = verify(site)
    assert result.exit_code == 2
    assert MANIFEST in result.output


def test_what_is_no_site_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK no")
    assert verify(tmp_path / "x.zip").exit_code == 2
    assert "neither a folder nor a ZIP" in verify(tmp_path / "x.zip").output
    assert verify(tmp_path / "nowhere").exit_code == 2


def test_a_damaged_zip_is_no_whole_site(site: Path) -> None:
    archive = zipped(site)
    data = bytearray(archive.read_bytes())
    data[data.index(b"index.html") + 12] ^= 0xFF  # in the compressed octets of the first file
    archive.write_bytes(data)
    shutil.rmtree(site)
    assert verify(archive).exit_code in (1, 2)
