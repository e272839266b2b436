"""A folder as a ZIP that is the same octets whenever it holds the same: order, days, rights and compression are fixed.

Two processes compress a half each. The second half is then put behind the first one, which needs no unpacking:

    out.zip    │ files of the first half │ files of the second half │ last file │ directory │
    out.part                             └──────── copied ─────────┘
"""

import datetime as dt
import hashlib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO

from knownbase.parallel import side_by_side
from knownbase.progress import counted

Change = Callable[[str, bytes], bytes]
"""(path, what stands there) → what shall stand there in the archive."""

Last = tuple[str, Callable[[Mapping[str, str]], bytes]]
"""Path of the last file, and what stands in it, by the SHA-256 of all others."""

LEVEL = 6
"""Of zlib. The first one takes three quarters of the time for a tenth more octets, the last one saves a thousandth."""
LARGE = 8 << 20
"""Octets above which a file is never held in memory, nor changed: only those for download are so large."""
SMALLEST = 128
"""Octets below which compression saves nothing."""
PACKED = (
    ".7z",
    ".br",
    ".bz2",
    ".gif",
    ".gz",
    ".jpg",
    ".png",
    ".rpm",
    ".tgz",
    ".webp",
    ".woff2",
    ".xz",
    ".zip",
    ".zst",
)
"""Endings of files that are compressed already."""

_EARLIEST = dt.date(1980, 1, 1)
"""A ZIP knows no day before it (APPNOTE.TXT 6.3.10, 4.4.6)."""


def pack(
    folder: Path, sizes: Mapping[str, int], place: Path, day: dt.date, change: Change, last: Last
) -> dict[str, str]:
    """Writes files of `folder` into a new ZIP at `place`; the SHA-256 of each as it stands there, in hexadecimal.

    `sizes`: path below the folder → octets. Beside `place` a `.part` comes and goes. Raises OSError.
    """
    part = place.with_suffix(".part")
    halves = zip(_halves(sizes), (place, part), strict=True)
    first, second = side_by_side([partial(_packed, folder, paths, at, day, change) for paths, at in halves])
    hashes = first | second
    path, make = last
    with zipfile.ZipFile(place, "a") as archive:
        _append(archive, part)
        archive.writestr(_info(path, day, packed=False), make(hashes), compresslevel=LEVEL)
    part.unlink()
    return hashes


def _halves(sizes: Mapping[str, int]) -> tuple[Sequence[str], Sequence[str]]:
    """All paths in order, parted so that both halves have about as many octets."""
    paths = sorted(sizes)
    rest = sum(sizes.values()) // 2
    for n, path in enumerate(paths):
        rest -= sizes[path]
        if rest < 0:
            return paths[:n], paths[n:]
    return paths, []


def _packed(folder: Path, paths: Sequence[str], place: Path, day: dt.date, change: Change) -> dict[str, str]:
    hashes = {}
    with zipfile.ZipFile(place, "x") as archive:
        for path in counted("packing files", paths):
            with open(folder / path, "rb") as file:
                data = file.read(LARGE + 1)
                if len(data) > LARGE:
                    hashes[path] = _stream(archive, path, data, file, day)
                    continue
            data = change(path, data)
            hashes[path] = hashlib.sha256(data).hexdigest()
            packed = len(data) < SMALLEST or path.endswith(PACKED)
            archive.writestr(_info(path, day, packed=packed), data, compresslevel=LEVEL)
    return hashes


def _stream(archive: zipfile.ZipFile, path: str, data: bytes, rest: IO[bytes], day: dt.date) -> str:
    """Adds a large file of which `data` is the beginning."""
    found = hashlib.sha256()
    info = _info(path, day, packed=path.endswith(PACKED))
    with archive.open(info, "w", force_zip64=True) as out:
        while data:
            found.update(data)
            out.write(data)
            data = rest.read(LARGE)
    return found.hexdigest()


def _info(path: str, day: dt.date, *, packed: bool) -> zipfile.ZipInfo:
    day = max(day, _EARLIEST)
    info = zipfile.ZipInfo(path, (day.year, day.month, day.day, 0, 0, 0))
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    info.create_system = 3  # Unix, wherever it is made
    info.external_attr = 0o100644 << 16
    return info


def _append(archive: zipfile.ZipFile, part: Path) -> None:
    """Puts the files of another archive behind those of `archive`, as they are compressed there."""
    with zipfile.ZipFile(part) as other, open(part, "rb") as raw:
        out = archive.fp
        assert out is not None, "it is open"
        begin = archive.start_dir
        out.seek(begin)
        left = other.start_dir
        while left:
            chunk = raw.read(min(left, 1 << 20))
            out.write(chunk)
            left -= len(chunk)
        for info in other.infolist():
            info.header_offset += begin
            archive.filelist.append(info)
            archive.NameToInfo[info.filename] = info
        archive.start_dir = out.tell()
