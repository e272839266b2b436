"""KB5xx about prose: raw HTML, unsafe links, images, nesting.

The text is read by the parser that also renders it, so the check sees what the page would show.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

import pyromark

from knownbase.check.context import Context, Fault
from knownbase.check.links import meant
from knownbase.model.entry import Entry, Patch
from knownbase.model.finding import FieldPath
from knownbase.model.ids import ids_in
from knownbase.model.locale import LOCALES
from knownbase.model.schemes import MAX_NESTING, SAFE_SCHEMES
from knownbase.model.taxonomy import Taxonomy
from knownbase.model.text import Text

_MARKDOWN = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
_CONTAINERS = ("BlockQuote", "List")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

# Without these, CommonMark has no markup of that sort. Each begins with one character, or with one that is
# looked for first: that is how a search is fast.
_TAG = re.compile(r"<\S")
_HEADING = re.compile(r"#(?<!###)(?:\s|\Z)")
_DASHES = re.compile(r"-[ \t]*(?:\n|\Z)")
_EQUALS = re.compile(r"=[ \t]*(?:\n|\Z)")
_DEEP = re.compile(rf"[ \t>*+.)0-9-]{{{MAX_NESTING + 1}}}")
_DEEP_BELOW = re.compile(rf"\n{_DEEP.pattern}")
# `_ANO-0001_` names one too, once its emphasis is read.
_NAMED = re.compile(r"(?:FAQ|ANO|PAT)-[0-9]{4,9}")
_NAMED_FROM_HYPHEN = re.compile(r"-(?<=(?:FAQ|ANO|PAT)-)[0-9]{4}")

Subject = Entry | Taxonomy
What = Literal["html", "link", "image", "heading", "deep", "id"]


class Spot(NamedTuple):
    """Something that stands in a text; `start` and `end` count bytes of its UTF-8 form.

    `text` is a link's address, or an id. `deep` is the first quote or list that is nested too deep.
    """

    what: What
    start: int
    end: int
    text: str = ""


def scan(text: str) -> list[Spot]:
    """What stands in one text, as the parser reads it."""
    found: list[Spot] = []
    depth = code = 0
    too_deep = False
    for event, place in _MARKDOWN.events_with_range(text):
        if not isinstance(event, dict):
            continue
        start, end = place["start"], place["end"]
        name: str
        what: Any
        ((name, what),) = event.items()
        if name == "InlineHtml":
            found.append(Spot("html", start, end))
        elif name == "Text" and not code:
            # `\\(` and its like split a text into several events; an id never holds such a character.
            for before, entry_id in ids_in(what):
                begin = start + len(what[:before].encode())
                found.append(Spot("id", begin, begin + len(entry_id), entry_id))
        elif name == "Start":
            found += _begun(what, start, end)
            code += "CodeBlock" in what
            depth += _is_container(what)
            if depth > MAX_NESTING and not too_deep:
                too_deep = True
                found.append(Spot("deep", start, start + 1))
        elif name == "End":
            code -= "CodeBlock" in what
            depth -= _is_container(what)
    return found


def has_markup(text: str) -> bool:
    """Whether a scan may find anything but ids. The parser takes ten times as long to say so."""
    return (
        ("<" in text and _TAG.search(text) is not None)
        or "](" in text
        or "]:" in text  # a definition, which turns `[words]` into a link
        or ("#" in text and _HEADING.search(text) is not None)
        or _DASHES.search(text) is not None
        or _EQUALS.search(text) is not None
        or _DEEP.match(text) is not None
        or _DEEP_BELOW.search(text) is not None
    )


def ids_in_source(text: str) -> list[str]:
    """Every id that a scan finds, and those in code and addresses, which it leaves alone."""
    return _NAMED.findall(text) if _NAMED_FROM_HYPHEN.search(text) else []


def _begun(what: Any, start: int, end: int) -> Iterator[Spot]:
    """What begins here."""
    if what == "HtmlBlock":
        yield Spot("html", start, end)
    elif "Link" in what:
        link = what["Link"]
        yield Spot("link", start, end, ("mailto:" if link["link_type"] == "Email" else "") + link["dest_url"])
    elif "Image" in what:
        yield Spot("image", start, end)
    elif "Heading" in what and what["Heading"]["level"] in ("H1", "H2"):
        yield Spot("heading", start, end)


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


@dataclass(frozen=True, slots=True)
class Prose:
    """Every prose of a subject, each with its field, and what stands in them."""

    texts: tuple[tuple[FieldPath, str], ...] = ()
    markup: tuple[tuple[FieldPath, str, Spot], ...] = ()
    ids: tuple[tuple[FieldPath, str, str], ...] = ()
    """Those of the source: see `ids_in_source`."""


class _Read:
    """The subject that was read last: one rule after the other asks for the same."""

    subject: Subject | None = None
    prose = Prose()


def prose_of(subject: Subject) -> Prose:
    """Every prose that is there."""
    if _Read.subject is not subject:
        texts = tuple(
            [
                ((*at, locale), own)
                for at, text in texts_of(subject)
                for locale in LOCALES
                if (own := text.own(locale)) is not None
            ]
        )
        # One look at all texts together is faster than one at each, and hardly ever finds anything.
        whole = "\n".join([own for _, own in texts])
        marked = texts if has_markup(whole) else ()
        naming = texts if ids_in_source(whole) else ()
        _Read.prose = Prose(
            texts,
            tuple((at, own, spot) for at, own in marked if has_markup(own) for spot in scan(own)),
            tuple((at, own, name) for at, own in naming for name in ids_in_source(own)),
        )
        _Read.subject = subject
    return _Read.prose


def named(subject: Subject) -> tuple[str, ...]:
    """Ids that prose may name."""
    return tuple([name for _, _, name in prose_of(subject).ids])


def is_for_customers(entry: Entry, context: Context) -> bool:
    return not context.is_public(entry)


def _spots(subject: Subject, what: What) -> Iterator[tuple[FieldPath, str, Spot]]:
    return (one for one in prose_of(subject).markup if one[2].what == what)


def _ids(subject: Subject, is_wrong: Callable[[str], bool]) -> Iterator[tuple[FieldPath, str, Spot]]:
    """Each wrong id that prose names. One text in six names an id, and hardly any a wrong one: only there
    the parser is asked whether it stands in code.
    """
    for at, text in dict.fromkeys((at, text) for at, text, name in prose_of(subject).ids if is_wrong(name)):
        for spot in scan(text):
            if spot.what == "id" and is_wrong(spot.text):
                yield at, text, spot


def raw_html(subject: Subject, context: Context) -> Iterator[Fault]:
    """Prose is CommonMark with tables; HTML in it is refused."""
    for at, text, spot in _spots(subject, "html"):
        span = span_of(text, spot.start, spot.end)
        shown = text[span[0] :].split("\n")[0][: min(span[1], 40)].rstrip()
        remedy = "write CommonMark; to show the characters themselves, put them in `code`"
        yield Fault(f'raw HTML "{shown}"', remedy, at, span=(span[0], len(shown)))


def unsafe_link(subject: Subject, context: Context) -> Iterator[Fault]:
    """A link leads to https:, http: or mailto:, by its full address; images are not taken."""
    for at, text, spot in _spots(subject, "link"):
        fault = _link_fault(spot.text)
        if fault is not None:
            yield Fault(*fault, at, span=span_of(text, spot.start, spot.end))
    for at, text, spot in _spots(subject, "image"):
        remedy = "describe it in words; an image from elsewhere would tell others who reads the page"
        span = span_of(text, spot.start, spot.end)
        yield Fault("an image is not allowed in an entry", remedy, at, span=span)
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
    for at, text, spot in _spots(subject, "deep"):
        message = f"quotes and lists are nested more than {MAX_NESTING} deep"
        yield Fault(message, "unfold them", at, span=span_of(text, spot.start, spot.end))


def headings(subject: Subject, context: Context) -> Iterator[Fault]:
    """The page owns headings of levels 1 and 2; an answer may use level 3 and below."""
    for at, text, spot in _spots(subject, "heading"):
        message = "a heading of level 1 or 2 inside an entry"
        yield Fault(message, "use `###`", at, span=span_of(text, spot.start, spot.end))


def named_ids(subject: Subject, context: Context) -> Iterator[Fault]:
    """An id named in prose exists; it becomes a link."""
    for at, text, spot in _ids(subject, lambda name: name not in context.known_ids):
        remedy, near = meant(spot.text, context.known_ids)
        span = span_of(text, spot.start, spot.end)
        yield Fault(f"{spot.text} does not exist", remedy, at, span=span, replacement=near)


def leak(subject: Subject, context: Context) -> Iterator[Fault]:
    """Public prose does not name an entry for customers."""
    if isinstance(subject, Entry) and not context.is_public(subject):
        return
    entries = context.by_id
    for at, text, spot in _ids(
        subject, lambda name: name in entries and not context.is_public(entries[name])
    ):
        remedy = "take the id out, or make this entry `audience: customers` too"
        message = f"{spot.text} is for customers, this entry is public"
        yield Fault(message, remedy, at, span=span_of(text, spot.start, spot.end))


def span_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and length, in characters, of a stretch that is given in bytes of the text's UTF-8 form."""
    source = text.encode()
    first, last = (len(source[:byte].decode("utf-8", "ignore")) for byte in (start, end))
    return first, max(1, last - first)
