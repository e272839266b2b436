"""Addresses that lead on: of duplicates, other numbers of entries, and hand-written pages that were renamed.

anomalies/A-2016-112.html    a page that leads on at once, from a web server and from a folder, with its #fragment
fr/anomalies/A-2016-112.html the same in French
_redirects                   the same for hosts that read such a file; they answer 301

A duplicate leads to the anomaly that is kept, whose page also says what the duplicate's reader saw.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from markupsafe import escape

from knownbase.cards import Card
from knownbase.failure import PagesError
from knownbase.model.devices import is_device
from knownbase.model.ids import PLACES, kind_of, page_path
from knownbase.outputs.whole import Whole
from knownbase.render.pieces import script_json
from knownbase.render.planned import PlannedFile
from knownbase.render.site import Site
from knownbase.render.theme import NOT_SEARCHED, locale_root

FILE = "_redirects"
_KEPT = re.compile(r"[A-Za-z0-9_.-]")
_LONGEST = 120
"""Octets of a name; file systems and the hosts' lines allow about twice as many."""

_HEAD = """\
# Addresses that lead on. `301!` is for Netlify, which would rather show the page that lies there; others pass that line
# over and read the next.
"""


class Redirect(NamedTuple):
    """Paths below the root of a language; `name`: the entry's id, "" for a page."""

    old: str
    new: str
    name: str


def redirect_files(whole: Whole) -> Iterator[PlannedFile]:
    """Raises PagesError when a page says that it once stood where a page of the site stands now."""
    found = list(redirects(whole))
    for one in found:
        for site in whole.sites:
            here = site.at(one.old.count("/"))
            path = locale_root(site.locale) + one.old
            yield PlannedFile(path, ("\0".join(one).encode(),), partial(_page, one, here, whole.site_url))
    if found and FILE not in whole.given:
        parts = tuple("\0".join(one).encode() for one in found)
        yield PlannedFile(FILE, parts, partial(_lines, found, whole))


def redirects(whole: Whole) -> Iterator[Redirect]:
    """Renamed pages, duplicates, other numbers of entries; each address once, and none where a page stands."""
    named = [card for card in whole.view.cards.values() if card.aliases]
    duplicates = {page_path(one): kept for one, kept in whole.view.kept_for.items()}
    if not named and not whole.moved and not duplicates:
        return
    taken = {path.casefold() for path in (*whole.pages, *NOT_SEARCHED, *duplicates)}
    for old, new in sorted(whole.moved.items()):
        if old.casefold() in taken:
            page = new.removesuffix(".html")
            raise PagesError(
                f"docs/{page}.md: `redirect_from` names {old.removesuffix('.html')}.md, but the site has a page "
                "there; take it out"
            )
        taken.add(old.casefold())
        yield Redirect(old, new, "")
    for old, kept in duplicates.items():
        yield Redirect(old, page_path(kept), kept)
    for card in named:
        for alias in card.aliases:
            old = alias_path(alias, card)
            if old.casefold() not in taken:
                taken.add(old.casefold())
                yield Redirect(old, page_path(card.id), card.id)


def alias_path(alias: str, card: Card) -> str:
    """Where the page of an entry's other number lies: beside the entry's own; two numbers never share one."""
    if kind_of(alias) is not None:
        return page_path(alias)
    return f"{PLACES[card.kind].section}/{file_name(alias)}.html"


def file_name(words: str) -> str:
    """A name that is safe in every file system and address, and another one for other words.

    Letters, digits and `_.-` of ASCII stay, the octets of everything else, and of a period at the beginning or the
    first letter of a device of Windows, are written `~2F`. What gets long is cut, and ends with a digest.
    """
    octets = words.encode("utf-8", "surrogatepass")
    name = "".join(chr(one) if _KEPT.match(chr(one)) else f"~{one:02X}" for one in octets)
    if name.startswith(".") or is_device(name):
        name = f"~{ord(name[0]):02X}{name[1:]}"
    if len(name) <= _LONGEST:
        return name
    return f"{name[:_LONGEST]}~{hashlib.sha256(octets).hexdigest()[:16]}"


def _page(one: Redirect, site: Site, site_url: str) -> bytes:
    relative = site.url(quote(one.new))
    canonical = f"{site_url}{locale_root(site.locale)}{quote(one.new)}" if site_url else relative
    title, label = escape(site.t("moved_title")), escape(one.name or site.t("moved_link"))
    # Where scripts run, the one here leads on and keeps what stands behind `#`; a refresh of its own would race it.
    return (
        f'<!doctype html><html lang="{site.locale}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">'
        f'<title>{title}</title><link rel="canonical" href="{escape(canonical)}">'
        f'<link rel="icon" type="image/svg+xml" href="{site.asset("assets/kb/favicon.svg")}">'
        "<style>body{max-width:36rem;margin:3rem auto;padding:0 1.2rem;font:17px/1.55 system-ui,sans-serif}"
        "h1{font-size:1.5rem}</style>"
        f"<script>location.replace({script_json(relative)}+location.search+location.hash)</script>"
        f'<noscript><meta http-equiv="refresh" content="0; url={escape(relative)}"></noscript></head>'
        f'<body><main><h1>{title}</h1><p><a href="{escape(relative)}">{label}</a></p></main></body></html>\n'
    ).encode()


def _lines(found: list[Redirect], whole: Whole) -> bytes:
    """https://docs.netlify.com/routing/redirects/, https://developers.cloudflare.com/pages/configuration/redirects/"""
    root = urlsplit(whole.site_url).path or "/"
    rows = [
        f"{start}{quote(one.old)} {start}{quote(one.new)} {status}\n"
        for one in found
        for start in (root + locale_root(site.locale) for site in whole.sites)
        for status in ("301!", "301")
    ]
    return (_HEAD + "".join(rows)).encode()
