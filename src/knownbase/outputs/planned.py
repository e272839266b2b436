"""What an output hands over: files of the site besides its pages, each made only when what it is made from has changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knownbase.catalogue import View
from knownbase.model.entry import Entry
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
    make: Callable[[Entry, Sequence[Site]], bytes]
    """The entry and each language of the site → what stands in the file."""


@dataclass(frozen=True)
class Whole:
    """What outputs are made from. `site_url` ends with a slash or is empty."""

    sites: Sequence[Site]
    """Each language, seen from its root."""
    site_url: str
    pages: Sequence[str]
    """Paths of the English pages that can be found, sorted; each exists in every language."""

    @property
    def view(self) -> View:
        return self.sites[0].view
