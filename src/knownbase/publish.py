"""A finished tree takes the place of the old one in a single step.

    out.new-…/   written aside, on the same file system
    out/         ⇄ exchanged (renameat2, Linux) or renamed in two steps elsewhere
    out.new-…/   now the old tree: deleted

Whatever fails before the exchange leaves `out` as it was. A folder that no build of ours has made is
never replaced.
"""

import ctypes
import errno
import glob
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from knownbase.parallel import in_halves, side_by_side

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
    """A new folder beside `out`, gone at the end unless `swap` has moved it.

    One build at a time: what an earlier one has left, because it was killed, is deleted first. Raises Refused.
    """
    prefix = f".{out.name}.new-"
    with ExitStack() as stack:
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            place = Path(tempfile.mkdtemp(prefix=prefix, dir=out.parent))
            stack.callback(shutil.rmtree, place, ignore_errors=True)
            place.chmod(0o755)
            lock = stack.enter_context(_held(place))
        except OSError as error:
            raise Refused(f"cannot write beside {out}: {error.strerror}") from None
        others = [one for one in out.parent.glob(f"{glob.escape(prefix)}*") if one != place]
        if not lock or not place.is_dir() or not all(map(_left_behind, others)):
            raise Refused(f"another build is writing {out}; wait for it to end")
        for left in others:
            shutil.rmtree(left, ignore_errors=True)
        yield place


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Holds the lock of a folder; False when another process does. It ends with the process, however that ends.

    Windows locks no folders: there it is always had.
    """
    if sys.platform == "win32":
        yield True
        return
    import fcntl  # not there on Windows

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        had = True
    except OSError:
        had = False
    try:
        yield had
    finally:
        os.close(descriptor)


def _left_behind(folder: Path) -> bool:
    """Whether nobody writes into the folder any more."""
    try:
        with _held(folder) as had:
            return had
    except FileNotFoundError:
        return True


def write_manifest(tree: Path) -> int:
    """Writes `manifest.json`, the SHA-256 of every other file; returns how many there are."""
    top = f"{tree}{os.sep}"
    paths = sorted(
        f"{folder}{os.sep}{name}".removeprefix(top).replace(os.sep, "/")
        for folder, _, names in os.walk(tree)
        for name in names
    )
    parts = in_halves([path for path in paths if path != MANIFEST])
    hashed = side_by_side([partial(_hashes, top, part) for part in parts])
    files = {path: value for part in hashed for path, value in part.items()}
    text = json.dumps({"files": files}, indent=0, ensure_ascii=False)
    (tree / MANIFEST).write_text(text + "\n", "utf-8", newline="\n")
    return len(files)


def _hashes(top: str, paths: Sequence[str]) -> dict[str, str]:
    hashes = {}
    for path in paths:
        with open(top + path, "rb") as file:
            hashes[path] = hashlib.sha256(file.read()).hexdigest()
    return hashes


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
