"""A compressed copy beside each text of the site, for servers that hand it out as it is.

nginx: `gzip_static on; brotli_static on;`, Apache: `MultiviewsMatch`, Caddy: `precompressed br gzip`.
"""

import gzip
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from knownbase.parallel import side_by_side
from knownbase.recorded import Record
from knownbase.tree import Tree

SMALLEST = 512
"""Octets below which a copy saves nothing: the answer is one packet in any case."""

_TEXTS = (".css", ".html", ".js", ".json", ".md", ".svg", ".txt", ".xml")
_EVERYWHERE = "assets/"
"""What every page loads is few files: there the last octet is worth the time."""


def compress(tree: Tree, live: Path, encodings: Sequence[str]) -> None:
    """Writes copies, `gz` or `br` or both, into `tree`. Those of files that stay as they are in the live site stay too."""
    paths = sorted(path for path in tree.paths() if path.endswith(_TEXTS))
    gone = [path for path in tree.dropped if path.endswith(_TEXTS)]
    for encoding in encodings:
        tree.drop({f"{path}.{encoding}" for path in gone} & tree.known.keys())
        works = [partial(_compressed, part, tree, live, encoding) for part in (paths[0::2], paths[1::2])]
        for written, dropped in side_by_side(works):
            tree.written.update(written)
            tree.drop(dropped)


def _compressed(
    paths: Sequence[str], tree: Tree, live: Path, encoding: str
) -> tuple[Mapping[str, Record], list[str]]:
    """The copies that were written, and those in the live site whose files have become too small for one."""
    own = Tree(tree.folder, tree.known)
    dropped = []
    for path in paths:
        copy = f"{path}.{encoding}"
        if path in tree.written:
            data = Path(tree.folder, path).read_bytes()
        elif copy in tree.known:
            continue
        else:
            data = (live / path).read_bytes()
        if len(data) >= SMALLEST:
            own.write(copy, _ENCODERS[encoding](data, path.startswith(_EVERYWHERE)))
        elif copy in tree.known:
            dropped.append(copy)
    return own.written, dropped


def _gzip(data: bytes, _often: bool) -> bytes:
    return gzip.compress(data, 9, mtime=0)  # no time in it: the same bytes from the same content


def _brotli(data: bytes, often: bool) -> bytes:
    """The best quality takes sixty times as long as the sixth, for 10 % fewer octets."""
    import brotli  # only here: most builds have no use for it

    compressed: bytes = brotli.compress(data, mode=brotli.MODE_TEXT, quality=11 if often else 6)
    return compressed


_ENCODERS: Mapping[str, Callable[[bytes, bool], bytes]] = {"gz": _gzip, "br": _brotli}
