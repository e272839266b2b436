"""The public timeline of an anomaly: every day that its record, its fixing releases and its patches name.

    record     published · analysing · workaround · fixed on … · patch on … · updated · reopened · withdrawn
    taxonomy   the day on which a fixing release shipped on an operating system
    patches    the day on which one that mends the anomaly was published

Where the record says `fixed` or `patch` of a system on the day of such a release or patch, this one is told instead:
it has a name.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from markupsafe import Markup, escape

from knownbase.model.entry import Anomaly, Event, Patch
from knownbase.model.status import OsStatus
from knownbase.render.pieces import Link
from knownbase.render.site import Site

_SHAPES = {"fixed": "ok", "reopened": "bad"}
_DAY = attrgetter("day")

_Told = frozenset[tuple[str, dt.date, str]]
"""Kind of event, day and operating system of which a release or patch tells already."""


class Moment(NamedTuple):
    """A line of the timeline; `shape` is the class of its words, as of a status."""

    day: dt.date
    text: str
    shape: str = ""
    patch: Link | None = None


def moments(entry: Anomaly, patches: Sequence[Patch], site: Site) -> list[Moment]:
    """In order; of one day what the record says comes first. `patches` mend the anomaly."""
    return site.shared("moments", entry, lambda: _moments(entry, patches, site))


def _moments(entry: Anomaly, patches: Sequence[Patch], site: Site) -> list[Moment]:
    reach = site.view.reach(entry)
    told, fixed = site.kept("fixed", reach, partial(_fixed, reach.statuses, site))
    if patches:
        told |= {("patch", one.released, one.os) for one in patches}
    found = [Moment(entry.date, site.t("event_published"))]
    for event in entry.timeline:
        moment = _recorded(event, told, site)
        if moment is not None:
            found.append(moment)
    found += fixed
    found += [
        Moment(one.released, _offered(site.t(f"event_{one.form}"), (one.os,), site), "", site.link(one))
        for one in patches
    ]
    found.sort(key=_DAY)
    return found


def _recorded(event: Event, told: _Told, site: Site) -> Moment | None:
    """What the record says, but for the systems of which something else tells it."""
    kind, day, systems = event.event, event.date, event.os
    if told:
        systems = tuple([os for os in systems if (kind, day, os) not in told])
        if event.os and not systems:
            return None
        if not event.os and any((one, its_day) == (kind, day) for one, its_day, _ in told):
            return None
    text = site.kept("event", (kind, systems), lambda: _said(event, systems, site))
    return Moment(day, text, _SHAPES.get(kind, ""))


def _said(event: Event, systems: Sequence[str], site: Site) -> str:
    placed = _offered if event.event == "patch" else _placed
    return placed(site.t(f"event_{event.event}"), systems, site)


def _fixed(found: Iterable[OsStatus], site: Site) -> tuple[_Told, list[Moment]]:
    """What releases tell of, and how: `fixed in 5.2.5 on Windows`, with the product's name where several are mended."""
    fixes = _fixes(found)
    several = len({product for _, product, _ in fixes}) > 1
    told = []
    for (day, product, version), systems in fixes.items():
        name = f"{site.taxonomy.product_by_id[product].name} {version}" if several else version
        told.append(Moment(day, _placed(site.t("fixed_in", version=name), systems, site), "ok"))
    return frozenset(("fixed", day, os) for (day, _, _), systems in fixes.items() for os in systems), told


def _fixes(found: Iterable[OsStatus]) -> Mapping[tuple[dt.date, str, str], Sequence[str]]:
    """(day, product, release that mends the anomaly) → operating systems on which it shipped that day."""
    systems: dict[tuple[dt.date, str, str], list[str]] = {}
    for status in found:
        for version in status.fixed_in:
            day = status.product.date(version, status.os)
            if day is not None:
                systems.setdefault((day, status.product.id, version), []).append(status.os)
    return systems


def _placed(text: str, systems: Sequence[str], site: Site) -> str:
    """`fixed on Linux`; the text alone where it is about no system in particular."""
    return site.t("event_on", event=text, os=_names(systems, site)) if systems else text


def _offered(text: str, systems: Sequence[str], site: Site) -> str:
    """`patch published for Linux`; likewise."""
    return site.t("event_for", event=text, os=_names(systems, site)) if systems else text


def _names(systems: Sequence[str], site: Site) -> str:
    return ", ".join(site.taxonomy.os_names[os] for os in systems)


def timeline(found: Iterable[Moment], site: Site) -> Markup:
    """The moments as an ordered list."""
    return Markup(f'<ol class="kb-time">{"".join(_item(one, site) for one in found)}</ol>')  # noqa: S704 - escaped below


def _item(one: Moment, site: Site) -> str:
    """Most of them stand in many timelines; what tells of a patch stands in a few."""
    return _line(one, site) if one.patch else site.kept("moment", one, partial(_line, one, site))


def _line(one: Moment, site: Site) -> str:
    words = f'<span class="kb-{one.shape}">{escape(one.text)}</span>' if one.shape else escape(one.text)
    patch = f' → <a href="{one.patch.url}">{one.patch.id}</a>' if one.patch else ""
    return f"<li>{site.date(one.day)} <span>{words}{patch}</span>"
