"""KB5xx about prose: raw HTML, unsafe links, images, nesting.

The text is read by the parser that also renders it, so the check sees what the page would show.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pyromark

from knownbase.check.context import Context, Fault
from knownbase.check.links import meant
from knownbase.model.entry import Entry, Patch
from knownbase.model.finding import FieldPath
from knownbase.model.ids import ID_IN_TEXT
from knownbase.model.locale import LOCALES
from knownbase.model.schemes import MAX_NESTING, SAFE_SCHEMES
from knownbase.model.taxonomy import Taxonomy
from knownbase.model.text import Text

_MARKDOWN = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
_CONTAINERS = ("BlockQuote", "List")
_MARKUP = re.compile(r"[<\[#&]")
_LIKE_AN_ID = re.compile(r"[A-Z]{3}-[0-9]{4}")  # `_ANO-0001_` names one too, once its emphasis is read
_UNDERLINE = re.compile(r"[=-][ \t]*(?:\n|\Z)")
_DEEP = re.compile(rf"(?:\n|\A)[ \t>*+.)0-9-]{{{MAX_NESTING + 1}}}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


Subject = Entry | Taxonomy
Spot = tuple[int, int, str]
"""(start, end, text); start and end count bytes of the UTF-8 form."""


@dataclass(slots=True)
class Scan:
    """What stands in one text. `deep` is the first quote or list that is nested too deep."""

    html: list[Spot] = field(default_factory=list)
    links: list[Spot] = field(default_factory=list)
    images: list[Spot] = field(default_factory=list)
    headings: list[Spot] = field(default_factory=list)
    ids: list[Spot] = field(default_factory=list)
    deep: list[Spot] = field(default_factory=list)


def scan(text: str) -> Scan:
    found = Scan()
    if not _telling(text):
        return found
    depth = code = 0
    events: Iterable[tuple[Any, Any]] = _MARKDOWN.events_with_range(text)
    for event, place in events:
        if not isinstance(event, dict):
            continue
        start, end = place["start"], place["end"]
        ((name, what),) = event.items()
        if name == "InlineHtml":
            found.html.append((start, end, ""))
        elif name == "Text" and not code:
            # `\\(` and its like split a text into several events; an id never holds such a character.
            for match in ID_IN_TEXT.finditer(what):
                begin = start + len(what[: match.start()].encode())
                found.ids.append((begin, begin + len(match[0]), match[0]))
        elif name == "Start":
            _begin(what, (start, end), found)
            code += "CodeBlock" in what
            depth += _is_container(what)
            if depth == MAX_NESTING + 1 and not found.deep:
                found.deep.append((start, start + 1, ""))
        elif name == "End":
            code -= "CodeBlock" in what
            depth -= _is_container(what)
    return found


def _telling(text: str) -> bool:
    """Whether there may be anything to find: HTML, links, images, headings, ids, an entity that stands for one
    of their characters, the depth that is refused. The parser takes ten times as long to say so.
    """
    return (
        _MARKUP.search(text) is not None
        or ("-" in text and (_LIKE_AN_ID.search(text) or _UNDERLINE.search(text)) is not None)
        or ("=" in text and _UNDERLINE.search(text) is not None)
        or _DEEP.search(text) is not None
    )


def _begin(what: Any, place: tuple[int, int], found: Scan) -> None:
    """Notes what begins here."""
    if what == "HtmlBlock":
        found.html.append((*place, ""))
    elif "Link" in what:
        link = what["Link"]
        found.links.append((*place, ("mailto:" if link["link_type"] == "Email" else "") + link["dest_url"]))
    elif "Image" in what:
        found.images.append((*place, ""))
    elif "Heading" in what and what["Heading"]["level"] in ("H1", "H2"):
        found.headings.append((*place, ""))


def _is_container(what: Any) -> bool:
    return any(name in what for name in _CONTAINERS)


def texts_of(subject: Subject) -> Iterator[tuple[FieldPath, Text]]:
    """Every text in two languages that is read as prose, with its field."""
    if isinstance(subject, Taxonomy):
        for n, product in enumerate(subject.products):
            yield from (
                (("products", n, "find_version", os), text) for os, text in product.find_version.items()
            )
    else:
        yield from (((name,), text) for name, text in subject.texts())


class _Read:
    """The subject that was read last: one rule after the other asks for the same."""

    subject: Subject | None = None
    prose: tuple[tuple[FieldPath, str, Scan], ...] = ()


def prose_of(subject: Subject) -> tuple[tuple[FieldPath, str, Scan], ...]:
    """Every prose that is there, with its field and what stands in it."""
    if _Read.subject is not subject:
        _Read.prose = tuple(
            ((*at, locale), own, scan(own))
            for at, text in texts_of(subject)
            for locale in LOCALES
            if (own := text.own(locale)) is not None
        )
        _Read.subject = subject
    return _Read.prose


def raw_html(subject: Subject, context: Context) -> Iterator[Fault]:
    """Prose is CommonMark with tables; HTML in it is refused."""
    for at, text, found in prose_of(subject):
        for spot in found.html:
            span = span_of(text, *spot[:2])
            shown = text[span[0] :].split("\n")[0][: min(span[1], 40)].rstrip()
            remedy = "write CommonMark; to show the characters themselves, put them in `code`"
            yield Fault(f'raw HTML "{shown}"', remedy, at, span=(span[0], len(shown)))


def unsafe_link(subject: Subject, context: Context) -> Iterator[Fault]:
    """A link leads to https:, http: or mailto:, by its full address; images are not taken."""
    for at, text, found in prose_of(subject):
        for spot in found.links:
            fault = _link_fault(spot[2])
            if fault is not None:
                yield Fault(*fault, at, span=span_of(text, *spot[:2]))
        for spot in found.images:
            remedy = "describe it in words; an image from elsewhere would tell others who reads the page"
            yield Fault("an image is not allowed in an entry", remedy, at, span=span_of(text, *spot[:2]))
    if isinstance(subject, Patch) and subject.url is not None:
        fault = _link_fault(subject.url)
        if fault is not None:
            yield Fault(*fault, ("url",))


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


def nesting(subject: Subject, context: Context) -> Iterator[Fault]:
    """Quotes and lists are nested at most 32 deep: deeper text is a mistake or an attack."""
    for at, text, found in prose_of(subject):
        for spot in found.deep:
            message = f"quotes and lists are nested more than {MAX_NESTING} deep"
            yield Fault(message, "unfold them", at, span=span_of(text, *spot[:2]))


def headings(subject: Subject, context: Context) -> Iterator[Fault]:
    """The page owns headings of levels 1 and 2; an answer may use level 3 and below."""
    for at, text, found in prose_of(subject):
        for spot in found.headings:
            yield Fault(
                "a heading of level 1 or 2 inside an entry", "use `###`", at, span=span_of(text, *spot[:2])
            )


def named_ids(subject: Subject, context: Context) -> Iterator[Fault]:
    """An id named in prose exists; it becomes a link."""
    for at, text, found in prose_of(subject):
        for spot in found.ids:
            if spot[2] not in context.known_ids:
                remedy, near = meant(spot[2], context.known_ids)
                yield Fault(
                    f"{spot[2]} does not exist", remedy, at, span=span_of(text, *spot[:2]), replacement=near
                )


def leak(subject: Subject, context: Context) -> Iterator[Fault]:
    """Public prose does not name an entry for customers."""
    if isinstance(subject, Entry) and not context.is_public(subject):
        return
    for at, text, found in prose_of(subject):
        for spot in found.ids:
            target = context.by_id.get(spot[2])
            if target is not None and not context.is_public(target):
                remedy = "take the id out, or make this entry `audience: customers` too"
                message = f"{target.id} is for customers, this entry is public"
                yield Fault(message, remedy, at, span=span_of(text, *spot[:2]))


def span_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and length, in characters, of a stretch that is given in bytes of the text's UTF-8 form."""
    source = text.encode()
    first, last = (len(source[:byte].decode("utf-8", "ignore")) for byte in (start, end))
    return first, max(1, last - first)
