"""`api/v1/entries/<ID>.json`: everything that is published of an entry, in both languages."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import quote

from knownbase.cards import saved_as
from knownbase.model.entry import Anomaly, Entry, Faq, Patch
from knownbase.model.ids import page_path
from knownbase.model.layout import FILES_FOLDER
from knownbase.model.ranges import OnSystem, Range, verdict_of
from knownbase.model.ranges import Verdict as Word
from knownbase.model.reach import Reach
from knownbase.model.status import OsStatus
from knownbase.outputs.api import shapes
from knownbase.outputs.api.address import ENTRIES, address, entry_path, pages, twins
from knownbase.outputs.api.facts import encoded, label, scopes, text, text_or_none, title
from knownbase.outputs.api.schemas import schema_name
from knownbase.render.planned import EntryFile
from knownbase.render.site import Site
from knownbase.render.theme import locale_root


def entry_json(entries: Sequence[Entry], sites: Sequence[Site], site_url: str) -> list[bytes]:
    found = [entry_data(entry, sites, site_url) for entry in entries]
    return [encoded(one) + b"\n" for one in found]


ENTRY_JSON = EntryFile(entry_path, entry_json)


def entry_data(entry: Entry, sites: Sequence[Site], site_url: str) -> shapes.AnyEntry:
    common = _common(entry, sites, site_url)
    if isinstance(entry, Faq):
        return {
            **common,
            "kind": "faq",
            "category": entry.category,
            "also_asked": {"en": list(entry.also_asked.en), "fr": list(entry.also_asked.fr)},
            "answer": text(entry.answer),
        }
    notice = label(sites[0].taxonomy.site.notice)
    if isinstance(entry, Anomaly):
        return {**common, "kind": "anomaly", "notice": notice, **_anomaly(entry, sites[0])}
    assert isinstance(entry, Patch)
    return {**common, "kind": "patch", "notice": notice, **_patch(entry, sites[0])}


def _common(entry: Entry, sites: Sequence[Site], site_url: str) -> shapes.EntryOfAny:
    site = sites[0]
    view = site.view
    card = view.cards[entry.id]
    page = page_path(entry.id)
    en, fr = (address(site_url, locale_root(one.locale) + page) for one in sites)
    return {
        "schema_version": shapes.VERSION,
        "url": address(site_url, entry_path(entry.id)),
        "id": entry.id,
        "title": title(entry, sites),
        "applies_to": site.kept("scopes", view.reach(entry), partial(scopes, entry, site.taxonomy)),
        "audience": card.audience,
        "source": entry.source,
        "published": entry.date.isoformat(),
        "updated": card.date.isoformat(),
        "aliases": list(entry.aliases),
        "history": [
            {"date": one.date.isoformat(), "event": one.event, "os": list(one.os)} for one in entry.timeline
        ],
        "related": [one.id for one in site.related(entry.id)],
        "codes": [{"family": family, "number": number} for family, number in card.codes],
        "links": {
            "schema": f"{ENTRIES.api}schema/{schema_name(entry.kind)}",
            "index": f"{ENTRIES.api}index.json",
            "page": pages(page, ENTRIES),
            "markdown": twins(entry.id, ENTRIES),
        },
        "pages": {"en": en, "fr": fr} if en and fr else None,
    }


def _anomaly(entry: Anomaly, site: Site) -> shapes.OfAnomaly:
    view = site.view
    reach = view.reach(entry)
    original = entry.duplicate_of
    return {
        "category": entry.category,
        "impact": list(entry.impact),
        "standing": view.standing(entry),
        "duplicate_of": original if original in view.cards else None,
        "verdicts": site.kept("in the API", reach, partial(_verdicts, reach)),
        "errors": list(entry.errors),
        "symptom": text(entry.symptom),
        "cause": text_or_none(entry.cause),
        "workaround": text_or_none(entry.workaround),
        "resolution": text_or_none(entry.resolution),
        "patches": [card.id for card in view.fixed_by(entry.id)],
    }


def _verdicts(reach: Reach) -> list[shapes.Verdict]:
    """Product by product what is stated of its releases on each operating system."""
    stated = dict(reach.stated)
    return [_verdict(one, stated[one.product.id][one.product.os.index(one.os)]) for one in reach.statuses]


def _verdict(status: OsStatus, stated: OnSystem) -> shapes.Verdict:
    product, os = status.product, status.os
    ranges = [Range(*one) for one in stated]
    found: dict[Word, list[str]] = {"affected": [], "fixed": [], "not_affected": [], "not_stated": []}
    for rank in product.shipped_ranks(os):
        found[verdict_of(product, os, ranges, rank)].append(product.releases[rank].version)
    return {
        "product": product.id,
        "os": os,
        "state": status.state,
        "ranges": [
            {"first": one.first, "last": one.last, "start_known": one.start_known} for one in status.spans
        ],
        "fixed_in": list(status.fixed_in),
        "affected": found["affected"],
        "fixed": found["fixed"],
        "not_affected": found["not_affected"],
        "not_stated": found["not_stated"],
    }


def _patch(entry: Patch, site: Site) -> shapes.OfPatch:
    cards = site.view.cards
    return {
        "form": entry.form,
        "from_release": entry.from_release,
        "to_release": entry.to,
        "file": _download(entry),
        "requires": [one for one in entry.requires if one in cards],
        "fixes": [one for one in entry.fixes if one in cards],
        "summary": text(entry.summary),
        "notes": text_or_none(entry.notes),
    }


def _download(entry: Patch) -> shapes.Download | None:
    link = f"{ENTRIES.root}{FILES_FOLDER}/{quote(entry.file)}" if entry.file else entry.url
    return (
        None
        if link is None
        else {"name": saved_as(entry), "link": link, "size": entry.size, "sha256": entry.sha256}
    )
