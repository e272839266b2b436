"""A row of the API for each entry, recorded: a list of ten thousand is made anew whenever one of them changes."""

from collections.abc import Sequence
from pathlib import Path

from knownbase.cards import Card
from knownbase.model.entry import Anomaly, Entry, Faq, Patch
from knownbase.model.ids import page_path
from knownbase.outputs.api import shapes
from knownbase.outputs.api.address import TOP, pages
from knownbase.outputs.api.facts import encoded, title
from knownbase.render.edit import Edit
from knownbase.render.listings import NOTHING_LISTED, Listed
from knownbase.render.site import Site
from knownbase.store import Records, digest

_FILE = "rows"


def rows_of(folder: Path, listed: Listed) -> Records:
    """Id → row, as JSON. Raises Damaged."""
    return Records(folder / _FILE, *listed[:2])


def rows_again(sites: Sequence[Site], edit: Edit, before: Listed, folder: Path) -> Listed:
    """Records the rows of the entries that changed; `sites` in every language. Raises Damaged."""
    if edit.whole:
        before = NOTHING_LISTED
    rows, shown = rows_of(folder, before), dict(before[2])
    for entry_id in edit.gone:
        rows.pop(entry_id, None)
        shown.pop(entry_id, None)
    view = sites[0].view
    for entry_id in edit.entries:
        rows[entry_id] = row = encoded(row_of(view.by_id[entry_id], view.cards[entry_id], sites))
        shown[entry_id] = digest(row)
    return rows.table, rows.flush(), shown


def row_of(entry: Entry, card: Card, sites: Sequence[Site]) -> shapes.Row:
    """The row of an entry: a function of the entry alone, and of which anomalies are visible."""
    view = sites[0].view
    links = pages(page_path(entry.id), TOP)
    common: shapes.RowOfAny = {
        "id": entry.id,
        "title": title(entry, sites),
        "products": list(card.products or view.taxonomy.product_by_id),
        "os": list(card.systems),
        "published": entry.date.isoformat(),
        "updated": card.date.isoformat(),
        "links": {"entry": f"entries/{entry.id}.json", "en": links["en"], "fr": links["fr"]},
    }
    if isinstance(entry, Faq):
        return {**common, "category": entry.category}
    if isinstance(entry, Anomaly):
        return {
            **common,
            "category": entry.category,
            "impact": list(entry.impact),
            "standing": view.standing(entry),
            "open_in": list(card.open_in),
        }
    assert isinstance(entry, Patch)
    return {
        **common,
        "form": entry.form,
        "from_release": entry.from_release,
        "to_release": entry.to,
        "fixes": [one for one in entry.fixes if one in view.cards],
    }
