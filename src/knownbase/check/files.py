"""KB310: what lies in a folder of files for download without being offered by any patch."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from knownbase.check.patches import file_name
from knownbase.model.entry import Entry, Patch


class FolderUnreadable(Exception):
    """The folder, or one below it, cannot be listed; the text says which, and why."""


def unnamed_files(folder: Path, entries: Iterable[Entry]) -> list[str]:
    """Paths below the folder, sorted, of the files that no patch names; hidden ones are left out.

    Raises FolderUnreadable.
    """
    named = {file_name(one) for one in entries if isinstance(one, Patch) and (one.file or one.url)}
    return sorted(set(_files_below(folder)) - {os.path.normpath(name) for name in named})


def _files_below(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                yield (Path(place) / name).relative_to(folder).as_posix()


def _refuse(error: OSError) -> None:
    raise FolderUnreadable(f"{error.filename}: {error.strerror}")
