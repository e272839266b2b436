"""Calendars to subscribe to: the hotline's holidays; releases and patches, of everything and of each product.

https://www.rfc-editor.org/rfc/rfc5545. All events are whole days. UIDs are UUIDs, as RFC 7986, 5.3 asks for, each of
the tag URI of what it tells of: an event that moves to another day stays the same event.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from operator import attrgetter
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from knownbase.cards import Card
from knownbase.closures import YEARS
from knownbase.model.clock import latest_today
from knownbase.model.ids import page_path
from knownbase.outputs.tag_uri import tag_uri
from knownbase.outputs.whole import Whole
from knownbase.render.hotline import shows_holidays
from knownbase.render.lists import plain_title
from knownbase.render.planned import PlannedFile
from knownbase.render.site import Site, digests
from knownbase.render.theme import locale_root
from knownbase.render.topics import (
    EVERYTHING,
    HOTLINE,
    Topic,
    absolute,
    calendar_path,
    followed,
    of_place,
    of_product,
    topics,
)

PATCHES = 100
"""The last ones that a calendar has; releases it has all."""

_OCTETS = 75
"""In a line of a calendar, without its end."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Event(NamedTuple):
    """Something that is on a whole day. `name` tells it from all others; `stamp` is the day it was last written."""

    name: str
    day: date
    summary: str
    url: str
    stamp: date


def calendar_files(whole: Whole) -> Iterator[PlannedFile]:
    if not followed(whole.sites[0]):
        return
    today = latest_today().toordinal()
    patches = [card for card in whole.view.by_kind["patch"] if card.published <= today]
    patches.sort(key=attrgetter("published"), reverse=True)
    for site in whole.sites:
        root = locale_root(site.locale)
        if site.taxonomy.hotline is not None:
            work = partial(_hotline, site)
            yield PlannedFile(root + calendar_path(HOTLINE), (shows_holidays(),), work)
        for topic in topics(site):
            if topic.name == EVERYTHING or topic.product:
                shown = [card for card in patches if _belongs(card, topic.name)][:PATCHES]
                yield PlannedFile(
                    root + calendar_path(topic.name),
                    digests(shown, site),
                    partial(_releases, topic, shown, site),
                )


def _belongs(card: Card, topic: str) -> bool:
    return topic == EVERYTHING or topic in (*map(of_product, card.products), *map(of_place, card.places))


def _hotline(site: Site) -> bytes:
    """Each day bears the date on which `closures` first knew it."""
    events = [
        Event(
            f"closed/{day.isoformat()}",
            day,
            site.t("calendar_closed", name=name),
            absolute("services/hotline.html", site) if site.page("services/hotline.html") else "",
            date(day.year - YEARS + 1, 1, 1),
        )
        for day, name in site.closures.items()
    ]
    return calendar(site.t("calendar_hotline"), events, site)


def _releases(topic: Topic, patches: Sequence[Card], site: Site) -> bytes:
    events = sorted(
        [*_shipped(topic, site), *(_patch(card, site) for card in patches)], key=attrgetter("day")
    )
    return calendar(site.t("calendar_releases", name=topic.label), events, site)


def _shipped(topic: Topic, site: Site) -> Iterator[Event]:
    """Releases of the products and operating systems that a topic is about."""
    for product in site.taxonomy.products:
        for os in product.os:
            place = f"{product.id}/{os}"
            if topic.name not in (EVERYTHING, of_product(product.id), of_place(place)):
                continue
            for release in product.shipped(os):
                day = release.released[os]
                summary = site.t(
                    "calendar_release",
                    product=product.name,
                    version=release.version,
                    os=site.taxonomy.os_names[os],
                )
                url = absolute(f"products/{product.id}.html", site) + "#releases"
                yield Event(f"release/{place}/{release.version}", day, summary, url, day)


def _patch(card: Card, site: Site) -> Event:
    title, _ = plain_title(card, site)
    day = date.fromordinal(card.published)
    summary = f"{card.id}{site.t('colon')}{title}"
    return Event(card.id, day, summary, absolute(page_path(card.id), site), card.date)


def calendar(title: str, events: Sequence[Event], site: Site) -> bytes:
    """The iCalendar document of events, in their order."""
    language = f"LANGUAGE={site.locale}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//knownbase//{site.locale.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME;{language}:{escaped(title)}",
        f"X-WR-CALNAME:{escaped(title)}",  # what Outlook and others look for
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    for event in events:
        uid = uuid5(NAMESPACE_URL, tag_uri(site.address, site.locale, event.name))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            f"DTSTAMP:{event.stamp:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY;{language}:{escaped(event.summary)}",
            *([f"URL:{event.url}"] if event.url else []),
            "TRANSP:TRANSPARENT",  # nobody is busy on these days
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(map(_folded, lines))


def escaped(text: str) -> str:
    """A value of type TEXT: RFC 5545, 3.3.11. Controls, which it cannot hold, are left out."""
    text = _CONTROLS.sub("", text.replace("\r\n", "\n"))
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A content line with its end, folded between characters: RFC 5545, 3.1."""
    rest = line.encode()
    parts = []
    room = _OCTETS
    while len(rest) > room:
        end = room
        while rest[end] & 0xC0 == 0x80:  # not inside of a character
            end -= 1
        parts.append(rest[:end])
        rest = rest[end:]
        room = _OCTETS - 1  # the space that stands before what continues
    return b"\r\n ".join([*parts, rest]) + b"\r\n"
