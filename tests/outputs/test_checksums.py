"""`SHA256SUMS` as `sha256sum` reads it."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from knownbase.outputs.checksums import checksums

FILES = {"b.txt": b"b", "a b.txt": b"a", "back\\slash": b"c"}
OFFERED = [(hashlib.sha256(data).hexdigest(), name) for name, data in FILES.items()]


def test_lines_are_sorted_and_the_same_file_stands_once() -> None:
    lines = checksums([*OFFERED, OFFERED[0]]).splitlines()
    assert [line.partition("  ")[2] for line in lines] == ["a b.txt", "b.txt", "back\\\\slash"]
    assert checksums([]) == ""


def checked(folder: Path) -> int:
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_sha256sum_reads_it(tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "SHA256SUMS").write_text(checksums(OFFERED))
    assert checked(tmp_path) == 0
    (tmp_path / "back\\slash").write_bytes(b"d")
    assert checked(tmp_path) == 1
