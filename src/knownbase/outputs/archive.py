"""A folder as a ZIP that is the same octets whenever it holds the same: order, days, rights and compression are fixed.

Two processes compress a half each. The second half is then put behind the first one, which needs no unpacking:

    out.zip    │ files of the first half │ files of the second half │ last file │ directory │
    out.part                             └──────── copied ─────────┘

A file goes in as one header and its octets in one write. `zipfile` alone would write each header twice, and flush in
between: with small files that takes as long as to compress them. It makes the headers, the last file, the directory.
"""

import datetime as dt
import hashlib
import os
import zipfile
import zlib
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

_Packed = tuple[str, int, int, int, int, int, str]
"""Of a file that is in: path, offset, way of compression, CRC-32, octets in the ZIP, octets, SHA-256 in hexadecimal."""


def pack(
    folder: Path, sizes: Mapping[str, int], place: Path, day: dt.date, change: Change, last: Last
) -> int:
    """Writes files of `folder` into a new ZIP at `place`; how many octets it holds, unpacked.

    `sizes`: path below the folder → octets. Beside `place` a `.part` comes and goes. Raises OSError.
    """
    part = place.with_suffix(".part")
    path, make = last
    with zipfile.ZipFile(place, "x") as archive, open(part, "xb") as second:
        first = archive.fp
        assert first is not None, "it is open"
        halves = zip(_halves(sizes), (first, second), strict=True)
        works = [partial(_packed, folder, paths, out, day, change) for paths, out in halves]
        mine, others = side_by_side(works)
        begin = first.tell()
        _append(first, part)
        archive.filelist += [_info_of(one, day, 0) for one in mine]
        archive.filelist += [_info_of(one, day, begin) for one in others]
        archive.start_dir = first.tell()
        listed = make({packed[0]: packed[-1] for packed in (*mine, *others)})
        archive.writestr(_info(path, day, packed=False), listed, compresslevel=LEVEL)
        unpacked = sum(info.file_size for info in archive.filelist)
    part.unlink()
    return unpacked


def _halves(sizes: Mapping[str, int]) -> tuple[Sequence[str], Sequence[str]]:
    """All paths in order, parted so that both halves have about as many octets."""
    paths = sorted(sizes)
    rest = sum(sizes.values()) // 2
    for n, path in enumerate(paths):
        rest -= sizes[path]
        if rest < 0:
            return paths[:n], paths[n:]
    return paths, []


def _packed(
    folder: Path, paths: Sequence[str], out: IO[bytes], day: dt.date, change: Change
) -> list[_Packed]:
    """Writes files into an archive that has no directory yet."""
    found = []
    for path in counted("packing files", paths):
        with open(f"{folder}/{path}", "rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            if size > LARGE:
                found.append(_stream(file, size, path, out, day))
                continue
            data = file.read()
        data = change(path, data)
        info = _info(path, day, packed=len(data) < SMALLEST or path.endswith(PACKED))
        info.CRC, info.file_size = zlib.crc32(data), len(data)
        compressed = data if info.compress_type == zipfile.ZIP_STORED else _deflated(data)
        info.compress_size = len(compressed)
        found.append(_row(info, out.tell(), hashlib.sha256(data).hexdigest()))
        out.write(info.FileHeader() + compressed)
    out.flush()
    return found


def _deflated(data: bytes) -> bytes:
    packer = _packer()
    return packer.compress(data) + packer.flush()


def _packer() -> "zlib._Compress":
    return zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)  # raw, as a ZIP has it


def _stream(file: IO[bytes], size: int, path: str, out: IO[bytes], day: dt.date) -> _Packed:
    """Writes a file that is not held in memory: its header is written before all is known, and mended."""
    info = _info(path, day, packed=path.endswith(PACKED))
    zip64 = size * 1.05 > zipfile.ZIP64_LIMIT  # what cannot be compressed grows a little
    begin = out.tell()
    out.write(info.FileHeader(zip64=zip64))
    start = out.tell()
    packer = None if info.compress_type == zipfile.ZIP_STORED else _packer()
    sha256 = hashlib.sha256()
    while data := file.read(LARGE):
        sha256.update(data)
        info.CRC, info.file_size = zlib.crc32(data, info.CRC), info.file_size + len(data)
        out.write(data if packer is None else packer.compress(data))
    if packer is not None:
        out.write(packer.flush())
    end = out.tell()
    info.compress_size = end - start
    out.seek(begin)
    out.write(info.FileHeader(zip64=zip64))
    out.seek(end)
    return _row(info, begin, sha256.hexdigest())


def _row(info: zipfile.ZipInfo, offset: int, sha256: str) -> _Packed:
    way, crc, packed, size = info.compress_type, info.CRC, info.compress_size, info.file_size
    return info.filename, offset, way, crc, packed, size, sha256


def _info_of(packed: _Packed, day: dt.date, begin: int) -> zipfile.ZipInfo:
    """What the directory says of a file whose offset counts from `begin`."""
    path, offset, way, crc, octets, size, _ = packed
    info = _info(path, day, packed=way == zipfile.ZIP_STORED)
    info.header_offset, info.CRC, info.compress_size, info.file_size = begin + offset, crc, octets, size
    return info


def _info(path: str, day: dt.date, *, packed: bool) -> zipfile.ZipInfo:
    day = max(day, _EARLIEST)
    info = zipfile.ZipInfo(path, (day.year, day.month, day.day, 0, 0, 0))
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    info.create_system = 3  # Unix, wherever it is made
    info.external_attr = 0o100644 << 16
    info.CRC = 0  # until it is known
    return info


def _append(out: IO[bytes], part: Path) -> None:
    """Puts what stands in a file behind what has been written."""
    with open(part, "rb") as raw:
        while chunk := raw.read(1 << 20):
            out.write(chunk)
