"""What an edit starts from: what the last build had found out of the content and made of it."""

from dataclasses import dataclass, field
from pathlib import Path

from knownbase.cards import Card
from knownbase.model.locale import LOCALES, Locale
from knownbase.render.indexing import Ledger
from knownbase.store import load, save

_FILE = "past"


@dataclass
class Past:
    """See the fields; an empty one for a first build."""

    folder: Path
    """Where the files of the search are that the ledgers tell of."""
    shell: bytes = b""
    """Digest of the theme: its shells, addresses and what pages it has."""
    cards: dict[str, Card] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    """Path of a file of the site → key of what it was made from."""
    ledgers: dict[Locale, Ledger] = field(default_factory=dict)

    def save(self) -> bytes:
        """Its checksum. Raises OSError."""
        return save(
            self.folder / _FILE,
            (
                self.shell,
                [tuple(card) for card in self.cards.values()],
                self.keys,
                {locale: _plain(ledger) for locale, ledger in self.ledgers.items()},
            ),
        )


def recalled(folder: Path, checksum: bytes) -> Past:
    """What `save` has kept in a folder, of a memory that is of this very program. Raises Damaged."""
    shell, cards, keys, ledgers = load(folder / _FILE, checksum)
    known = {locale: Ledger(*ledgers[locale]) for locale in LOCALES}
    return Past(folder, shell, {card[0]: Card(*card) for card in cards}, keys, known)


def _plain(ledger: Ledger) -> tuple[object, ...]:
    return (
        ledger.terms,
        ledger.documents,
        ledger.documents_end,
        ledger.listings,
        ledger.listings_end,
        ledger.neighbours,
    )
