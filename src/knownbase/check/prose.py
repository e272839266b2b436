"""KB5xx about prose: raw HTML, unsafe links, images, nesting.

The text is read by the parser that also renders it, so the check sees what the page would show.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import pyromark

from knownbase.check.context import Context, Fault
from knownbase.model.entry import Entry
from knownbase.model.finding import FieldPath
from knownbase.model.ids import ID_IN_TEXT
from knownbase.model.locale import LOCALES
from knownbase.model.schemes import MAX_NESTING, SAFE_SCHEMES

_MARKDOWN = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
_CONTAINERS = ("BlockQuote", "List")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Scan:
    """What stands in one text; offsets count bytes of its UTF-8 form."""

    html: tuple[tuple[int, str], ...]
    links: tuple[tuple[int, str], ...]
    images: tuple[int, ...]
    headings: tuple[int, ...]
    ids: tuple[tuple[int, str], ...]
    depth: int


@lru_cache(maxsize=512)
def scan(text: str) -> Scan:
    html: list[tuple[int, str]] = []
    links: list[tuple[int, str]] = []
    images: list[int] = []
    headings: list[int] = []
    ids: list[tuple[int, str]] = []
    depth = deepest = 0
    for event, place in _MARKDOWN.events_with_range(text):
        start = place["start"]
        if not isinstance(event, dict):
            continue
        ((name, what),) = event.items()
        if name in ("Html", "InlineHtml"):
            html.append((start, what))
        elif name == "Text":
            # `\\(` and its like split a text into several events; an id never holds such a character.
            ids += [(start + len(what[: m.start()].encode()), m[0]) for m in ID_IN_TEXT.finditer(what)]
        elif name == "Start" and isinstance(what, dict):
            if "Link" in what:
                link = what["Link"]
                address = link["dest_url"]
                links.append((start, f"mailto:{address}" if link["link_type"] == "Email" else address))
            elif "Image" in what:
                images.append(start)
            elif "Heading" in what and what["Heading"]["level"] in ("H1", "H2"):
                headings.append(start)
            if _is_container(what):
                depth += 1
                deepest = max(deepest, depth)
        elif name == "End" and isinstance(what, dict) and _is_container(what):
            depth -= 1
    return Scan(tuple(html), tuple(links), tuple(images), tuple(headings), tuple(ids), deepest)


def _is_container(what: dict[str, Any]) -> bool:
    return any(name in what for name in _CONTAINERS)


def prose_of(entry: Entry) -> Iterator[tuple[FieldPath, str]]:
    """Every translatable text of an entry, with its field."""
    for name, text in entry.texts():
        for locale in LOCALES:
            own = text.own(locale)
            if own is not None:
                yield (name, locale), own


def raw_html(entry: Entry, context: Context) -> Iterator[Fault]:
    """Prose is CommonMark with tables; HTML in it is refused."""
    for at, text in prose_of(entry):
        for start, what in scan(text).html[:1]:
            shown = what.strip().split("\n")[0][:40]
            remedy = "write CommonMark; to show the characters themselves, put them in `code`"
            yield Fault(f'raw HTML "{shown}"', remedy, at, offset=offset_of(text, start))


def unsafe_link(entry: Entry, context: Context) -> Iterator[Fault]:
    """A link leads to https:, http: or mailto:, by its full address; images are not taken."""
    for at, text in prose_of(entry):
        found = scan(text)
        for start, url in found.links:
            fault = _link_fault(url)
            if fault is not None:
                yield Fault(*fault, at, offset=offset_of(text, start))
        for start in found.images:
            remedy = "describe it in words; an image from elsewhere would tell others who reads the page"
            yield Fault("an image is not allowed in an entry", remedy, at, offset=offset_of(text, start))


def _link_fault(url: str) -> tuple[str, str] | None:
    compact = re.sub(r"[\x00-\x20\x7f]", "", url)  # browsers skip these inside a scheme
    scheme = _SCHEME.match(compact)
    if scheme is None:
        return f'the link "{url[:60]}" has no scheme', "write the full address, or the bare id of an entry"
    name = scheme[0][:-1].lower()
    if name not in SAFE_SCHEMES:
        return f'the link scheme "{name}:" is not safe', f"use {', '.join(f'{s}:' for s in SAFE_SCHEMES)}"
    try:
        if name != "mailto" and not urlsplit(compact).hostname:
            return f'the link "{url[:60]}" names no host', "write the full address"
    except ValueError:
        return f'the link "{url[:60]}" is not an address', "correct the address"
    return None


def nesting(entry: Entry, context: Context) -> Iterator[Fault]:
    """Quotes and lists are nested at most 32 deep: deeper text is a mistake or an attack."""
    for at, text in prose_of(entry):
        depth = scan(text).depth
        if depth > MAX_NESTING:
            yield Fault(f"quotes and lists are nested {depth} deep; the limit is {MAX_NESTING}", "unfold them", at)


def headings(entry: Entry, context: Context) -> Iterator[Fault]:
    """The page owns headings of levels 1 and 2; an answer may use level 3 and below."""
    for at, text in prose_of(entry):
        for start in scan(text).headings[:1]:
            yield Fault("a heading of level 1 or 2 inside an entry", "use `###`", at, offset=offset_of(text, start))


def named_ids(entry: Entry, context: Context) -> Iterator[Fault]:
    """An id named in prose exists; it becomes a link."""
    for at, text in prose_of(entry):
        for start, one in scan(text).ids:
            if one not in context.known_ids:
                yield Fault(f"{one} does not exist", "correct the id, or take it out", at, offset=offset_of(text, start))


def leak(entry: Entry, context: Context) -> Iterator[Fault]:
    """Public prose does not name an entry for customers."""
    if not context.is_public(entry):
        return
    for at, text in prose_of(entry):
        for start, one in scan(text).ids:
            target = context.everything.by_id.get(one)
            if target is not None and not context.is_public(target):
                remedy = "take the id out, or make this entry `audience: customers` too"
                yield Fault(f"{one} is for customers, this entry is public", remedy, at, offset=offset_of(text, start))


def offset_of(text: str, byte: int) -> tuple[int, int]:
    """Line and column, from 0 and in characters, of a byte of the text's UTF-8 form."""
    before = text.encode()[:byte].decode("utf-8", "ignore")
    return before.count("\n"), len(before) - (before.rfind("\n") + 1)
