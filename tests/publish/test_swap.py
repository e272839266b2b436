"""A finished tree takes the place of the old one: in one step, or in two where the system has no exchange."""

import sys
from pathlib import Path

import pytest
from roots import files_of

from knownbase import publish
from knownbase.publish import aside, swap


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of swapping."""
    if request.param == "two renames":
        monkeypatch.setattr(publish, "_exchange", lambda _one, _two: False)
    elif sys.platform != "linux":
        pytest.skip("renameat2 is Linux's")
    return str(request.param)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A published site of one page that the next build drops, and one that it changes."""
    out = tmp_path / "site"
    (out / "deep").mkdir(parents=True)
    (out / "deep" / "gone.html").write_text("gone")
    (out / "index.html").write_text("old")
    return out


OLD = {"deep/gone.html": b"gone", "index.html": b"old"}


def test_the_new_tree_is_there_and_nothing_is_left_of_the_old_one(out: Path, way: str) -> None:
    with aside(out) as tree:
        (tree / "index.html").write_text("new")
        inode = tree.stat().st_ino
        swap(tree, out)
        assert files_of(out) == {"index.html": b"new"}
    assert out.stat().st_ino == inode
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_the_old_tree_is_still_whole_when_the_new_one_appears(out: Path) -> None:
    with aside(out) as tree:
        (tree / "index.html").write_text("new")
        swap(tree, out)
        if sys.platform == "linux":
            assert files_of(tree) == OLD


def test_the_first_site_needs_no_exchange(tmp_path: Path, way: str) -> None:
    out = tmp_path / "new" / "site"
    with aside(out) as tree:
        (tree / "index.html").write_text("new")
        swap(tree, out)
    assert files_of(out) == {"index.html": b"new"}
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_an_empty_folder_is_taken(tmp_path: Path, way: str) -> None:
    out = tmp_path / "site"
    out.mkdir()
    with aside(out) as tree:
        (tree / "index.html").write_text("new")
        swap(tree, out)
    assert files_of(out) == {"index.html": b"new"}


def test_a_swap_that_fails_puts_the_old_tree_back(out: Path, way: str) -> None:
    with pytest.raises(OSError, match="No such file"):
        swap(out.parent / "never made", out)
    assert files_of(out) == OLD
    assert [path.name for path in out.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_what_was_written_aside_is_gone_after_a_failure(out: Path, failure: type[BaseException]) -> None:
    def fail(tree: Path) -> None:
        (tree / "index.html").write_text("half")
        raise failure

    with pytest.raises(failure), aside(out) as tree:
        fail(tree)
    assert files_of(out) == OLD
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_a_tree_can_be_read_by_a_web_server(out: Path) -> None:
    with aside(out) as tree:
        assert tree.stat().st_mode & 0o777 == 0o755
        assert tree.parent == out.parent
