"""What a reader loads for a page: its own octets, the styles and the scripts, and how much each may be."""

import gzip
import re
import statistics
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from knownbase.model.ids import ID

BUDGET = {"page": 24_000, "largest": 400_000, "styles": 40_000, "scripts": 60_000}
"""Octets: of a usual entry page and of the largest page as they are, of styles and scripts compressed."""

_LINK = re.compile(r'<link\b[^>]*\brel="stylesheet"[^>]*\bhref="([^"]+)"')
_SCRIPT = re.compile(r'<script\b[^>]*\bsrc="([^"]+)"')


class Weight(NamedTuple):
    """Octets, as `BUDGET` counts them; `of` is the path of the largest page."""

    page: int
    largest: int
    of: str
    styles: int
    scripts: int

    def __str__(self) -> str:
        return (
            f"a page has {_kb(self.page)}, the largest {_kb(self.largest)} ({self.of}); "
            f"compressed, its styles have {_kb(self.styles)}, its scripts {_kb(self.scripts)}"
        )

    def over(self) -> Iterator[str]:
        """What is heavier than the budget allows."""
        for name, most in BUDGET.items():
            if getattr(self, name) > most:
                yield f"{name}: {getattr(self, name):,} octets, {most:,} are allowed"


def _kb(octets: int) -> str:
    return f"{octets / 1000:,.1f} KB"


def weigh(shell: str, assets: Mapping[str, bytes], pages: Mapping[str, int]) -> Weight:
    """The weight of a site: of the page into which entries are stamped, what it loads, and octets of each page."""
    entries = [
        size for path, size in pages.items() if ID.match(path.rsplit("/", 1)[-1].removesuffix(".html"))
    ]
    largest = max(pages, key=lambda path: (pages[path], path), default="")
    return Weight(
        page=round(statistics.median(entries or [0])),
        largest=pages.get(largest, 0),
        of=largest,
        styles=sum(_compressed(assets, address) for address in _LINK.findall(shell)),
        scripts=sum(_compressed(assets, address) for address in _SCRIPT.findall(shell)),
    )


def _compressed(assets: Mapping[str, bytes], address: str) -> int:
    """Octets of an asset that the pages of a section load, as a server sends it."""
    data = assets.get(address.removeprefix("../"))
    return 0 if data is None else len(gzip.compress(data, 9, mtime=0))
