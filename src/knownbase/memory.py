"""What the last build of a site knew, kept in a folder of the content root that may be deleted at any time.

    .knownbase/builds/<site>/
      place                     the site's folder
      memory                    written last: everything that is small, and where the records stand
      theme                     what the site generator made of the hand-written pages
      terms-en, documents-en    the search of a language: terms whole, documents as records
      listings-en               what lists show of each entry

A site is named by its place and audience. What stands here is only believed of files that are still as the last
build left them; and a folder that is damaged, of another program or missing is the same as none.
"""

import shutil
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from pathlib import Path

from knownbase.cards import Card
from knownbase.model.audience import Audience
from knownbase.model.finding import Finding
from knownbase.model.locale import LOCALES, Locale
from knownbase.render.indexing import Ledger
from knownbase.store import Damaged, digest, load, save
from knownbase.survey import Source
from knownbase.tree import Record

FOLDER = ".knownbase"
SPARE = "spare"
"""The site before the last one, which becomes the next: most of its files are those of the last one."""

_FILE = "memory"
_PLACE = "place"


@dataclass
class Memory:
    """See the fields; an empty one for a first build."""

    folder: Path
    base: bytes = b""
    """Key of program, taxonomy and audience."""
    theme: bytes = b""
    """Key of what the site generator has read."""
    shell: bytes = b""
    """Digest of the theme: its shells, addresses and what pages it has."""
    today: int = 0
    """The day of the check, as `date.toordinal` counts."""
    sources: dict[str, Source] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    files: dict[str, Record] = field(default_factory=dict)
    """The site's files."""
    keys: dict[str, bytes] = field(default_factory=dict)
    """Path of a file of the site → key of what it was made from."""
    ledgers: dict[Locale, Ledger] = field(default_factory=dict)

    @property
    def theme_file(self) -> Path:
        return self.folder / "theme"

    def save(self) -> None:
        """Raises OSError."""
        save(
            self.folder / _FILE,
            (
                self.base,
                self.theme,
                self.shell,
                self.today,
                self.sources,
                [tuple(card) for card in self.cards.values()],
                [astuple(finding) for finding in self.findings],
                self.files,
                self.keys,
                {locale: _plain(ledger) for locale, ledger in self.ledgers.items()},
            ),
        )


def folder_of(root: Path, out: Path, audience: Audience) -> Path:
    """Where the memory of a site is kept."""
    name = digest(str(out.resolve()).encode("utf-8", "surrogateescape"), audience.encode()).hex()
    return root / FOLDER / "builds" / name


def recall(folder: Path) -> Memory:
    """The memory in a folder; an empty one where there is none that can be used."""
    try:
        base, theme, shell, today, sources, cards, findings, files, keys, ledgers = load(folder / _FILE)
        return Memory(
            folder,
            base,
            theme,
            shell,
            today,
            sources,
            {card[0]: Card(*card) for card in cards},
            tuple(Finding(*finding) for finding in findings),
            files,
            keys,
            {locale: Ledger(*ledgers[locale]) for locale in LOCALES},
        )
    except (Damaged, ValueError, TypeError, KeyError):
        return Memory(folder)


def forget(folder: Path) -> None:
    """Deletes a memory."""
    shutil.rmtree(folder, ignore_errors=True)


def sign(folder: Path, out: Path) -> None:
    """Writes beside a memory of which site it is; deletes those of sites that are no more. Raises OSError."""
    (folder / _PLACE).write_text(str(out.resolve()), "utf-8", "surrogateescape")
    for other in folder.parent.iterdir():
        with suppress(OSError):
            if not Path((other / _PLACE).read_text("utf-8", "surrogateescape")).exists():
                forget(other)


def _plain(ledger: Ledger) -> tuple[object, ...]:
    return (
        ledger.terms,
        ledger.documents,
        ledger.documents_end,
        ledger.listings,
        ledger.listings_end,
        ledger.neighbours,
    )
