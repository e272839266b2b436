"""What outputs, the files of the site besides its pages, are made from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from knownbase.catalogue import View
from knownbase.model.locale import Locale
from knownbase.render.site import Site


@dataclass(frozen=True)
class Whole:
    """What outputs are made from. `site_url` ends with a slash or is empty."""

    sites: Sequence[Site]
    """Each language, seen from its root."""
    site_url: str
    pages: Sequence[str]
    """Paths of the English pages that can be found, sorted; each exists in every language."""
    written: Mapping[Locale, Mapping[str, str]]
    """The hand-written pages of each language, by path below its root, before their slots are filled."""
    rows: Mapping[str, bytes]
    """Row of each entry in the lists of the API, as JSON, by id."""
    shown: Mapping[str, bytes]
    """Id → digest of that row."""
    moved: Mapping[str, str]
    """Former path → path of each hand-written page that was renamed, below the root of a language."""
    given: Collection[str]
    """Paths of files that stand as they are: those of the theme and beside the hand-written pages."""

    @property
    def view(self) -> View:
        return self.sites[0].view
