"""A finished tree takes the place of the old one in a single step.

    out.new-…/   written aside, on the same file system
    out/         ⇄ exchanged (renameat2, Linux) or renamed in two steps elsewhere
    out.new-…/   now the old tree: deleted

Whatever fails before the exchange leaves `out` as it was. A folder that no build of ours has made is
never replaced.
"""

import ctypes
import errno
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MANIFEST = "manifest.json"
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


class Refused(Exception):
    """The place of the site cannot be used; the message says why and what to do."""


def check_target(out: Path, root: Path) -> None:
    """Raises Refused when `out` holds something that no build of ours has made."""
    place, home = out.resolve(), root.resolve()
    if home.is_relative_to(place):
        raise Refused(f"{out} holds the content itself; give the site a folder of its own with --out")
    for name in ("docs", "docs_fr", "faq", "anomalies_db", "downloads", "schema", "scripts", "src", "tests"):
        if place.is_relative_to(home / name):
            raise Refused(f"{out} lies among the sources; give the site a folder of its own with --out")
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise Refused(f"{out} is not a folder; name another with --out")
    if out.is_dir() and any(out.iterdir()) and not _is_ours(out):
        raise Refused(f"{out} holds files that knownbase has not made; empty it, or name another with --out")


def _is_ours(folder: Path) -> bool:
    """Whether a build of ours made the folder; browser extensions have a `manifest.json` too."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, IsADirectoryError, ValueError):
        return False
    return isinstance(manifest, dict) and isinstance(manifest.get("files"), dict)


@contextmanager
def aside(out: Path) -> Iterator[Path]:
    """A new folder beside `out`, gone at the end unless `swap` has moved it; raises Refused."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".{out.name}.new-", dir=out.parent))
        place.chmod(0o755)
    except OSError as error:
        raise Refused(f"cannot write beside {out}: {error.strerror}") from None
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def write_manifest(tree: Path) -> int:
    """Writes `manifest.json`, the SHA-256 of every other file; returns how many there are."""
    files = {}
    for folder, folders, names in os.walk(tree):
        folders.sort()
        for name in sorted(names):
            file = Path(folder) / name
            path = file.relative_to(tree).as_posix()
            if path != MANIFEST:
                files[path] = hashlib.sha256(file.read_bytes()).hexdigest()
    text = json.dumps({"files": dict(sorted(files.items()))}, indent=0, ensure_ascii=False)
    (tree / MANIFEST).write_text(text + "\n", "utf-8", newline="\n")
    return len(files)


def swap(new: Path, out: Path) -> None:
    """Puts `new` in the place of `out`; what was there is in `new` afterwards, to be deleted."""
    if not out.exists():
        new.rename(out)
    elif not _exchange(new, out):
        # No exchange here: for a moment there is no site, and a failure puts the old one back.
        old = new.with_name(new.name + ".old")
        out.rename(old)
        try:
            new.rename(out)
        except OSError:
            old.rename(out)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, two: Path) -> bool:
    """Swaps two names in one step (renameat2(2), Linux); False where that does not exist."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(two), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(code, os.strerror(code), str(two))
