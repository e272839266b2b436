"""What the rendering of one entry may know besides the entry itself."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, Protocol, TypeVar

from markupsafe import Markup

from knownbase.cards import Card
from knownbase.catalogue import View
from knownbase.closures import Closures
from knownbase.model.dates import grouped, long_date
from knownbase.model.entry import Entry, Patch
from knownbase.model.ids import PLACES, page_path
from knownbase.model.locale import DEFAULT_LOCALE, Locale, other
from knownbase.model.plain import one_line
from knownbase.model.taxonomy import Product, Taxonomy
from knownbase.model.text import Text
from knownbase.render.markdown import inline, prose
from knownbase.render.pieces import Link, entry_item

RELATED = 5
_ID = attrgetter("id")
N = TypeVar("N", bound="Named")
R = TypeVar("R")

Listing = tuple[str, Locale | None, str, str, str]
"""What lists show of an entry: its title as HTML, the title's language when that is the other one, its row; as text,
where an anomaly stands, and the last thing that happened."""


class Named(Protocol):
    """An entry, or a value of the taxonomy."""

    @property
    def id(self) -> str: ...


class Page(NamedTuple):
    """A page before it is stamped.

    `path` is below its language's root, `source` below the content root; `name` is what the breadcrumb
    calls the page. Only an entry's page has dates.
    """

    path: str
    name: str
    section: str
    title: str
    description: str
    breadcrumb: tuple[tuple[str, str], ...]
    body: str
    source: str
    published: dt.date | None = None
    updated: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A page that may have to be made: its path, what it is made from besides theme and taxonomy, and how.

    Where its parts are those of the last build, so is the page. Who asks for paths alone is not kept waiting for parts.
    """

    path: str
    parts: Callable[[], tuple[bytes, ...]]
    make: Callable[[], Page]


def digests(cards: Iterable[Card], site: "Site") -> tuple[bytes, ...]:
    """The parts of a page or an output that shows of entries what lists show of them, in this order."""
    return (b"".join(map(site.shown.__getitem__, map(_ID, cards))),)


@dataclass(frozen=True)
class Site:
    """One language of the site for one audience, seen from a page `depth` folders below its root.

    `pages` are the paths of the hand-written pages: what is not among them is not linked. `neighbours`:
    id → ids of entries that speak of the same things.
    """

    view: View
    locale: Locale
    strings: Mapping[str, str]
    pages: frozenset[str] = frozenset()
    depth: int = 1
    neighbours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    listings: Mapping[str, Listing] = field(default_factory=dict, repr=False, compare=False)
    """What lists show of the entries, by id, as far as somebody has made it already."""
    shown: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    """Id → digest of all that others than its own files show of an entry."""
    address: str = ""
    """Where the whole site will lie, with a slash at its end; "" when nobody has said so."""
    closures: Closures = field(default_factory=dict, repr=False, compare=False)
    rendered: dict[tuple[str, Hashable, int], Any] = field(default_factory=dict, repr=False, compare=False)
    """What pages show of an entry or a category, by (what, id, depth): it stands on half a dozen of them."""
    at_hand: dict[tuple[str, str, int], Any] = field(default_factory=dict, repr=False, compare=False)
    """What the files of an entry have in common, until others are at hand: whoever goes from entry to entry empties it."""

    @property
    def taxonomy(self) -> Taxonomy:
        return self.view.taxonomy

    def at(self, depth: int) -> "Site":
        return self if depth == self.depth else replace(self, depth=depth)

    def related(self, entry_id: str) -> list[Card]:
        """Those that the entry names or that name it; then its neighbours, up to `RELATED` in all."""
        chosen = list(self.view.related(entry_id))
        neighbours = (self.view.cards[one] for one in self.neighbours.get(entry_id, ()))
        more = [one for one in neighbours if one not in chosen]
        return chosen + more[: max(0, RELATED - len(chosen))]

    @cached_property
    def root(self) -> str:
        """Relative URL of this language's root, with a slash at its end; "" at the root itself."""
        return "../" * self.depth

    def url(self, path: str) -> str:
        return self.root + path

    def asset(self, path: str) -> str:
        """Relative URL of a file that all languages share."""
        return self.url(path) if self.locale == DEFAULT_LOCALE else f"{self.root}../{path}"

    def page(self, path: str, anchor: str = "") -> str:
        """Relative URL of a hand-written page; "" when this site has no such page."""
        if path not in self.pages:
            return ""
        return self.url(f"{path}#{anchor}" if anchor else path)

    def url_of(self, entry_id: str) -> str | None:
        return self.url(page_path(entry_id)) if entry_id in self.view.cards else None

    def product_url(self, product: Product) -> str:
        return self.url(f"products/{product.id}.html")

    def twin(self, path: str) -> str:
        """Relative URL of the same page in the other language."""
        if self.locale == DEFAULT_LOCALE:
            return f"{self.root}{other(self.locale)}/{path}"
        return f"{self.root}../{path}"

    def t(self, key: str, **values: Any) -> str:
        """An interface text; `{name}` in it takes the value `name`."""
        text = self.strings[key]
        return text.format(**values) if values else text

    def count(self, key: str, number: int) -> str:
        """The text `key` for a number: `key_one` for 1 (and for 0 in French), else `key_many`."""
        one = number == 1 or (number == 0 and self.locale == "fr")
        return self.t(f"{key}_one" if one else f"{key}_many", n=number)

    def date(self, day: dt.date) -> Markup:
        return _time(day, self.locale)

    def size(self, octets: int) -> str:
        """`1,204 KB`, `1 204 Ko`: kilobytes of 1,024 octets, rounded up."""
        return self.t("size", n=self.number(-(-octets // 1024)))

    def number(self, value: int) -> str:
        """`1,204`, `1 204`."""
        return grouped(value, self.locale)

    def passage(self, text: Text | None, top_level: int = 3) -> Markup:
        """A text as safe HTML, in this language or else in the other one; "" when there is none."""
        if text is None:
            return Markup("")
        own, locale = text.best(self.locale)
        if not own:
            return Markup("")
        lang = f' lang="{locale}"' if locale != self.locale else ""
        # Three on a page, and nothing to escape: not worth a call of a template.
        return Markup(f'<div class="kb-prose"{lang}>{prose(own, self.url_of, top_level)}</div>')  # noqa: S704 - cleaned

    def title(self, entry: Entry) -> tuple[str, Locale | None]:
        """An entry's title as plain text, and its language when that is the other one."""
        return self.once("title", entry, _title)

    def patch_title(self, patch: Patch) -> str:
        product = self.taxonomy.product_by_id[patch.product]
        os = self.taxonomy.os_names[patch.os]
        key = f"patch_title_{patch.form}"
        return self.t(key, product=product.name, os=os, start=patch.from_release, to=patch.to or "")

    def link(self, one: Named) -> Link:
        """The link of the entry that has the id."""
        return self.once("link", one, _link)

    def once(self, what: str, one: N, make: Callable[[N, "Site"], R]) -> R:
        """`make(one, self)`, made once for a depth."""
        key = (what, one.id, self.depth)
        if key not in self.rendered:
            self.rendered[key] = make(one, self)
        made: R = self.rendered[key]
        return made

    def kept(self, what: str, of: Hashable, make: Callable[[], R]) -> R:
        """`make()`, made once for a depth and what it is made of."""
        key = (what, of, self.depth)
        if key not in self.rendered:
            self.rendered[key] = make()
        made: R = self.rendered[key]
        return made

    def shared(self, what: str, one: N, make: Callable[[], R]) -> R:
        """`make()`, made once for the files of an entry: its page and its twin say the same."""
        key = (what, one.id, self.depth)
        if key not in self.at_hand:
            self.at_hand[key] = make()
        made: R = self.at_hand[key]
        return made

    def listed_title(self, entry_id: str) -> tuple[str, Locale | None]:
        """An entry's title as HTML, and its language when that is the other one."""
        title, lang = self.title(self.view.by_id[entry_id])
        return str(inline(title)), lang

    def item(self, one: Named) -> Markup:
        """An entry as an item of a list of links."""
        return self.once("item", one, _item)

    def items(self, entries: Iterable[Named]) -> list[Markup]:
        return [self.once("item", one, _item) for one in entries]

    def section_crumb(self, entry: Entry) -> tuple[str, str]:
        section = PLACES[entry.kind].section
        return self.t(f"section_{section}"), self.url(f"{section}/index.html")


def _title(entry: Entry, site: Site) -> tuple[str, Locale | None]:
    if isinstance(entry, Patch):
        return site.patch_title(entry), None
    own, locale = next(entry.texts())[1].best(site.locale)
    return one_line(own), locale if locale != site.locale else None


def _link(one: Named, site: Site) -> Link:
    listing = site.listings.get(one.id)
    title, lang = listing[:2] if listing is not None else site.listed_title(one.id)
    return Link(one.id, site.url(page_path(one.id)), Markup(title), lang)  # noqa: S704 - `inline` has escaped it


def _item(one: Named, site: Site) -> Markup:
    return entry_item(site.link(one))


@lru_cache(maxsize=1 << 15)
def _time(day: dt.date, locale: Locale) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), long_date(day, locale))
