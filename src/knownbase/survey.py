"""What a site is made from, file by file, and which of it has changed since the last build.

A file whose size, times and inode are as they were is not read again, with one exception that git knows too
("racy git"): what was written within moments of the survey, or bears a time that is still to come, may change
once more without changing these; so it is read again.
"""

import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from stat import S_IFDIR, S_IFLNK, S_IFMT, S_ISREG
from typing import NamedTuple

from knownbase.model.audience import Audience
from knownbase.model.clock import latest_today
from knownbase.model.ids import PLACES
from knownbase.model.layout import FILES_FOLDER, PAGE_ROOTS, TAXONOMY
from knownbase.store import digest
from knownbase.tree import MANIFEST
from knownbase.walk import entries

CONFIG = "mkdocs.yml"
PACKAGE = Path(__file__).parent
PROGRAM = "program"
"""Folder of paths that stand for the generator's own files."""

MOMENT = 2_000_000_000
"""Nanoseconds in which a file system may give two changes the same time."""

_WORD = re.compile(r"[\w.-]+(?:/[\w.-]+)*")
_ENTRIES = tuple(f"{place.folder}/" for place in PLACES.values())
_DOWNLOADS = f"{FILES_FOLDER}/"

Source = tuple[bytes, int, int, int, int]
"""Digest of a file; size, times of modification and of change (ns), inode. A size of -1: these tell nothing yet."""

_NO_FILE: Source = (b"", -1, 0, 0, 0)
"""What is no plain file has a digest that no file has, so that it counts as changed until it is gone."""


def survey(root: Path, before: Mapping[str, Source]) -> dict[str, Source]:
    """Path below `root` → what stands there, for everything that a build reads."""
    now = time.time_ns()
    found: dict[str, Source] = {}
    for path, place, status in _places(root):
        if status is None:
            found[path] = _NO_FILE
            continue
        known = before.get(path)
        signature = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        if known is not None and known[1:] == signature:
            found[path] = known
        else:
            found[path] = _read(place, status, now - MOMENT)
    return found


def _read(place: str, status: os.stat_result, trusted: int) -> Source:
    """What stands in a file; its status tells of later changes if it is older than `trusted` (ns)."""
    if not S_ISREG(status.st_mode):
        return _NO_FILE
    try:
        with open(place, "rb") as file:
            content = digest(file.read())
    except OSError:
        return _NO_FILE
    size = status.st_size if max(status.st_mtime_ns, status.st_ctime_ns) < trusted else -1
    return content, size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


_Place = tuple[str, str, os.stat_result | None]
"""Path, place, and status of what stands there or is linked to; None where that cannot be told."""


def _places(root: Path) -> Iterator[_Place]:
    """Every file that a build of `root` reads."""
    top = str(root)
    yield _place(top, TAXONOMY)
    yield _place(top, CONFIG)
    folders = [place.folder for place in PLACES.values()] + list(PAGE_ROOTS.values())
    for folder in folders:
        yield from _below(top, folder)
    for path in _named_in_config(root):
        if any(path == folder or path.startswith(f"{folder}/") for folder in folders):
            continue
        if os.path.isfile(f"{top}/{path}"):
            yield _place(top, path)
        else:
            yield from _below(top, path)
    for path, place, status in _below(str(PACKAGE), ""):
        yield f"{PROGRAM}/{path}", place, status


def _place(top: str, path: str) -> _Place:
    place = f"{top}/{path}"
    try:
        return path, place, os.stat(place)
    except OSError:
        return path, place, None


def _below(top: str, folder: str) -> Iterator[_Place]:
    """Files below a folder, and links, which may be links to folders; hidden ones and byte code left out."""
    below = [folder]
    while below:
        here = below.pop()
        before = f"{here}/" if here else ""
        try:
            for name, status in entries(f"{top}/{here}"):
                if name[0] == "." or name == "__pycache__":
                    continue
                path = before + name
                kind = S_IFMT(status.st_mode)
                if kind == S_IFDIR:
                    below.append(path)
                    if name.endswith(".yaml"):
                        yield path, "", None
                elif kind == S_IFLNK:
                    yield _place(top, path)
                else:
                    yield path, f"{top}/{path}", status
        except FileNotFoundError:
            continue
        except OSError:
            yield here, "", None


def _named_in_config(root: Path) -> Iterator[str]:
    """Files and folders whose names stand in the configuration: templates, hooks, what it inherits."""
    try:
        words = set(_WORD.findall((root / CONFIG).read_text("utf-8", "replace")))
    except OSError:
        return
    for word in sorted(word for word in words if ".." not in word):
        # A folder with a manifest is a site: a result, no source.
        if os.path.exists(f"{root}/{word}") and not os.path.exists(f"{root}/{word}/{MANIFEST}"):
            yield word


def digest_of(sources: Mapping[str, Source], *beginnings: str) -> bytes:
    """One digest of every source whose path begins with one of `beginnings`, its path with it."""
    paths = sorted(path for path in sources if path.startswith(beginnings))
    return digest(*(part for path in paths for part in (os.fsencode(path), sources[path][0])))


def is_entry(path: str) -> bool:
    """Whether a source lies in a folder of entries, files for download left out, or is such a folder."""
    return f"{path}/".startswith(_ENTRIES) and not path.startswith(_DOWNLOADS)


def is_download(path: str) -> bool:
    return path.startswith(_DOWNLOADS)


class Now(NamedTuple):
    """What stands in the content root at the beginning of a build, and the keys that follow from it.

    `moved`: paths of the sources that came, went or have another content since the last build. `base`: key of program,
    taxonomy and audience; `theme`: of program and what the site generator reads; `today` as `date.toordinal` counts.
    """

    sources: dict[str, Source]
    moved: set[str]
    base: bytes
    theme: bytes
    today: int

    def since(self, before: Mapping[str, Source]) -> dict[str, Source | None]:
        """What is another than before; None: it is no more."""
        found: dict[str, Source | None] = dict.fromkeys(before.keys() - self.sources.keys())
        found.update((path, one) for path, one in self.sources.items() if before.get(path) is not one)
        return found

    @property
    def entries(self) -> int:
        """How many entry files there are."""
        return sum(map(is_entry, self.sources))

    @property
    def downloads(self) -> dict[str, bytes]:
        """Path → digest of the files for download."""
        return {path: one[0] for path, one in self.sources.items() if is_download(path)}


def surveyed(root: Path, audience: Audience, before: Mapping[str, Source]) -> Now:
    """What a build of a content root finds; `before`: the sources of the last one."""
    sources = survey(root, before)
    moved = {
        path
        for path, one in sources.items()
        if (known := before.get(path)) is not one and (known is None or known[0] != one[0])
    }
    moved |= before.keys() - sources.keys()
    program = digest_of(sources, f"{PROGRAM}/")
    base = digest(program, installed(), sources[TAXONOMY][0], audience.encode())
    content = (TAXONOMY, *_ENTRIES, f"{PROGRAM}/")
    pages = {path: one for path, one in sources.items() if not path.startswith(content)}
    return Now(
        sources, moved, base, digest(program, installed(), digest_of(pages, "")), latest_today().toordinal()
    )


def installed() -> bytes:
    """Digest of the Python that runs and of the packages beside this one, by name and version."""
    packages = sorted(
        name
        for folder in sys.path
        if os.path.isdir(folder)
        for name in os.listdir(folder)
        if name.endswith(".dist-info")
    )
    return digest(sys.version.encode(), *(name.encode() for name in packages))
