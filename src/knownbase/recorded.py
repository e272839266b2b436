"""What is recorded of the files of a site, in columns.

A tuple for each of 56,000 files takes longer to make than most builds need altogether: nearly all only ask whether a
file is known, or look at what the system says of it, and few want its checksum.
"""

from array import array
from collections.abc import Iterable, Iterator, KeysView, Mapping

Record = tuple[str, int, int, int]
"""Of a file: SHA-256 in hexadecimal, size, time of modification (ns), inode."""

Changes = dict[str, Record | None]
"""Files that came, changed or (None) went."""

Columns = tuple[str, str, bytes, bytes, bytes, bytes]
"""Plain values: folders and paths with NULs between them; SHA-256, 32 octets each; sizes, times and inodes, 8 each."""

_SHA = 32
_NUMBERS = ("Q", "q", "Q")
"""Type codes of the columns: a clock may stand before 1970."""


class Recorded(Mapping[str, Record]):
    """Path → record. Only `apply` changes it.

    `rows`: path → row of the columns. `sizes`, `times` and `inodes` are some of these, for who looks at every file.
    `folders`: every folder in which one of the files lies or lay, those above it too; "" is the site itself.
    """

    def __init__(self, columns: Columns = ("", "", b"", b"", b"", b"")) -> None:
        folders, paths, sha256, *numbers = columns
        self.folders = set(folders.split("\0"))
        self._sha256 = bytearray(sha256)
        self.sizes, self.times, self.inodes = map(array, _NUMBERS, numbers)
        names = paths.split("\0") if paths else []
        self.rows = dict(zip(names, range(len(names)), strict=True))

    def apply(self, changes: Changes) -> None:
        """Takes note of what has changed."""
        new: dict[str, Record] = {}
        for path, record in changes.items():
            if record is None:
                self.rows.pop(path, None)
            elif (row := self.rows.get(path)) is None:
                new[path] = record
            else:
                sha256, self.sizes[row], self.times[row], self.inodes[row] = record
                self._sha256[row * _SHA : (row + 1) * _SHA] = bytes.fromhex(sha256)
        if new:
            self._append(new)

    def columns(self) -> Columns:
        """What the table can be made of again."""
        rows = self.rows.values()
        sha256 = b"".join([self._sha256[row * _SHA : (row + 1) * _SHA] for row in rows])
        sizes, times, inodes = (
            array(column.typecode, [column[row] for row in rows]).tobytes()
            for column in (self.sizes, self.times, self.inodes)
        )
        return "\0".join(self.folders), "\0".join(self.rows), sha256, sizes, times, inodes

    def without(self, paths: Iterable[str]) -> "Recorded":
        """The table without some of its files; this very one, where there are none of them."""
        gone = self.rows.keys() & paths
        if not gone:
            return self
        other = Recorded(self.columns())
        other.apply(dict.fromkeys(gone))
        return other

    def _append(self, new: Mapping[str, Record]) -> None:
        """Column by column: a first build has all its files here."""
        first = len(self.sizes)
        self.rows.update(zip(new, range(first, first + len(new)), strict=True))
        sha256, *numbers = zip(*new.values(), strict=True)
        self._sha256 += bytes.fromhex("".join(sha256))
        for column, values in zip((self.sizes, self.times, self.inodes), numbers, strict=True):
            column.extend(values)
        for folder in {path.rpartition("/")[0] for path in new}:
            self._lies_in(folder)

    def _lies_in(self, folder: str) -> None:
        while folder not in self.folders:
            self.folders.add(folder)
            folder = folder.rpartition("/")[0]

    def __getitem__(self, path: str) -> Record:
        row = self.rows[path]
        sha256 = self._sha256[row * _SHA : (row + 1) * _SHA].hex()
        return sha256, self.sizes[row], self.times[row], self.inodes[row]

    def __contains__(self, path: object) -> bool:
        return path in self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def keys(self) -> KeysView[str]:  # Mapping's own looks at one path after the other
        return self.rows.keys()
