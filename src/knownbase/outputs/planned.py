"""What an output hands over: files of the site besides its pages, each made only when what it is made from has changed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knownbase.catalogue import View
from knownbase.model.entry import Entry
from knownbase.model.locale import Locale
from knownbase.render.site import Site


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file that may have to be made: its path below the site's root, what it is made from, and how.

    What every output is made from need not be among the `parts`: program, taxonomy, audience, the site's address.
    Where they are those of the last build, so is the file.
    """

    path: str
    parts: tuple[bytes, ...]
    make: Callable[[], bytes]


class EntryFile(NamedTuple):
    """A file of each entry beside its pages, made whenever one of these is."""

    path: Callable[[str], str]
    """Id → path below the site's root."""
    make: Callable[[Entry, Sequence[Site], str], bytes]
    """The entry, each language of the site and its address → what stands in the file."""


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
    rows: Mapping[str, str]
    """Row of each entry in the lists of the API, as JSON, by id."""
    moved: Mapping[str, str]
    """Former path → path of each hand-written page that was renamed, below the root of a language."""
    given: Collection[str]
    """Paths of files that stand as they are: those of the theme and beside the hand-written pages."""

    @property
    def view(self) -> View:
        return self.sites[0].view
