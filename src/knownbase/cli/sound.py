"""The entries that a command at the desk can use while others are broken; the check says what is wrong with those."""

from collections.abc import Iterable
from pathlib import Path

from knownbase.catalogue import Catalogue, View
from knownbase.model.entry import Entry
from knownbase.model.taxonomy import Taxonomy
from knownbase.read.content import Content, Loaded


def sound_view(root: Path, taxonomy: Taxonomy, files: Iterable[Loaded]) -> View:
    """The entries without errors that name no product which is not there, whoever may see them."""
    sound = tuple(one for one in files if one.entry is not None and _is_sound(one.entry, taxonomy))
    return Catalogue.of(Content(root, taxonomy, files=sound), taxonomy).visible("customers")


def _is_sound(entry: Entry, taxonomy: Taxonomy) -> bool:
    return all(scope.product in taxonomy.product_by_id for _, scope in entry.scopes())
