"""Which places a site may be published to. Nothing that somebody else made is ever replaced."""

from collections.abc import Callable
from pathlib import Path

import pytest
from roots import files_of

from knownbase.publish import Refused, aside, check_target


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "home" / "content"
    for name in ("docs", "faq", "downloads"):
        (root / name).mkdir(parents=True)
    (root / "taxonomy.yaml").write_text("site: {}\n")
    return root


REFUSED = {
    "the content root": (lambda root: root, "holds the content itself"),
    "an ancestor": (lambda root: root.parent, "holds the content itself"),
    "the top of the file system": (lambda _: Path("/"), "holds the content itself"),
    "a detour to the root": (lambda root: root / "faq" / "..", "holds the content itself"),
    "a source folder": (lambda root: root / "docs", "lies among the sources"),
    "below a source folder": (lambda root: root / "downloads" / "a" / "b", "lies among the sources"),
    "below a source folder that is not there": (
        lambda root: root / "anomalies_db" / "x",
        "lies among the sources",
    ),
}


@pytest.mark.parametrize(("place", "reason"), REFUSED.values(), ids=REFUSED)
def test_content_and_what_is_around_it_are_refused(
    root: Path, place: Callable[[Path], Path], reason: str
) -> None:
    before = files_of(root)
    with pytest.raises(Refused, match=reason):
        check_target(place(root), root)
    assert files_of(root) == before


def test_a_file_is_refused(root: Path, tmp_path: Path) -> None:
    place = tmp_path / "site"
    place.write_text("mine")
    with pytest.raises(Refused, match="is not a folder"):
        check_target(place, root)


@pytest.mark.parametrize("target", ["elsewhere", "missing"])
def test_a_symbolic_link_is_refused(root: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    place = tmp_path / "site"
    place.symlink_to(tmp_path / target)
    with pytest.raises(Refused, match="is not a folder"):
        check_target(place, root)


def test_a_link_to_the_content_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to(root)
    with pytest.raises(Refused, match="holds the content itself"):
        check_target(tmp_path / "site", root)


@pytest.mark.parametrize(
    "files",
    [
        {"photo.jpg": "x"},
        {".git": ""},
        {"manifest.json": '{"manifest_version": 3, "name": "an extension"}'},
        {"manifest.json": '{"files": ["a.js"]}'},
        {"manifest.json": "[]"},
        {"manifest.json": "not JSON", "index.html": "x"},
        {"manifest.json/x": "a folder"},
    ],
    ids=lambda files: " ".join(files.values())[:30],
)
def test_a_folder_with_other_files_is_refused(root: Path, tmp_path: Path, files: dict[str, str]) -> None:
    place = tmp_path / "site"
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    with pytest.raises(Refused, match="holds files that knownbase has not made"):
        check_target(place, root)


def test_an_own_site_an_empty_folder_and_a_new_one_are_taken(root: Path, tmp_path: Path) -> None:
    own, empty = tmp_path / "own", tmp_path / "empty"
    own.mkdir()
    empty.mkdir()
    (own / "manifest.json").write_text('{"files": {}}')
    for place in (own, empty, tmp_path / "a" / "b", root / "site"):
        check_target(place, root)


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match=r"cannot write beside .*site: "), aside(tmp_path / "file" / "site"):
        pass
