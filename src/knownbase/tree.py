"""The files of a site while it is made: written anew, or kept as the last build left them.

    out/            the live site: each file as the last build recorded it is `intact`
    out.spare/      the site before that one: most of its files are the very same ones (hard links)
    out.new-…/      the spare, renamed, and brought up to date:
                      written   a new file in the place of an old one, never into an old one
                      kept      linked from the live site where the spare has another
                      rest      taken away

So one edit costs the files that it changes, however many there are. Without a spare all kept files are linked.
"""

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from knownbase.walk import files

MANIFEST = "manifest.json"
"""Names every other file of a site, with its SHA-256."""

Record = tuple[str, int, int, int]
"""Of a file: SHA-256 in hexadecimal, size, time of modification (ns), inode."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_NO_LINKS = frozenset({errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS, errno.EACCES})


def harmed(site: Path, records: Mapping[str, Record]) -> tuple[set[str], bool]:
    """Paths of the records whose files do not stand below `site` as they say, by size, time and inode.

    And whether something stands there that no record is of.
    """
    well = []
    others = False
    for path, status in files(str(site)):
        record = records.get(path)
        if record is None:
            others = True
        elif record[1:] == (status.st_size, status.st_mtime_ns, status.st_ino):
            well.append(path)
    return records.keys() - well, others


def _files(site: Path, folders: list[str] | None = None) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """Path below `site` and directory entry of each file; nothing where there is no such folder.

    `folders` takes the folders that were met, each after the one that holds it.
    """
    below = [""]
    while below:
        folder = below.pop()
        try:
            with os.scandir(f"{site}/{folder}") as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        below.append(f"{folder}{entry.name}/")
                        if folders is not None:
                            folders.append(below[-1])
                    else:
                        yield folder + entry.name, entry
        except FileNotFoundError:
            continue


@dataclass(slots=True)
class Tree:
    """Files below `folder`, on their way to be a site.

    `known` are the files of the live site that are as the last build left them; `kept` those that stay.
    """

    folder: Path
    known: Mapping[str, Record] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    """Path → SHA-256 in hexadecimal."""
    kept: set[str] = field(default_factory=set)
    _folders: set[str] = field(default_factory=set)

    def write(self, path: str, data: bytes) -> None:
        """Writes a new file, unless the live site has the very same one.

        A file of that name is let go first: other trees may share it.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        record = self.known.get(path)
        if record is not None and record[0] == sha256:
            self.kept.add(path)
            return
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
        finally:
            os.close(file)
        self.written[path] = sha256

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
        self.written[path] = found.hexdigest()

    def write_at_last(self, path: str, data: bytes) -> Record:
        """Writes a file of which the live site may have the very same one; its record."""
        self.known = {}
        self.write(path, data)
        return self._record(path, self.written[path])

    def keep(self, path: str) -> None:
        self.kept.add(path)

    def take(self, written: Mapping[str, str], kept: Iterable[str]) -> None:
        """Adds what another process has written and kept in the same folder."""
        self.written.update(written)
        self.kept.update(kept)

    def settle(self, live: Path) -> dict[str, Record]:
        """Links what is kept, takes away what is neither written nor kept; the records of all files."""
        found = {path: self.known[path] for path in self.kept}
        folders: list[str] = []
        others, right = [], set()
        for path, entry in _files(self.folder, folders):
            record = found.get(path)
            if record is not None and record[3] == entry.inode():
                right.add(path)
            elif path not in self.written:
                others.append(path)
        for path in others:
            os.unlink(f"{self.folder}/{path}")
        for path in found.keys() - right:
            if not self._link(live, path):
                found[path] = self._record(path, found[path][0])
        for folder in reversed(folders):
            with suppress(OSError):  # most are not empty
                os.rmdir(f"{self.folder}/{folder}")
        found.update((path, self._record(path, sha256)) for path, sha256 in self.written.items())
        return found

    def link(self, live: Path) -> None:
        """Links every known file of the live site that is there into an empty folder, as far as the file system can."""
        for path in self.known:
            with suppress(FileNotFoundError):
                self._link(live, path)

    def _record(self, path: str, sha256: str) -> Record:
        status = os.stat(f"{self.folder}/{path}")
        return sha256, status.st_size, status.st_mtime_ns, status.st_ino

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
            os.link(source, place)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            import shutil  # where links can be made there is no use for it

            shutil.copyfile(source, place)
            return False
        return True
