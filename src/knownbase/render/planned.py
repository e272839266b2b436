"""Files of a site that may have to be made: each made only when what it is made from has changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knownbase.model.entry import Entry
from knownbase.render.site import Site


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file that may have to be made: its path below the site's root, what it is made from, and how.

    What every file is made from need not be among the `parts`: program, taxonomy, audience, the site's address.
    Where they are those of the last build, so is the file.
    """

    path: str
    parts: tuple[bytes, ...]
    make: Callable[[], bytes]


class EntryFile(NamedTuple):
    """A file of each entry beside its pages, made whenever one of these is."""

    path: Callable[[str], str]
    """Id → path below the site's root."""
    make: Callable[[Sequence[Entry], Sequence[Site], str], list[bytes]]
    """Entries, each language of the site and its address → what stands in the file of each."""
