"""The desk's index in a folder: made at first use, then updated for each changed entry, made anew when damaged.

folder/
  state.json     versions, the taxonomy's hash, size, time and hash of every entry file
  MAIN_*, _MAIN* Whoosh's own files
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import whoosh.index
from whoosh.index import LockError

from knownbase import __version__
from knownbase.search.desk import DeskSearcher, schema, weighting

STATE = "state.json"
FORMAT = f"1 {__version__}"
RECENT = 2.0
"""Seconds: a file that changed so shortly before the state was written may change again within its time stamp."""

Documents = Callable[[set[str] | None], Iterable[dict[str, Any]]]
"""Paths of entry files (None: all) → their documents."""


class IndexBusy(Exception):
    """Another process is writing the index."""


@dataclass(frozen=True)
class Update:
    """What had to be done before the question: `reason` is empty when nothing was."""

    reason: str = ""
    changed: int = 0
    removed: int = 0


class DeskStore:
    """The index of one content root below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(
        self, root: Path, paths: Iterable[str], others: Iterable[str], documents: Documents
    ) -> tuple[DeskSearcher, Update]:
        """The index brought up to date with the files at `paths`; `others` are files on which all depend.

        Raises OSError when the folder cannot be written, IndexBusy when another process is writing.
        """
        before = self._read_state()
        now = dict(_seen(root, paths, before))
        taxonomy = _hash_of(root / one for one in others)
        if before is None or before["format"] != FORMAT or before["others"] != taxonomy:
            return self._rebuild(now, taxonomy, documents, "new" if before is None else "changed")
        old = before["files"]
        changed = {path for path, seen in now.items() if seen[2] != old.get(path, [0, 0, ""])[2]}
        removed = old.keys() - now.keys()
        try:
            index = whoosh.index.open_dir(str(self.folder))
            if changed or removed:
                with index.writer(timeout=5.0) as writer:
                    for path in {*removed, *changed}:
                        for locale in ("en", "fr"):
                            writer.delete_by_term("key", f"{locale}:{Path(path).stem}")
                    for document in documents(changed):
                        writer.add_document(**document)
            searcher = DeskSearcher(index.searcher(weighting=weighting()))
            searcher.ask("0", "en", 1)  # a damaged file shows when it is read
        except LockError:
            raise IndexBusy("another process is writing it") from None
        except Exception:  # noqa: BLE001 - Whoosh fails in many ways on a damaged index, all of which mean: make it anew
            return self._rebuild(now, taxonomy, documents, "damaged")
        if changed or removed or now != old:
            self._write_state(self.folder, now, taxonomy)
        return searcher, Update("updated" if changed or removed else "", len(changed), len(removed))

    def _rebuild(
        self, now: dict[str, list[Any]], others: str, documents: Documents, reason: str
    ) -> tuple[DeskSearcher, Update]:
        # Beside, then in its place: another process may be reading the old one, or be doing the same.
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f"{self.folder.name}-", dir=self.folder.parent))
        index = whoosh.index.create_in(str(beside), schema())
        with index.writer() as writer:
            for document in documents(None):
                writer.add_document(**document)
        searcher = DeskSearcher(index.searcher(weighting=weighting()))
        self._write_state(beside, now, others)
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
            beside.rename(self.folder)
        except OSError:  # the other process was first; this one has its answer all the same
            shutil.rmtree(beside, ignore_errors=True)
        return searcher, Update(reason, len(now))

    def _read_state(self) -> dict[str, Any] | None:
        try:
            state = json.loads((self.folder / STATE).read_text("utf-8"))
            return state if {"format", "others", "files"} <= state.keys() else None
        except (OSError, ValueError, AttributeError):
            return None

    def _write_state(self, folder: Path, files: dict[str, list[Any]], others: str) -> None:
        state = {"format": FORMAT, "others": others, "files": files}
        beside = folder / "state.new"
        beside.write_text(json.dumps(state), "utf-8")
        os.replace(beside, folder / STATE)


def _seen(root: Path, paths: Iterable[str], before: dict[str, Any] | None) -> Iterator[tuple[str, list[Any]]]:
    """Path → size, time, hash; a file whose size and time are as before is not read."""
    old = before["files"] if before else {}
    for path in paths:
        status = (root / path).stat()
        seen = [status.st_size, status.st_mtime_ns]
        settled = time.time() - status.st_mtime > RECENT
        if settled and old.get(path, [None] * 3)[:2] == seen:
            yield path, old[path]
        else:
            yield path, [*seen, _hash_of([root / path])]


def _hash_of(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()
