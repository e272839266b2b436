"""`robots.txt`: everything may be read, and where the sitemap is. https://www.rfc-editor.org/rfc/rfc9309"""

from collections.abc import Iterator

from knownbase.outputs.sitemap import SITEMAP
from knownbase.outputs.whole import Whole
from knownbase.render.planned import PlannedFile

ROBOTS = "robots.txt"


def robots_files(whole: Whole) -> Iterator[PlannedFile]:
    """Nothing where the owner has put one beside the hand-written pages, or the site does not know its address."""
    if whole.site_url and ROBOTS not in whole.given:
        yield PlannedFile(ROBOTS, (), lambda: robots(whole.site_url).encode())


def robots(site_url: str) -> str:
    return f"User-agent: *\nDisallow:\n\nSitemap: {site_url}{SITEMAP}\n"
