"""What an edit starts from: what the last build had found out of the content and made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knownbase.cards import Card, same
from knownbase.closures import Computed
from knownbase.memory import FEW
from knownbase.model.locale import Locale
from knownbase.render.indexing import Ledger
from knownbase.render.listings import NOTHING_LISTED, Listed
from knownbase.store import load, overlaid, save

_FILE = "past"
_CARDS = "cards"


@dataclass
class Past:
    """See the fields; an empty one for a first build."""

    folder: Path
    """Where the files of the search are that the ledgers tell of."""
    shell: bytes = b""
    """Digest of the theme: its shells, addresses and what pages it has."""
    cards: dict[str, Card] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    """Path of each file of the site that is not of one entry → key of what it was made from; b"" where none is needed."""
    ledgers: dict[Locale, bytes] = field(default_factory=dict)
    """Checksum of the ledger of a language."""
    pages: int = 0
    """How many of the files are pages that can be found."""
    listed: dict[Locale, Listed] = field(default_factory=dict)
    rows: Listed = NOTHING_LISTED
    """Where the rows of the API stand."""
    closed: Computed | None = None
    """Public holidays."""
    taxonomy: Any = None
    """What its file says, as plain values: to read YAML again would take longer than to check an edit."""
    _whole: bytes = b""
    """Checksum of the table of all cards."""
    _since: dict[str, Card | None] = field(default_factory=dict)
    """Cards that came, went or changed since that was written down."""

    def ledger(self, locale: Locale) -> Ledger:
        """The ledger of a language, which only its own process needs. Raises Damaged."""
        return read_again(self.folder, locale, self.ledgers[locale])

    def now_has(self, cards: Mapping[str, Card]) -> None:
        """Takes note of the cards. Raises OSError."""
        before = self.cards
        self._since.update((one, None) for one in before.keys() - cards.keys())
        self._since.update((one, card) for one, card in cards.items() if not same(card, before.get(one)))
        if not self.cards or len(self._since) > FEW:
            self._whole = save(self.folder / _CARDS, [tuple(card) for card in cards.values()])
            self._since = {}
        self.cards = dict(cards)

    def save(self) -> bytes:
        """Its checksum. Raises OSError."""
        return save(
            self.folder / _FILE,
            (
                self.shell,
                self._whole,
                {one: card and tuple(card) for one, card in self._since.items()},
                self.keys,
                self.ledgers,
                self.pages,
                self.listed,
                self.rows,
                self.closed,
                self.taxonomy,
            ),
        )


def recalled(folder: Path, checksum: bytes) -> Past:
    """What `save` has kept in a folder, of a memory that is of this very program. Raises Damaged."""
    shell, whole, since, keys, ledgers, pages, listed, rows, closed, taxonomy = load(folder / _FILE, checksum)
    cards = {card.id: card for card in map(Card._make, load(folder / _CARDS, whole))}
    changed = {one: card and Card(*card) for one, card in since.items()}
    known = overlaid(cards, changed)
    return Past(folder, shell, known, keys, ledgers, pages, listed, rows, closed, taxonomy, whole, changed)


def write_down(ledger: Ledger, folder: Path, locale: Locale) -> bytes:
    """Keeps the ledger of a language; its checksum. Raises OSError."""
    return save(_ledger_file(folder, locale), _plain(ledger))


def read_again(folder: Path, locale: Locale, checksum: bytes) -> Ledger:
    """What `write_down` has kept. Raises Damaged."""
    return Ledger(*load(_ledger_file(folder, locale), checksum))


def _ledger_file(folder: Path, locale: Locale) -> Path:
    return folder / f"ledger-{locale}"


def _plain(ledger: Ledger) -> tuple[object, ...]:
    return (
        ledger.terms,
        ledger.documents,
        ledger.documents_end,
        ledger.neighbours,
    )
