"""What one build leaves for the next: values in files that are checked before they are believed.

    whole values    `save` and `load`: one marshalled value a file, its checksum before it
    records         an append-only file, for values of which a build needs few: a table says where each stands

A file that is cut short, changed or of another format is as good as none: `load` raises Damaged, and the caller
builds anew. Marshal, not pickle: it is three times as fast, holds plain values only, and runs nothing when read.
"""

import hashlib
import marshal
import mmap
import os
import zlib
from collections.abc import Iterator, Mapping, MutableMapping
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

_MARK = b"knownbase 2\n"
_DIGEST = 16
_HEAD = len(_MARK) + _DIGEST
_ROOM = 1 << 20
"""Octets of a file of records that may be of no use before it is worth while to write it anew."""

_LENGTH = itemgetter(1)
"""Of a record's span."""

T = TypeVar("T")

Span = tuple[int, int, int]
"""Offset, length and CRC-32 of a record."""


class Damaged(Exception):
    """A file is missing or not what was written."""


def digest(*parts: bytes) -> bytes:
    """Sixteen octets that tell one sequence of parts from another."""
    found = hashlib.blake2b(digest_size=_DIGEST)
    for part in parts:
        found.update(len(part).to_bytes(4))
        found.update(part)
    return found.digest()


def save(file: Path, value: Any) -> bytes:
    """Writes a value in the place of an older one, in a single step; its checksum."""
    data = marshal.dumps(value)
    checksum = _checksum(data)
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.new")
    with open(new, "wb") as opened:
        opened.write(_MARK + checksum)
        opened.write(data)
    os.replace(new, file)
    return checksum


def load(file: Path, checksum: bytes | None = None) -> Any:
    """What `save` has written, with that checksum if one is given. Raises Damaged."""
    # Mapped: to read megabytes into memory takes longer than to look at them where the system has them.
    with _mapped(file) as mapped, memoryview(mapped) as data, data[_HEAD:] as value:
        found = _checksum(value)
        if data[:_HEAD] != _MARK + found or checksum not in (None, found):
            raise Damaged(f"{file}: checksum")
        return _value(value)


def _mapped(file: Path) -> mmap.mmap:
    """Raises Damaged; a file without an octet cannot be mapped."""
    try:
        with open(file, "rb") as opened:
            return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise Damaged(f"{file}: {error}") from None


def _checksum(data: bytes | memoryview) -> bytes:
    """Of megabytes: processors have instructions for SHA-256, so it takes a third of the time of BLAKE2."""
    return hashlib.sha256(data).digest()[:_DIGEST]


def _value(data: bytes | memoryview) -> Any:
    return marshal.loads(data)  # noqa: S302 - its checksum is that of what we have written


def overlaid(table: dict[str, T], since: Mapping[str, T | None]) -> dict[str, T]:
    """The table with what came, changed or (None) went since put in."""
    for key, one in since.items():
        if one is None:
            table.pop(key, None)
        else:
            table[key] = one
    return table


class Records(MutableMapping[Any, Any]):
    """Values by key, in a file that grows at its end; `table` and `end` belong to it and are kept elsewhere."""

    def __init__(self, file: Path, table: Mapping[Any, Span] | None = None, end: int = 0) -> None:
        """Opens what `table` speaks of, and forgets what stands behind `end`. Raises Damaged."""
        self.table: dict[Any, Span] = dict(table or {})
        self._file = file
        self._end = end
        self._new: list[bytes] = []
        self._fresh: dict[Any, bytes] = {}
        self._map: mmap.mmap | bytes = b""
        if self.table:
            self._map = _mapped(file)
            if len(self._map) < end:
                raise Damaged(f"{file}: cut short")

    def __contains__(self, key: object) -> bool:  # Mapping's own would read the value
        return key in self.table

    def __getitem__(self, key: Any) -> Any:
        """The value. Raises KeyError, Damaged."""
        fresh = self._fresh.get(key)
        if fresh is not None:
            return _value(fresh)
        start, length, checksum = self.table[key]
        data = self._map[start : start + length]
        if zlib.crc32(data) != checksum:
            raise Damaged(f"{self._file}: record {key}")
        return _value(data)

    def __setitem__(self, key: Any, value: Any) -> None:
        data = marshal.dumps(value)
        self._fresh[key] = data
        self.table[key] = (self._end, len(data), zlib.crc32(data))
        self._new.append(data)
        self._end += len(data)

    def __delitem__(self, key: Any) -> None:
        del self.table[key]
        self._fresh.pop(key, None)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.table)

    def __len__(self) -> int:
        return len(self.table)

    def flush(self) -> int:
        """Writes what is new; returns the file's end. A file most of which is of no use any more is written anew."""
        live = sum(map(_LENGTH, self.table.values()))
        if self._end > _ROOM + 2 * live or not self._map:
            return self._rewritten()
        grown = sum(map(len, self._new))
        with open(self._file, "r+b") as opened:
            opened.truncate(self._end - grown)
            opened.seek(self._end - grown)
            opened.writelines(self._new)
        self._new = []
        return self._end

    def _rewritten(self) -> int:
        data = []
        self._end = 0
        for key, (start, length, checksum) in self.table.items():
            fresh = self._fresh.get(key)
            data.append(self._map[start : start + length] if fresh is None else fresh)
            self.table[key] = (self._end, length, checksum)
            self._end += length
        new = self._file.with_name(f"{self._file.name}.new")
        with open(new, "wb") as opened:
            opened.writelines(data)
        os.replace(new, self._file)
        self._new = []
        return self._end
