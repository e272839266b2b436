"""One build at a time; what a killed one has left is gone with the next."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from knownbase.publish import Refused, aside, publish
from knownbase.tree import Tree

HOLD = """
import sys, time
from pathlib import Path
from knownbase.publish import aside
with aside(Path(sys.argv[1])) as place:
    (place / "half.html").write_text("half")
    print("holding", flush=True)
    time.sleep(60)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no lock there")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "[site]"


def holding(out: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(out)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "holding\n"
    return process


def test_a_second_build_is_refused_and_the_first_goes_on(out: Path) -> None:
    first = holding(out)
    try:
        with pytest.raises(Refused, match="another build is writing"), aside(out):
            pass
        assert [file.name for file in out.parent.glob(".*.new-*/*")] == ["half.html"]
        with aside(out.with_name("other")):
            pass  # another site beside it is no matter
    finally:
        first.kill()
        first.communicate()


def test_a_build_does_not_take_its_own_folder_for_another_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with aside(Path("site")) as place:
        assert place.is_dir()


def test_after_a_kill_the_next_build_clears_up(out: Path) -> None:
    first = holding(out)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    assert list(out.parent.glob(".*.new-*"))
    with aside(out) as place:
        tree = Tree(place)
        tree.write("index.html", b"whole")
        publish(tree, out)
    assert not list(out.parent.glob(".*.new-*"))
    assert sorted(file.name for file in out.iterdir()) == ["index.html", "manifest.json"]
