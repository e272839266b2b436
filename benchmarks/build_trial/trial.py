"""Builds of one content root by the program, each in a process of its own, timed from its start to its end."""

import compileall
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import knownbase

KNOWNBASE = Path(sys.executable).with_name("knownbase")


class Trial:
    """Builds by the program, each in a process of its own; `peak` is the most memory of one process, octets.

    `program` starts it in another way.
    """

    def __init__(self, root: Path, out: Path, program: Sequence[str] = (str(KNOWNBASE),)) -> None:
        self._root, self.out, self._program = root, out, program
        self._entry = max((root / "anomalies_db").glob("ANO-*.yaml"))
        self._edits = 0
        # An installed program is compiled, whatever the environment says: pip does it.
        self._environment = {
            name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
        }
        compileall.compile_dir(Path(knownbase.__file__).parent, quiet=1)
        self.peak = self.entries = 0
        self.stages: list[dict[str, float]] = []

    def cold(self) -> float:
        for left in (self.out, self._root / ".knownbase"):
            shutil.rmtree(left, ignore_errors=True)
        seconds, told = self._build("--clean")
        self.stages.append(told["stages"])
        self.entries = told["entries"]
        return seconds

    def again(self) -> float:
        return self._build()[0]

    def one_entry(self) -> float:
        self._change(self._entry, "published:", f"# edit {self._edits}\npublished:")
        text = self._entry.read_text("utf-8")
        self._entry.write_text(
            text.replace("  en: |\n    ", f"  en: |\n    Edit {self._edits}. ", 1), "utf-8"
        )
        return self._build()[0]

    def taxonomy(self) -> float:
        self._change(self._root / "taxonomy.yaml", "name: Linux", f"name: Linux {self._edits}")
        return self._build()[0]

    def _change(self, file: Path, old: str, new: str) -> None:
        self._edits += 1
        text = file.read_text("utf-8")
        if old not in text:
            raise ValueError(f"{file} has no {old!r}")
        file.write_text(text.replace(old, new, 1), "utf-8")

    def _build(self, *more: str) -> tuple[float, dict[str, Any]]:
        command = [
            *self._program,
            "build",
            "--json",
            "--root",
            str(self._root),
            "--out",
            str(self.out),
            *more,
        ]
        begun = time.perf_counter()
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(command, stdout=said, env=self._environment)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                raise RuntimeError(f"{' '.join(command)}: exit status {process.returncode}")
            said.seek(0)
            told: dict[str, Any] = json.loads(said.read())
        self.peak = max(self.peak, usage.ru_maxrss * 1024)
        return seconds, told
