"""`downloads/SHA256SUMS`: the checksums of all files that patches offer, as `sha256sum --check` reads them.

https://www.gnu.org/software/coreutils/manual/html_node/md5sum-invocation.html
"""

from collections.abc import Iterable, Iterator

from knownbase.outputs.whole import Whole
from knownbase.render.planned import PlannedFile


def checksum_files(whole: Whole) -> Iterator[PlannedFile]:
    """The list is there without files too: pages link to it."""
    text = checksums(card.offered for card in whole.view.cards.values() if card.offered).encode()
    yield PlannedFile("downloads/SHA256SUMS", (text,), lambda: text)


def checksums(offered: Iterable[tuple[str, ...]]) -> str:
    """`offered`: SHA-256 and name of each file; the lines are sorted by name, and the same file stands once."""
    return "".join(
        _line(sha256, name) for name, sha256 in sorted({(name, sha256) for sha256, name in offered})
    )


def _line(sha256: str, name: str) -> str:
    """A name with a backslash is escaped, and the line begins with one."""
    escaped = name.replace("\\", "\\\\")
    return f"{'' if escaped == name else chr(92)}{sha256}  {escaped}\n"
