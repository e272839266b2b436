"""Atom feeds of what changed: everything, each product, each product on an operating system, each category.

https://www.rfc-editor.org/rfc/rfc4287. An entry of a feed says what its card and its record in the lists say, so
that no feed opens a content file. Its `updated` is the day of the last change that the entry's history tells of:
a corrected spelling is not shown as new.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from html import escape
from typing import NamedTuple

from knownbase.cards import Card
from knownbase.catalogue import View
from knownbase.model.clock import latest_today
from knownbase.model.ids import page_path
from knownbase.outputs.tag_uri import tag_uri
from knownbase.outputs.whole import Whole
from knownbase.render.lists import listed, plain_title
from knownbase.render.planned import PlannedFile
from knownbase.render.site import Site, digests
from knownbase.render.theme import locale_root
from knownbase.render.topics import (
    EVERYTHING,
    Topic,
    absolute,
    feed_path,
    feed_title,
    followed,
    of_category,
    of_place,
    of_product,
    topics,
)
from knownbase.render.wording import scope_of

ENTRIES = 30
DAYS = 30
"""A feed has the last `ENTRIES` changes, and more when these are of the last `DAYS` days."""

_NEVER = date(1970, 1, 1)
"""When a feed has changed that has no entry yet: it has to say something."""

_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_AS_IT_IS = re.compile(f"[&<>\"'{_NOT_XML.pattern[1:]}")
"""https://www.w3.org/TR/xml/#charsets"""


def feed_files(whole: Whole) -> Iterator[PlannedFile]:
    if not followed(whole.sites[0]):
        return
    found = recent(whole.view, latest_today())
    for site in whole.sites:
        for topic in topics(site):
            cards = found.get(topic.name, ())
            yield PlannedFile(
                locale_root(site.locale) + feed_path(topic.name),
                digests(cards, site),
                partial(_made, topic, cards, site),
            )


def recent(view: View, today: date) -> Mapping[str, Sequence[Card]]:
    """Name of a topic → what its feed shows on a day, the last change first; nothing that is still to come."""
    last = today.toordinal()
    first = last - DAYS + 1
    categories = {one.id: of_category(one, view.taxonomy) for one in view.taxonomy.anomaly_categories}
    found: dict[str, list[Card]] = defaultdict(list)
    # Of many entries few speak of other things than any before.
    known: dict[tuple[object, ...], tuple[str, ...]] = {}
    for card in view.newest:
        if card.updated > last:
            continue
        key = (card.kind, card.category, card.products, card.places)
        if key not in known:
            known[key] = tuple(_topics_of(card, categories))
        for topic in known[key]:
            shown = found[topic]
            if len(shown) < ENTRIES or card.updated >= first:
                shown.append(card)
    return found


def _topics_of(card: Card, categories: Mapping[str, str]) -> Iterator[str]:
    yield EVERYTHING
    yield from map(of_product, card.products)
    yield from map(of_place, card.places)
    if card.kind == "anomaly":
        yield categories[card.category]


def _made(topic: Topic, cards: Sequence[Card], site: Site) -> bytes:
    return feed(topic, cards, site).encode()


def feed(topic: Topic, cards: Sequence[Card], site: Site) -> str:
    """The Atom document of a topic; the cards with the last change first."""
    path = feed_path(topic.name)
    updated = cards[0].date if cards else _NEVER
    own = xml(absolute(path, site))
    page = xml(absolute(topic.page, site))
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{site.locale}">\n'
        f"<id>{xml(tag_uri(site.address, site.locale, f'follow/{topic.name}'))}</id>\n"
        f"<title>{xml(feed_title(topic, site))}</title>\n"
        f"<updated>{_instant(updated)}</updated>\n"
        f"<author><name>{xml(site.taxonomy.site.vendor)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href="{own}"/>\n'
        f'<link rel="alternate" type="text/html" hreflang="{site.locale}" href="{page}"/>\n'
    )
    return f"{head}{''.join(site.once('feed', card, _entry) for card in cards)}</feed>\n"


def _entry(card: Card, site: Site) -> str:
    name, other = plain_title(card, site)
    title = f"{card.id}{site.t('colon')}{name}"
    language = f' xml:lang="{other}"' if other else ""
    link = xml(absolute(page_path(card.id), site))
    return (
        "<entry>\n"
        f"<id>{xml(tag_uri(site.address, site.locale, card.id))}</id>\n"
        f"<title{language}>{xml(title)}</title>\n"
        f"<published>{_instant(date.fromordinal(card.published))}</published>\n"
        f"<updated>{_instant(card.date)}</updated>\n"
        f'<link rel="alternate" type="text/html" hreflang="{site.locale}" href="{link}"/>\n'
        f"{_alike(card, site).terms}\n"
        f'<content type="html">{_content(card, site)}</content>\n'
        "</entry>\n"
    )


class _Alike(NamedTuple):
    """XML that many entries of a feed share: categories; lines of the content before and behind the standing."""

    terms: str
    before: str
    behind: str


def _alike(card: Card, site: Site) -> _Alike:
    key = (card.kind, card.category, card.products, card.places, card.impacts)
    return site.kept("in feeds", key, lambda: _made_alike(card, site))


def _made_alike(card: Card, site: Site) -> _Alike:
    colon = site.t("colon")
    impacts = ", ".join(site.taxonomy.impact_by_id[one].label.get(site.locale) for one in card.impacts)
    terms = [f'<category term="{xml(term)}" label="{xml(label)}"/>' for term, label in _terms(card, site)]
    return _Alike(
        "".join(terms),
        _lines(
            site.t(f"follow_kind_{card.kind}"),
            f"{site.t('follow_category')}{colon}{_category(card, site)}" if card.category else "",
            f"{site.t('follow_concerns')}{colon}{scope_of(card, site)}",
        ),
        _lines(f"{site.t('follow_impact')}{colon}{impacts}" if impacts else ""),
    )


def _content(card: Card, site: Site) -> str:
    """A line of HTML, as XML, for each thing that a reader decides by."""
    *_, standing, event = listed(card, site)
    colon, alike = site.t("colon"), _alike(card, site)
    stands = _lines(f"{site.t('follow_standing')}{colon}{standing}" if standing else "")
    last = xml(escape(f"{site.t('follow_last_change')}{colon}{event}"))
    return f"&lt;p&gt;{alike.before}{stands}{alike.behind}{last}&lt;/p&gt;"


def _lines(*lines: str) -> str:
    return "".join(f"{xml(escape(line))}&lt;br&gt;" for line in lines if line)


def _terms(card: Card, site: Site) -> Iterator[tuple[str, str]]:
    """What a feed reader can sort by."""
    yield card.kind, site.t(f"follow_kind_{card.kind}")
    if card.category:
        yield f"category-{card.category}", _category(card, site)
    for product in card.products:
        yield product, site.taxonomy.product_by_id[product].name
    for impact in card.impacts:
        yield impact, site.taxonomy.impact_by_id[impact].label.get(site.locale)


def _category(card: Card, site: Site) -> str:
    if card.kind == "anomaly":
        return f"{card.category} {site.taxonomy.anomaly_category_by_id[card.category].label.get(site.locale)}"
    return site.taxonomy.faq_category_by_id[card.category].label.get(site.locale)


def _instant(day: date) -> str:
    """https://www.rfc-editor.org/rfc/rfc3339"""
    return f"{day.isoformat()}T00:00:00Z"


def xml(text: str) -> str:
    """Text for an XML document, in an element or an attribute; what XML cannot hold is replaced."""
    return escape(_NOT_XML.sub("\ufffd", text)) if _NOT_AS_IT_IS.search(text) else text
