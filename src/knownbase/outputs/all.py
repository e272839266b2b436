"""Every output. To add one, write a function in a file of its own and name it here."""

from collections.abc import Callable, Iterable

from knownbase.outputs.api.entry import ENTRY_JSON
from knownbase.outputs.api.files import api_files
from knownbase.outputs.calendars import calendar_files
from knownbase.outputs.checksums import checksum_files
from knownbase.outputs.feeds import feed_files
from knownbase.outputs.installations import installation_files
from knownbase.outputs.llms import llms_files
from knownbase.outputs.marks import mark_files
from knownbase.outputs.redirects import redirect_files
from knownbase.outputs.robots import robots_files
from knownbase.outputs.sitemap import sitemap_files
from knownbase.outputs.twins import TWINS
from knownbase.outputs.whole import Whole
from knownbase.render.planned import EntryFile, PlannedFile

OUTPUTS: tuple[Callable[[Whole], Iterable[PlannedFile]], ...] = (
    api_files,
    calendar_files,
    feed_files,
    installation_files,
    mark_files,
    checksum_files,
    llms_files,
    redirect_files,
    sitemap_files,
    robots_files,
)

ENTRY_FILES: tuple[EntryFile, ...] = (ENTRY_JSON, *TWINS)
