"""The files of a site while it is made: written anew, or kept as the last build left them.

    out/            the live site: each file as the last build recorded it is `known`
    out.spare/      the site before that one: most of its files are the very same ones (hard links)
    out.new-…/      the spare, renamed, and brought up to date:
                      written   a new file in the place of an old one, never into an old one
                      dropped   taken away, as is what the live site does not know
                      rest      stays; linked from the live site where the spare has another

So one edit costs the files that it changes, and a look at the others. Without a spare all that stay are linked.
"""

import errno
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_IFDIR, S_IFMT
from typing import NamedTuple

from knownbase.recorded import Changes, Record, Recorded
from knownbase.walk import entries, files

MANIFEST = "manifest.json"
"""Names every other file of a site, with its SHA-256."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_TIMED_WHEN_CLOSED = sys.platform == "win32"
"""Whether a file may get another time when it is closed."""
_NO_LINKS = frozenset({errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS, errno.EACCES})


Standing = tuple[list[int], bool]
"""Rows of the files of a site that stand there as recorded, and whether something stands there that no record is of."""


def as_recorded(site: Path, records: Recorded, folders: Iterable[str]) -> Standing:
    """Looks at the files that lie in some folders of a site: at size, time and inode of each."""
    rows, sizes, times, inodes = records.rows, records.sizes, records.times, records.inodes
    well = []
    others = False
    for folder in folders:
        before = f"{folder}/" if folder else ""
        try:
            for name, status in entries(f"{site}/{folder}"):
                path = before + name
                row = rows.get(path)
                if row is None:
                    others = others or _is_strange(site, path, status, records)
                elif (sizes[row], times[row], inodes[row]) == (
                    status.st_size, status.st_mtime_ns, status.st_ino,
                ):  # fmt: skip
                    well.append(row)
        except (FileNotFoundError, NotADirectoryError):
            continue
    return well, others


def _is_strange(site: Path, path: str, status: os.stat_result, records: Recorded) -> bool:
    """Whether what no record is of is a file, or a folder that holds one and that nobody else looks at."""
    if S_IFMT(status.st_mode) != S_IFDIR:
        return True
    return path not in records.folders and any(True for _ in files(f"{site}/{path}"))


def harm(records: Recorded, found: Sequence[Standing]) -> tuple[set[str], bool]:
    """Paths of the files that do not stand as recorded, and whether others do, by what was found in all folders."""
    rows = {row for well, _ in found for row in well}
    gone = (
        set()
        if len(rows) == len(records)
        else {path for path, row in records.rows.items() if row not in rows}
    )
    return gone, any(others for _, others in found)


def _inodes(folder: Path) -> Iterator[tuple[str, int]]:
    """Path below a folder and inode of each file; nothing where there is no such folder."""
    below = [""]
    while below:
        inside = below.pop()
        try:
            with os.scandir(f"{folder}/{inside}") as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        below.append(f"{inside}{entry.name}/")
                    else:
                        yield inside + entry.name, entry.inode()
        except FileNotFoundError:
            continue


def _record(sha256: str, status: os.stat_result) -> Record:
    return sha256, status.st_size, status.st_mtime_ns, status.st_ino


class Strange(NamedTuple):
    """How a folder differs from the live site: paths of known files that are missing or not the very same, and of more."""

    other: set[str]
    more: set[str]


def compared(folder: Path, known: Recorded) -> Strange:
    """What of a folder is not the very same as in the live site, by inode."""
    rows, inodes = known.rows, known.inodes
    same, more = [], set()
    for path, inode in _inodes(folder):
        row = rows.get(path)
        if row is None:
            more.add(path)
        elif inodes[row] == inode:
            same.append(path)
    return Strange(set() if len(same) == len(known) else known.keys() - same, more)


def empty(known: Recorded) -> Strange:
    """What `compared` would find in an empty folder."""
    return Strange(set(known), set())


Stamps = dict[str, tuple[int, int, int]]
"""Folder → inode and times (ns): those of modification and of change are new when a name comes, goes or changes in it."""


def stamps(top: Path, folders: Iterable[str]) -> Stamps:
    """Of those folders below `top` that are there."""
    found = {}
    for folder in folders:
        with suppress(FileNotFoundError, NotADirectoryError):
            status = os.stat(f"{top}/{folder}")
            found[folder] = status.st_ino, status.st_mtime_ns, status.st_ctime_ns
    return found


@dataclass(slots=True)
class Tree:
    """Files below `folder`, on their way to be a site.

    `known` are the files of the live site that are as the last build left them: they stay unless they are written
    anew or dropped. `strange`: what `compared` has found in the folder, where somebody has looked already.
    """

    folder: Path
    known: Recorded = field(default_factory=Recorded)
    strange: Strange | None = None
    written: dict[str, Record] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    _folders: set[str] = field(default_factory=set)

    def write(self, path: str, data: bytes) -> None:
        """One file, as by `write_all`."""
        self.write_all([(path, data)])

    def write_all(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Writes new files, but for those of which the live site has the very same one. All are summed first, see `runs`."""
        summed = [(path, data, hashlib.sha256(data).hexdigest()) for path, data in files]
        for path, data, sha256 in summed:
            if path not in self.known or self.known[path][0] != sha256:
                self.written[path] = _record(sha256, self._made(path, data))

    def _made(self, path: str, data: bytes) -> os.stat_result:
        """Makes a file. One of that name is let go first: other trees may share it."""
        place = f"{self.folder}/{path}"
        self._folder_of(path)
        try:
            file = os.open(place, _NEW, 0o644)
        except FileExistsError:
            os.unlink(place)
            file = os.open(place, _NEW, 0o644)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(file, left) :]
            status = os.fstat(file)
        finally:
            os.close(file)
        return os.stat(place) if _TIMED_WHEN_CLOSED else status

    def copy(self, path: str, source: Path) -> None:
        """Writes a copy of a file that may be large."""
        place = Path(self.folder) / path
        self._folder_of(path)
        place.unlink(missing_ok=True)
        found = hashlib.sha256()
        with open(source, "rb") as opened, open(place, "xb") as written:
            while chunk := opened.read(1 << 20):
                found.update(chunk)
                written.write(chunk)
        self.written[path] = _record(found.hexdigest(), os.stat(place))

    def write_at_last(self, path: str, data: bytes) -> Record:
        """Writes a file of which the live site may have the very same one; its record."""
        self.known = Recorded()
        self.write(path, data)
        return self.written[path]

    def drop(self, paths: Iterable[str]) -> None:
        """Files of the live site that the new one does not have, and has not written."""
        self.dropped.update(paths)

    def paths(self) -> set[str]:
        """Those of all files that the new site will have but its manifest, which is written at last."""
        return (self.known.keys() - self.dropped - {MANIFEST}) | self.written.keys()

    def settle(self) -> tuple[Changes, list[str]]:
        """Takes away what does not stay; what has changed since the live site was recorded, and what is to be linked."""
        other, more = self.strange or compared(self.folder, self.known)
        gone = self.dropped - self.written.keys()
        for path in (more | gone) - self.written.keys():
            with suppress(FileNotFoundError):
                self._take_away(path)
        return {**dict.fromkeys(gone), **self.written}, list(other - gone - self.written.keys())

    def link(self, live: Path, paths: Iterable[str]) -> dict[str, Record]:
        """Links files of the live site in the place of what has their names; records of those that had to be copied."""
        copied = {}
        for path in paths:
            if not self._link(live, path):
                copied[path] = _record(self.known[path][0], os.stat(f"{self.folder}/{path}"))
        return copied

    def _take_away(self, path: str) -> None:
        """Deletes a file, and the folders that it leaves empty."""
        os.unlink(f"{self.folder}/{path}")
        folder = path.rpartition("/")[0]
        while folder:
            try:
                os.rmdir(f"{self.folder}/{folder}")
            except OSError:
                return  # not empty
            folder = folder.rpartition("/")[0]

    def _folder_of(self, path: str) -> None:
        """Makes the folder of a file, unless it has been made before."""
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            os.makedirs(f"{self.folder}/{folder}", exist_ok=True)
            self._folders.add(folder)

    def _link(self, live: Path, path: str) -> bool:
        """Whether a link could be made; else it is a copy."""
        source, place = f"{live}/{path}", f"{self.folder}/{path}"
        self._folder_of(path)
        try:
            try:
                os.link(source, place)
            except FileExistsError:
                os.unlink(place)
                os.link(source, place)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            import shutil  # where links can be made there is no use for it

            shutil.copyfile(source, place)
            return False
        return True
