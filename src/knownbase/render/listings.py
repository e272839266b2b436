"""What lists show of each entry, recorded: a list of two hundred rows is made anew whenever one of them changes."""

import marshal
from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path

from knownbase.cards import Card
from knownbase.render.edit import Edit
from knownbase.render.lists import listing_of
from knownbase.render.site import Listing, Site
from knownbase.runs import runs
from knownbase.store import Records, Span, digest

Listed = tuple[Mapping[str, Span], int, Mapping[str, bytes]]
"""Where the record of each entry stands, by id, and where their file ends; a digest of what lists know of each."""

NOTHING_LISTED: Listed = ({}, 0, {})

_SAID = itemgetter(*(n for n, name in enumerate(Card._fields) if name not in ("path", "digest")))


def listings_of(folder: Path, locale: str, listed: Listed) -> Records:
    """Id → `Listing`. Raises Damaged."""
    return Records(folder / f"listings-{locale}", *listed[:2])


def list_again(site: Site, edit: Edit, before: Listed, folder: Path) -> Listed:
    """Records what lists show of the entries that changed. Raises Damaged."""
    if edit.whole:
        before = NOTHING_LISTED
    listings, shown = listings_of(folder, site.locale, before), dict(before[2])
    for entry_id in edit.gone:
        listings.pop(entry_id, None)
        shown.pop(entry_id, None)
    for run in runs(edit.entries):
        cards = [site.view.cards[one] for one in run]
        found = [listing_of(card, site) for card in cards]
        listings.update(zip(run, found, strict=True))
        shown.update(zip(run, map(shown_of, cards, found), strict=True))
    return listings.table, listings.flush(), shown


def shown_of(card: Card, listing: Listing) -> bytes:
    """Digest of all that others than its own files show of an entry: not of its file, of which they show little."""
    # A later format of marshal would also tell which values are one and the same object.
    return digest(marshal.dumps((listing, _SAID(card)), 2))
