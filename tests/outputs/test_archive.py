"""A ZIP that two processes write is a ZIP like any other, and the same octets each time."""

import datetime as dt
import hashlib
import json
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from knownbase.answers import jobs
from knownbase.outputs import archive
from knownbase.outputs.archive import SMALLEST, pack

DAY = dt.date(2026, 11, 26)
FILES = {
    "index.html": b"<p>The same words again and again.</p>" * 90,
    "a/b.html": b"x" * SMALLEST,
    "a/small.html": b"x" * (SMALLEST - 1),
    "picture.png": b"p" * 5_000,
    "fr/été «x».html": "Où ?".encode() * 400,
    "z/large.bin": bytes(range(256)) * 900,
    "empty.txt": b"",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, data in FILES.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_bytes(data)
    return tmp_path / "site"


def listed(hashes: Mapping[str, str]) -> bytes:
    return json.dumps(dict(sorted(hashes.items()))).encode()


def packed(folder: Path, name: str = "one", day: dt.date = DAY, processes: int = 2) -> Path:
    place = folder.parent / f"{name}.zip"
    sizes = {path: len(data) for path, data in FILES.items()}
    with jobs(processes):
        pack(folder, sizes, place, day, lambda _path, data: data, ("list.json", listed))
    return place


def test_every_file_is_in_it_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGE", 10_000)
    place = packed(folder)
    with zipfile.ZipFile(place) as found:
        assert found.testzip() is None
        assert found.namelist() == [*sorted(FILES), "list.json"]
        assert {path: found.read(path) for path in FILES} == FILES
        assert json.loads(found.read("list.json")) == {
            path: hashlib.sha256(data).hexdigest() for path, data in FILES.items()
        }
        infos = found.infolist()
    assert {info.date_time for info in infos} == {(2026, 11, 26, 0, 0, 0)}
    assert {(info.create_system, info.external_attr >> 16) for info in infos} == {(3, 0o100644)}
    assert {info.filename for info in infos if info.compress_type == zipfile.ZIP_STORED} == {
        "a/small.html", "picture.png", "empty.txt",
    }  # fmt: skip
    assert [one.name for one in place.parent.iterdir() if one.name != "site"] == ["one.zip"]


def test_the_header_of_each_file_says_what_the_directory_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LARGE", 10_000)
    place = packed(folder)
    data = place.read_bytes()
    with zipfile.ZipFile(place) as found:
        for one in found.infolist():
            # Flags and way of compression; then, behind time and day, CRC-32 and both sizes (APPNOTE.TXT, 4.3.7).
            said = struct.unpack_from("<HH4xIII", data, one.header_offset + 6)
            assert said == (one.flag_bits, one.compress_type, one.CRC, one.compress_size, one.file_size)


def test_one_process_and_two_write_the_same(folder: Path) -> None:
    assert packed(folder, "one").read_bytes() == packed(folder, "two", processes=1).read_bytes()


def test_what_is_changed_on_the_way_is_what_the_last_file_tells_of(folder: Path) -> None:
    place = folder.parent / "x.zip"
    sizes = {"index.html": 1, "a/b.html": 1}
    unpacked = pack(folder, sizes, place, DAY, lambda path, _data: path.encode(), ("list.json", listed))
    with zipfile.ZipFile(place) as found:
        assert json.loads(found.read("list.json")) == {
            path: hashlib.sha256(path.encode()).hexdigest() for path in sizes
        }
        assert unpacked == sum(map(len, [*map(found.read, found.namelist())]))
        assert {path: found.read(path) for path in sizes} == {path: path.encode() for path in sizes}


def test_a_day_before_any_zip_is_its_first(folder: Path) -> None:
    with zipfile.ZipFile(packed(folder, day=dt.date(1970, 1, 1))) as found:
        assert {info.date_time for info in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_to_pack_is_a_zip_with_the_last_file(tmp_path: Path) -> None:
    pack(tmp_path, {}, tmp_path / "x.zip", DAY, lambda _path, data: data, ("list.json", listed))
    with zipfile.ZipFile(tmp_path / "x.zip") as found:
        assert found.namelist() == ["list.json"]
