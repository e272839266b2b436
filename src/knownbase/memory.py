"""What the last build of a site knew, kept in a folder of the content root that may be deleted at any time.

    .knownbase/builds/<site>/
      place                     the site's folder
      memory                    written last: what tells whether anything has changed, and which files belong to it
      files                     what the site's files looked like
      spare/                    the site before the last one; the memory knows how it differs
      past, cards, ledger-en    what an edit starts from: cards, keys of pages, public holidays, where the records stand
      theme                     what the site generator made of the hand-written pages
      terms-en, documents-en    the search of a language: terms whole, documents as records
      listings-en               what lists show of each entry; the past has a digest of that
      rows                      what the lists of the API say of each entry

A site is named by its place, its audience and its compressed copies. What stands here is only believed of files that
are still as the last build left them; and a folder that is damaged, of another program or missing is the same as none.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

from knownbase.model.audience import Audience
from knownbase.model.finding import Finding
from knownbase.recorded import Changes, Recorded
from knownbase.store import Damaged, digest, load, save
from knownbase.survey import Source
from knownbase.tree import Stamps, Strange, stamps

FOLDER = ".knownbase"
SPARE = "spare"
"""The site before the last one, which becomes the next: most of its files are those of the last one."""

FEW = 1_000
"""Rows of a table that are kept beside it; with more it is written anew."""

_FILE = "memory"
_FILES = "files"
_PLACE = "place"
_BUILDS = "builds"


@dataclass
class Memory:
    """See the fields; an empty one for a first build."""

    folder: Path
    base: bytes = b""
    """Key of program, taxonomy and audience."""
    theme: bytes = b""
    """Key of what the site generator has read."""
    today: int = 0
    """The day of the check, as `date.toordinal` counts."""
    pages: int = 0
    """How many files of the site are pages that one may look for."""
    sources: dict[str, Source] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    past: bytes = b""
    """Checksum of what an edit starts from: see `past`."""
    count: int = 0
    """How many files the site has."""
    spare: tuple[Sequence[str], Sequence[str], Stamps] | None = None
    """How the spare differs from the site, see `Strange`, as long as its folders have these stamps."""
    _files: bytes = b""
    _since: Changes = field(default_factory=dict)
    """Files of the site that came, went or changed since those of the whole table were written down."""
    _read: Recorded | None = None

    @property
    def theme_file(self) -> Path:
        return self.folder / "theme"

    def files(self) -> Recorded:
        """The site's files, read when they are asked for first. Raises Damaged."""
        if self._read is None:
            self._read = Recorded()
            if self.count:
                try:
                    self._read = Recorded(load(self.folder / _FILES, self._files))
                except (ValueError, TypeError) as error:
                    raise Damaged(f"{self.folder}: of another program ({error})") from None
                self._read.apply(self._since)
        return self._read

    def spare_differs(self) -> Strange | None:
        """How the spare differs from the site; None where that is not known, or somebody has touched it."""
        if self.spare is None:
            return None
        other, more, found = self.spare
        return Strange(set(other), set(more)) if found == stamps(self.folder / SPARE, found) else None

    def now_has(self, changes: Changes, *, whole: bool) -> None:
        """Takes note of what has changed of the files of the site, which was `whole` before. Raises OSError."""
        files = self.files()
        others = [path for path, record in changes.items() if record is not None]
        gone = [path for path, record in changes.items() if record is None]
        found = stamps(self.folder / SPARE, files.folders) if whole else {}
        self.spare = (others, gone, found) if found else None
        files.apply(changes)
        self._since |= changes
        new, self.count = not self.count, len(files)
        if new or len(self._since) > FEW:
            self._files = save(self.folder / _FILES, files.columns())
            self._since = {}

    def save(self) -> None:
        """Raises OSError."""
        save(
            self.folder / _FILE,
            (
                self.base,
                self.theme,
                self.today,
                self.pages,
                _columns(self.sources),
                [astuple(finding) for finding in self.findings],
                self.past,
                self.count,
                self.spare,
                self._files,
                self._since,
            ),
        )


_Columns = tuple[str, tuple[tuple[Any, ...], ...]]
"""Paths with NULs between them, and the rest of a table by columns: a third of the time of a table of rows."""


def _columns(table: Mapping[str, tuple[Any, ...]]) -> _Columns:
    return "\0".join(table), tuple(zip(*table.values(), strict=True))


def _table(columns: _Columns) -> dict[str, Any]:
    paths, rest = columns
    return dict(zip(paths.split("\0"), zip(*rest, strict=True), strict=True)) if rest else {}


def folder_of(root: Path, out: Path, audience: Audience, copies: Sequence[str] = ()) -> Path:
    """Where the memory of a site is kept."""
    kind = [word.encode() for word in (audience, *copies)]
    name = digest(str(out.resolve()).encode("utf-8", "surrogateescape"), *kind).hex()
    return root / FOLDER / _BUILDS / name


def sites_of(root: Path) -> Iterator[tuple[Path, Path]]:
    """The memories that a content root keeps, each with the folder of its site, in the order of their names."""
    for folder in sorted((root / FOLDER / _BUILDS).glob("*")):
        with suppress(OSError):
            yield folder, Path((folder / _PLACE).read_text("utf-8", "surrogateescape"))


def recall(folder: Path) -> Memory:
    """The memory in a folder; an empty one where there is none that can be used."""
    try:
        base, theme, today, pages, sources, findings, past, count, spare, files, since = load(folder / _FILE)
        told = tuple(Finding(*finding) for finding in findings)
        return Memory(
            folder, base, theme, today, pages, _table(sources), told, past, count, spare, files, since
        )
    except (Damaged, ValueError, TypeError):
        return Memory(folder)


def forget(folder: Path) -> None:
    """Deletes a memory."""
    import shutil  # five milliseconds, and almost no build forgets

    shutil.rmtree(folder, ignore_errors=True)


def sign(folder: Path, out: Path) -> None:
    """Writes beside a memory of which site it is; deletes those of sites that are no more. Raises OSError."""
    (folder / _PLACE).write_text(str(out.resolve()), "utf-8", "surrogateescape")
    for other in folder.parent.iterdir():
        with suppress(OSError):
            if not Path((other / _PLACE).read_text("utf-8", "surrogateescape")).exists():
                forget(other)
