"""Every output. To add one, write a function in a file of its own and name it here."""

from collections.abc import Callable, Iterable

from knownbase.outputs.calendars import calendar_files
from knownbase.outputs.checksums import checksum_files
from knownbase.outputs.feeds import feed_files
from knownbase.outputs.installations import installation_files
from knownbase.outputs.marks import mark_files
from knownbase.outputs.planned import EntryFile, PlannedFile, Whole
from knownbase.outputs.sitemap import sitemap_files

OUTPUTS: tuple[Callable[[Whole], Iterable[PlannedFile]], ...] = (
    calendar_files,
    feed_files,
    installation_files,
    mark_files,
    checksum_files,
    sitemap_files,
)

ENTRY_FILES: tuple[EntryFile, ...] = ()
