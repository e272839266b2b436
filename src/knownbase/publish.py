"""A finished tree takes the place of the old one in a single step.

    .out.new-…/   written aside, on the same file system
    out/          ⇄ exchanged (renameat2, Linux) or renamed in two steps elsewhere
    .out.new-…/   now the old tree: kept among the caches as a spare for the next build, or deleted

Whatever fails before the exchange leaves `out` as it was. A folder that no build of ours has made is
never replaced.
"""

import errno
import hashlib
import json
import mmap
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from json.encoder import encode_basestring
from pathlib import Path

from knownbase.parallel import WORTH_A_PROCESS, side_by_side
from knownbase.recorded import Changes, Recorded
from knownbase.tree import MANIFEST, Tree

_HEAD, _BETWEEN, _TAIL = b'{"files": {', b",\n", b"}}\n"
"""What stands in a manifest before, between and behind its files."""

_WORTH_MENDING = 16
"""Lines of a manifest that are written in the time in which the place of one is found."""

_SOURCES = ("docs", "docs_fr", "faq", "anomalies_db", "downloads", "schema", "scripts", "src", "tests")
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


class Refused(Exception):
    """The place of the site cannot be used; the message says why and what to do."""


def check_target(out: Path, root: Path) -> None:
    """Raises Refused when `out` holds something that no build of ours has made."""
    place, home = out.resolve(), root.resolve()
    if home.is_relative_to(place):
        raise Refused(f"{out} holds the content itself; give the site a folder of its own with --out")
    if is_among_sources(place, home):
        raise Refused(f"{out} lies among the sources; give the site a folder of its own with --out")
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise Refused(f"{out} is not a folder; name another with --out")
    if out.is_dir() and any(out.iterdir()) and not is_site(out):
        raise Refused(f"{out} holds files that knownbase has not made; empty it, or name another with --out")


def is_among_sources(place: Path, home: Path) -> bool:
    """Whether a place lies in a folder of the content root `home` that holds what people have written."""
    return any(place.is_relative_to(home / name) for name in _SOURCES)


def is_site(folder: Path) -> bool:
    """Whether a build of ours made the folder; browser extensions have a `manifest.json` too."""
    try:
        with open(folder / MANIFEST, "rb") as file:
            head = file.read(len(_HEAD))
            if head == _HEAD:  # nothing else begins like that: there may be megabytes behind it
                return True
            manifest = json.loads(head + file.read())
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and isinstance(manifest.get("files"), dict)


@contextmanager
def aside(out: Path) -> Iterator[Path]:
    """An empty folder beside `out`, gone at the end unless `publish` has moved it.

    One build at a time: what an earlier one has left, because it was killed, is deleted first. Raises Refused.
    """
    prefix = f".{out.name}.new-"
    with ExitStack() as stack:
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            place = out.parent / f"{prefix}{os.urandom(8).hex()}"
            place.mkdir(0o700)
            stack.callback(_delete, place)
            lock = stack.enter_context(_held(place))
        except OSError as error:
            raise Refused(f"cannot write beside {out}: {error.strerror}") from None
        names = [one for one in os.listdir(out.parent) if one.startswith(prefix)]
        others = [out.parent / one for one in names if one != place.name]
        if not lock or not place.is_dir() or not all(map(_left_behind, others)):
            raise Refused(f"another build is writing {out}; wait for it to end")
        for left in others:
            _delete(left)
        tree = place.with_name(f"{place.name}-tree")
        stack.callback(_delete, tree)
        tree.mkdir()
        tree.chmod(0o755)
        yield tree


def _delete(folder: Path) -> None:
    """Deletes a folder if it is there, as far as that can be done."""
    with suppress(OSError):
        folder.rmdir()
    if folder.exists():
        import shutil  # with what it imports, five milliseconds; most of the folders are empty or gone

        shutil.rmtree(folder, ignore_errors=True)


def refill(tree: Path, spare: Path) -> bool:
    """Puts the site that a build has kept as a spare in the place of a folder, unless that has been filled before.

    Whether the folder is filled now.
    """
    with suppress(OSError):
        tree.rmdir()
    filled = tree.exists() or _moved(spare, tree)
    if not filled:
        tree.mkdir()
    tree.chmod(0o755)
    return filled


def _moved(folder: Path, to: Path) -> bool:
    """Whether a folder could be moved; not when it is not there, or on another file system."""
    try:
        os.rename(folder, to)
    except OSError:
        return False
    return True


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


def publish(tree: Tree, out: Path, spare: Path | None = None) -> Changes:
    """Puts a tree, whole and with its manifest, in the place of `out`; what has changed since that was recorded.

    What was at `out` goes to `spare`, for the next build, if most of it is the same; else it is left in the tree's folder.
    """
    tree.drop([MANIFEST])
    changes, same = tree.settle()
    halves = [same[0::2], same[1::2]] if len(same) > WORTH_A_PROCESS else [same]
    for copied in side_by_side([partial(tree.link, out, half) for half in halves]):
        changes.update(copied)
    few = len(changes) * _WORTH_MENDING < len(tree.known)
    manifest = _manifest_again(out, tree.known, changes) if few else None
    if manifest is None:
        kept = tree.known.keys() - changes.keys() - {MANIFEST}
        named = [(path, record[0]) for path, record in changes.items() if record is not None]
        manifest = manifest_of([*named, *((path, tree.known[path][0]) for path in kept)])
    alike = len(changes) < len(tree.known) // 2
    changes[MANIFEST] = tree.write_at_last(MANIFEST, manifest)
    swap(tree.folder, out)
    if spare is not None and alike and tree.folder.exists():
        _delete(spare)
        _moved(tree.folder, spare)
    return changes


def manifest_of(files: Iterable[tuple[str, str]]) -> bytes:
    """What stands in a manifest: path and SHA-256 in hexadecimal of every other file."""
    lines = [_line(path, sha256) for path, sha256 in sorted(files)]
    return _HEAD + _BETWEEN.decode().join(lines).encode() + _TAIL


def _line(path: str, sha256: str) -> str:
    # As `json.dumps` writes it, in a third of the time.
    return f'{encode_basestring(path)}: "{sha256}"'


def _manifest_again(live: Path, known: Recorded, changes: Changes) -> bytes | None:
    """The live site's manifest with what has changed put in: most lines stand. None where it is not what was recorded."""
    try:
        with (
            open(live / MANIFEST, "rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
            memoryview(data) as octets,
        ):
            if hashlib.sha256(octets).hexdigest() == known[MANIFEST][0]:
                return _mended(data, octets, changes)
    except (OSError, KeyError, ValueError):  # an empty file cannot be mapped
        pass
    return None


def _mended(data: mmap.mmap, octets: memoryview, changes: Changes) -> bytes:
    """A manifest with other lines for what has changed; `octets` are those of `data`."""
    last = len(data) - len(_TAIL)
    pieces: list[bytes | memoryview] = [_HEAD]
    done = len(_HEAD)
    for path in sorted(changes.keys() - {MANIFEST}):
        record = changes[path]
        start, end = _line_of(path, data, last)
        pieces.append(octets[done:start])
        if start == last > done:  # behind the last line, which nothing follows yet
            pieces.append(_BETWEEN)
        if record is not None:
            pieces.append(_line(path, record[0]).encode() + _BETWEEN)
        done = end
    if done < last:
        return b"".join([*pieces, octets[done:last], _TAIL])
    return b"".join(pieces).removesuffix(_BETWEEN) + _TAIL


def _line_of(path: str, data: mmap.mmap, last: int) -> tuple[int, int]:
    """Where the line of a path begins and the next one, among lines up to `last`; twice where it would, if there is none."""
    low, high = len(_HEAD), last
    while low < high:  # where lines begin
        before = data.rfind(_BETWEEN, low, (low + high) // 2)
        start = low if before < 0 else before + len(_BETWEEN)
        behind = data.find(_BETWEEN, start, last)
        end = last if behind < 0 else behind + len(_BETWEEN)
        name: str = json.loads(data[start : end if behind < 0 else behind].rpartition(b": ")[0])
        if name == path:
            return start, end
        low, high = (end, high) if name < path else (low, start)
    return low, low


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
        _delete(old)


def _exchange(one: Path, two: Path) -> bool:
    """Swaps two names in one step (renameat2(2), Linux); False where that does not exist."""
    if sys.platform != "linux":
        return False
    import ctypes  # a build that finds nothing to do does without

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
