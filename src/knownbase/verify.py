"""A published tree, or a ZIP of one, against its manifest: what is missing, changed, or came from elsewhere."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from knownbase.tree import MANIFEST

CHUNK = 1 << 20

Open = Callable[[], IO[bytes]]


class NoManifest(Exception):
    """There is nothing to compare with; the message says why."""


@dataclass(frozen=True)
class Differences:
    """Paths below the site's root, in order. `files` counts what the manifest names."""

    files: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def none(self) -> bool:
        return not (self.missing or self.changed or self.added)


def verify(site: Path) -> Differences:
    """Compares every file with the SHA-256 that the manifest has of it. Raises NoManifest."""
    with ExitStack() as stack:
        if site.is_dir():
            found: dict[str, Open] = dict(_of_folder(site))
        else:
            try:
                archive = stack.enter_context(zipfile.ZipFile(site))
            except (OSError, zipfile.BadZipFile) as error:
                raise NoManifest(f"{site} is neither a folder nor a ZIP that can be read: {error}") from None
            found = dict(_of_archive(archive))
        named = _manifest(found.pop(MANIFEST, None), site)
        there = sorted(named.keys() & found.keys())
        return Differences(
            files=len(named),
            missing=tuple(sorted(named.keys() - found.keys())),
            changed=tuple(path for path in there if _hash(found[path]) != named[path]),
            added=tuple(sorted(found.keys() - named.keys())),
        )


def _of_folder(site: Path) -> Iterator[tuple[str, Open]]:
    for folder, _, names in os.walk(site):
        for name in names:
            file = Path(folder) / name
            yield file.relative_to(site).as_posix(), lambda file=file: file.open("rb")  # type: ignore[misc]


def _of_archive(archive: zipfile.ZipFile) -> Iterator[tuple[str, Open]]:
    """The files below the folder in which the manifest lies: a ZIP may have one around everything."""
    names = [name for name in archive.namelist() if not name.endswith("/")]
    manifests = [name for name in names if name.rsplit("/", 1)[-1] == MANIFEST]
    top = min(manifests, key=len, default="").removesuffix(MANIFEST)
    for name in names:
        yield name.removeprefix(top), lambda name=name: archive.open(name)  # type: ignore[misc]


def _manifest(opened: Open | None, site: Path) -> Mapping[str, str]:
    if opened is None:
        raise NoManifest(f"{site} has no {MANIFEST}; it is no site that knownbase has published")
    try:
        with opened() as file:
            named = json.loads(file.read())["files"]
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error):
        named = None
    if not isinstance(named, dict) or not all(isinstance(value, str) for value in named.values()):
        raise NoManifest(f"{site}: {MANIFEST} is damaged; publish the site anew")
    return named


def _hash(opened: Open) -> str:
    """Hexadecimal SHA-256; "" for what cannot be read."""
    digest = hashlib.sha256()
    try:
        with opened() as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except (OSError, zipfile.BadZipFile, zlib.error):
        return ""
    return digest.hexdigest()
