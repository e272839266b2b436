"""What a build reads, looked at again and again.

Polling sees the real files: through links, on network folders and in containers, where a system's
notices do not come. Looking at 10,000 files takes some 20 to 40 ms.
"""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knownbase.model.ids import PLACES
from knownbase.model.layout import PAGE_ROOTS, TAXONOMY
from knownbase.preview.ending import Ending

POLL = 0.3
"""Seconds between two looks, more where one look takes long: a tenth of one processor at most."""
SETTLE = 0.1
"""Seconds without a change after which a group of changes is complete."""
_LONGEST_SETTLE = 2.0
_PACKAGE = Path(__file__).parent.parent

Mark = tuple[int, int, int, int]
"""Mode, inode, size, time of the last change in nanoseconds; a file with the same mark is the same file."""
Snapshot = dict[str, Mark]
Folders = set[tuple[int, int]]
"""Device and inode."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or a folder with everything below it. `name` is what people call it; `skip` is an ending."""

    name: str
    path: Path
    skip: str | None = None


def places(root: Path) -> tuple[Place, ...]:
    """What the site of a content root is made from: its sources, and the package's texts, templates and theme."""
    names = [TAXONOMY, "mkdocs.yml", *(place.folder for place in PLACES.values()), *PAGE_ROOTS.values()]
    return (*(Place(name, root / name) for name in names), Place("knownbase", _PACKAGE, skip=".py"))


def snapshot(watched: Iterable[Place]) -> Snapshot:
    """The mark of every file by its name; hidden files are left out, as in a build."""
    marks: Snapshot = {}
    entered: Folders = set()
    for place in watched:
        try:
            status = place.path.stat()
        except OSError:
            continue
        if place.path.is_dir():
            _look(str(place.path), place.name, place.skip, marks, entered)
        else:
            marks[place.name] = _mark(status)
    return marks


def _look(folder: str, name: str, skip: str | None, marks: Snapshot, entered: Folders) -> None:
    try:
        entries = os.scandir(folder)
    except OSError:
        return  # gone since, or not readable; it counts once it is
    with entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            if skip is not None and entry.name.endswith(skip):
                continue
            path = f"{name}/{entry.name}"
            try:
                if not entry.is_dir():
                    marks[path] = _mark(_status(entry))
                elif not entry.is_symlink() or _first_visit(entry, entered):
                    _look(entry.path, path, skip, marks, entered)
            except OSError:
                continue  # gone between two calls: the next look tells


def _status(entry: "os.DirEntry[str]") -> os.stat_result:
    try:
        return entry.stat()
    except OSError:
        return entry.stat(follow_symlinks=False)  # a link that leads nowhere


def _first_visit(link: "os.DirEntry[str]", entered: Folders) -> bool:
    """A linked folder is entered once, or a link to its own parent would never end."""
    status = link.stat()
    key = (status.st_dev, status.st_ino)
    new = key not in entered
    entered.add(key)
    return new


def _mark(status: os.stat_result) -> Mark:
    return status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns


def changes(before: Snapshot, after: Snapshot) -> list[str]:
    """`faq/FAQ-0001.yaml changed`, one for each file, sorted."""
    found = [f"{name} removed" for name in before.keys() - after.keys()]
    found += [f"{name} added" for name in after.keys() - before.keys()]
    found += [f"{name} changed" for name in before.keys() & after.keys() if before[name] != after[name]]
    return sorted(found)


class Watch:
    """Follows places from its making on: a change is told once, even one that came during a build."""

    def __init__(self, watched: tuple[Place, ...]) -> None:
        self._watched = watched
        self._seen = snapshot(watched)

    def wait(self, ending: Ending) -> list[str]:
        """The changes since the last call, as soon as there are some and no more come; [] at the end."""
        while not ending.asked:
            begun = time.monotonic()
            now = snapshot(self._watched)
            pause = max(POLL, 10 * (time.monotonic() - begun))
            if now != self._seen:
                now = self._settled(now)
                found = changes(self._seen, now)
                self._seen = now
                if found:
                    return found
            time.sleep(pause)
        return []

    def _settled(self, now: Snapshot) -> Snapshot:
        """Editors write in several steps and a checkout changes many files: that is one change."""
        latest = time.monotonic() + _LONGEST_SETTLE
        while time.monotonic() < latest:
            time.sleep(SETTLE)
            before, now = now, snapshot(self._watched)
            if now == before:
                break
        return now
