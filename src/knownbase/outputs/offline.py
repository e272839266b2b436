"""What an offline copy says besides the site: of which day it is, on every page, and in which language it opens.

index.html   English; its script leads a French reader to fr/index.html, and leaves alone whoever comes from within
every page   in its footer, on screen and on paper: the day of the copy, and where the site itself is
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup

from knownbase.model.dates import long_date
from knownbase.model.locale import LOCALES, Locale
from knownbase.model.taxonomy import Product
from knownbase.read.strings import strings
from knownbase.render.theme import locale_of, locale_root
from knownbase.search.engine import without_comments

START = "index.html"
_FOR_SERVERS = re.compile(r"404\.html|_redirects|robots\.txt|sitemap(-[^/]*)?\.xml")
COMPRESSED = (".gz", ".br")
"""Endings of the copies that a web server hands out in the place of texts."""

_HEAD, _FOOT = b"<head>", b"</footer>"


def is_for_servers(path: str) -> bool:
    """Whether only a web server hands a file out, or reads it; the links of the 404 page begin at its root."""
    return _FOR_SERVERS.fullmatch(path) is not None


@dataclass(frozen=True)
class OfflinePages:
    """Turns pages of the site into those of an offline copy; `notes` stand before the end of each footer."""

    notes: Mapping[Locale, bytes]
    script: bytes

    def page(self, path: str, data: bytes) -> bytes:
        """What stands in the copy at `path`, of which the site has `data`."""
        if not path.endswith(".html"):
            return data
        locale = locale_of(path)
        head, foot, rest = data.rpartition(_FOOT)
        if foot:
            data = head + self.notes[locale] + foot + rest
        home = b'href="' + b"../" * path.count("/") + START.encode()
        data = data.replace(home + b'"', home + b'?en"')
        return data.replace(_HEAD, _HEAD + self.script, 1) if path == START else data


def offline_pages(day: dt.date, product: Product | None, site_url: str) -> OfflinePages:
    """For a copy of a day, of all products or of one. `site_url` ends with a slash or is empty."""
    script = without_comments((files("knownbase") / "outputs" / "browser" / "language.js").read_text("utf-8"))
    return OfflinePages(
        {locale: _note(day, product, site_url, locale).encode() for locale in LOCALES},
        f"<script>{script}</script>".encode(),
    )


def _note(day: dt.date, product: Product | None, site_url: str, locale: Locale) -> str:
    t = strings(locale)
    said = [Markup(t["copy_of"]).format(date=long_date(day, locale))]  # noqa: S704 - a text of ours
    if product is not None:
        said.append(Markup(t["copy_product"]).format(product=product.name))  # noqa: S704 - as above
    on_paper = Markup(" ").join(said)
    if site_url:
        url = f"{site_url}{locale_root(locale)}{START}"
        said.append(Markup('{} <a href="{}">{}</a>').format(t["copy_site"], url, url.removesuffix(START)))
    on_screen = Markup(" ").join(said)
    return f'<div class="kb-wrap"><p>{on_screen}</p></div><p class="kb-printed">{on_paper}</p>'
