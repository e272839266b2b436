"""The command as a process: by its program, and by Python where that is not on the path."""

import subprocess
import sys
from pathlib import Path

import pytest

from knownbase import __version__

PROGRAM = [str(Path(sys.executable).parent / "knownbase")]
MODULE = [sys.executable, "-m", "knownbase"]


@pytest.mark.parametrize("command", [PROGRAM, MODULE], ids=["program", "module"])
def test_both_ways_are_the_same_command(command: list[str]) -> None:
    version = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout == f"knownbase, version {__version__}\n"
    unknown = subprocess.run([*command, "bild"], capture_output=True, text=True, check=False)
    assert unknown.returncode == 2
    assert "No such command 'bild'" in unknown.stderr
