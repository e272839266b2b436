"""What lists show of each entry, recorded: a list of two hundred rows is made anew whenever one of them changes."""

from collections.abc import Mapping
from pathlib import Path

from knownbase.render.edit import Edit
from knownbase.render.lists import listing_of
from knownbase.render.site import Site
from knownbase.store import Records, Span

Listed = tuple[Mapping[str, Span], int]
"""Where the record of each entry stands, by id, and where their file ends."""

NOTHING_LISTED: Listed = ({}, 0)


def listings_of(folder: Path, locale: str, listed: Listed) -> Records:
    """Id → `Listing`. Raises Damaged."""
    return Records(folder / f"listings-{locale}", *listed)


def list_again(site: Site, edit: Edit, before: Listed, folder: Path) -> Listed:
    """Records what lists show of the entries that changed. Raises Damaged."""
    listings = listings_of(folder, site.locale, NOTHING_LISTED if edit.whole else before)
    for entry_id in edit.gone:
        listings.pop(entry_id, None)
    for entry_id in edit.entries:
        listings[entry_id] = listing_of(site.view.cards[entry_id], site)
    return listings.table, listings.flush()
