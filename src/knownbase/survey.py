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
from dataclasses import dataclass
from pathlib import Path

from knownbase.model.audience import Audience
from knownbase.model.clock import latest_today
from knownbase.model.ids import PLACES
from knownbase.model.layout import FILES_FOLDER, PAGE_ROOTS, TAXONOMY
from knownbase.store import digest
from knownbase.tree import MANIFEST

CONFIG = "mkdocs.yml"
PACKAGE = Path(__file__).parent
PROGRAM = "program"
"""Folder of paths that stand for the generator's own files."""

MOMENT = 2_000_000_000
"""Nanoseconds in which a file system may give two changes the same time."""

_WORD = re.compile(r"[\w.-]+(?:/[\w.-]+)*")

Source = tuple[bytes, int, int, int, int, bool]
"""Digest of a file; size, times of modification and of change (ns), inode; whether these can be trusted."""


def survey(root: Path, before: Mapping[str, Source]) -> dict[str, Source]:
    """Path below `root` → what stands there, for everything that a build reads.

    What is no plain file has a digest that no file has, so that it counts as changed until it is gone.
    """
    now = time.time_ns()
    found: dict[str, Source] = {}
    for path, place in _places(root):
        known = before.get(path)
        try:
            status = os.stat(place)
            signature = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
            if known is not None and known[5] and known[1:5] == signature:
                found[path] = known
                continue
            with open(place, "rb") as file:
                content = digest(file.read())
            trusted = max(signature[1], signature[2]) < now - MOMENT
            found[path] = (content, *signature, trusted)
        except OSError:
            found[path] = (b"", 0, 0, 0, 0, False)
    return found


def _places(root: Path) -> Iterator[tuple[str, str]]:
    """Path and place of every file that a build of `root` reads."""
    yield TAXONOMY, f"{root}/{TAXONOMY}"
    yield CONFIG, f"{root}/{CONFIG}"
    folders = [place.folder for place in PLACES.values()] + list(PAGE_ROOTS.values())
    for folder in folders:
        yield from ((path, f"{root}/{path}") for path in _below(str(root), folder))
    for path in _named_in_config(root):
        if not any(path == folder or path.startswith(f"{folder}/") for folder in folders):
            yield path, f"{root}/{path}"
    for path in _below(str(PACKAGE), ""):
        yield f"{PROGRAM}/{path}", f"{PACKAGE}/{path}"


def _below(top: str, folder: str) -> Iterator[str]:
    """Files below a folder, and links, which may be links to folders; hidden ones and byte code left out."""
    below = [folder]
    while below:
        here = below.pop()
        try:
            with os.scandir(f"{top}/{here}") as entries:
                for entry in entries:
                    if entry.name[0] == "." or entry.name == "__pycache__":
                        continue
                    path = f"{here}/{entry.name}" if here else entry.name
                    if not entry.is_dir(follow_symlinks=False):
                        yield path
                        continue
                    below.append(path)
                    if entry.name.endswith(".yaml"):
                        yield path
        except FileNotFoundError:
            continue
        except OSError:
            yield here


def _named_in_config(root: Path) -> Iterator[str]:
    """Files and folders whose names stand in the configuration: templates, hooks, what it inherits."""
    try:
        words = set(_WORD.findall((root / CONFIG).read_text("utf-8", "replace")))
    except OSError:
        return
    for word in sorted(word for word in words if ".." not in word):
        if os.path.isfile(f"{root}/{word}"):
            yield word
        # A folder with a manifest is a site: a result, no source.
        elif os.path.isdir(f"{root}/{word}") and not os.path.exists(f"{root}/{word}/{MANIFEST}"):
            yield from _below(str(root), word)


def digest_of(sources: Mapping[str, Source], *beginnings: str) -> bytes:
    """One digest of every source whose path begins with one of `beginnings`, its path with it."""
    paths = sorted(path for path in sources if path.startswith(beginnings))
    return digest(*(part for path in paths for part in (os.fsencode(path), sources[path][0])))


def entry_files(sources: Mapping[str, Source]) -> dict[str, bytes]:
    """Path → digest of what stands in the folders of entries; files for download are left out."""
    folders = tuple(f"{place.folder}/" for place in PLACES.values())
    return {
        path: source[0]
        for path, source in sources.items()
        if path.startswith(folders) and not path.startswith(f"{FILES_FOLDER}/")
    }


def download_files(sources: Mapping[str, Source]) -> dict[str, bytes]:
    """Path → digest of the files for download."""
    return {path: one[0] for path, one in sources.items() if path.startswith(f"{FILES_FOLDER}/")}


@dataclass(frozen=True, slots=True)
class Now:
    """What stands in the content root at the beginning of a build, and the keys that follow from it.

    `base`: of program, taxonomy and audience; `theme`: of program and what the site generator reads; `today` as
    `date.toordinal` counts.
    """

    sources: dict[str, Source]
    base: bytes
    theme: bytes
    today: int

    @property
    def entries(self) -> dict[str, bytes]:
        return entry_files(self.sources)

    @property
    def downloads(self) -> dict[str, bytes]:
        return download_files(self.sources)


def surveyed(root: Path, audience: Audience, before: Mapping[str, Source]) -> Now:
    """What a build of a content root finds; `before`: the sources of the last one."""
    sources = survey(root, before)
    program = digest_of(sources, f"{PROGRAM}/")
    base = digest(program, installed(), sources[TAXONOMY][0], audience.encode())
    content = (TAXONOMY, *(f"{place.folder}/" for place in PLACES.values()), f"{PROGRAM}/")
    pages = {path: one for path, one in sources.items() if not path.startswith(content)}
    return Now(sources, base, digest(program, installed(), digest_of(pages, "")), latest_today().toordinal())


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
