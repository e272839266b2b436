"""What is said of an entry in the same words on its page, in its twin, in lists and in feeds."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from knownbase.cards import Card
from knownbase.model.entry import Anomaly, Entry, Patch
from knownbase.model.locale import Locale, other
from knownbase.model.status import OsStatus, Span
from knownbase.render.pieces import Fix, Link, VerdictRow
from knownbase.render.site import Site

R = TypeVar("R")


def related(entry: Entry, site: Site) -> list[Card]:
    """What the entry's page and its twin lead to: see `Site.related`. Not to duplicates, which lead back."""
    return site.shared("related", entry, partial(_related, entry.id, site))


def _related(entry_id: str, site: Site) -> list[Card]:
    return [card for card in site.related(entry_id) if site.view.kept_for.get(card.id) != entry_id]


def foreign(entry: Entry, site: Site) -> Locale | None:
    """The language in which some of the page has to be shown, when it is not the page's own."""
    return site.shared("foreign", entry, partial(_foreign, entry, site))


def _foreign(entry: Entry, site: Site) -> Locale | None:
    for _, text in entry.texts():
        if text.own(site.locale) is None and text.own(other(site.locale)) is not None:
            return other(site.locale)
    return None


def scope_of(card: Card, site: Site) -> str:
    """`UA-FI · Windows; MailmaX.400 · all systems`; all products of an entry that names none."""
    return site.kept("scope", card.places, partial(_scope_of, card.places, site))


def _scope_of(places: Sequence[str], site: Site) -> str:
    if not places:
        return site.t("all_products")
    by_product: dict[str, list[str]] = {}
    for place in places:
        product, _, os = place.partition("/")
        by_product.setdefault(product, []).append(os)
    return site.t("semicolon").join(
        _one_scope(product, systems, site) for product, systems in by_product.items()
    )


def _one_scope(product_id: str, systems: list[str], site: Site) -> str:
    product = site.taxonomy.product_by_id[product_id]
    names = site.taxonomy.os_names
    if set(systems) >= set(product.os) and len(product.os) > 1:
        return f"{product.name} · {site.t('all_systems')}"
    return f"{product.name} · {', '.join(names[os] for os in product.os if os in systems)}"


def impact_labels(entry: Anomaly, site: Site) -> list[str]:
    return [site.taxonomy.impact_by_id[one].label.get(site.locale) for one in entry.impact]


def said_alike(what: str, entry: Anomaly, patches: Sequence[Patch], site: Site, make: Callable[[], R]) -> R:
    """`make()`, made once for all anomalies that state the same, unless there are patches: each has its own."""
    return make() if patches else site.kept(what, site.view.reach(entry), make)


def verdict_rows(entry: Anomaly, patches: tuple[Patch, ...], site: Site) -> Iterator[VerdictRow]:
    for status in site.view.statuses(entry):
        name = f"{status.product.name} · {site.taxonomy.os_names[status.os]}"
        if status.state == "none":
            yield VerdictRow(name, (), (), site.t("no_published_anomaly"), "no")
            continue
        spans = tuple(span_text(span, site) for span in status.spans)
        fixes = tuple(_fix(status, version, patches, site) for version in status.fixed_in)
        word = site.t("later_not_stated" if spans else "not_stated") if status.state == "not_stated" else ""
        yield VerdictRow(name, spans, fixes, word)


def _fix(status: OsStatus, version: str, patches: tuple[Patch, ...], site: Site) -> Fix:
    day = status.product.date(version, status.os)
    return Fix(
        version,
        site.t("fixed_in", version=version),
        site.date(day) if day else None,
        _patch_for(status, version, patches, site),
    )


def span_text(span: Span, site: Site) -> str:
    if span.last is None:
        return site.t("span_open", first=span.first) if span.start_known else site.t("span_all")
    if not span.start_known:
        return site.t("span_until", last=span.last)
    return span.first if span.first == span.last else f"{span.first} – {span.last}"


def _patch_for(status: OsStatus, version: str, patches: tuple[Patch, ...], site: Site) -> Link | None:
    """The patch of this product and OS that yields the fixing release, or the first one above it."""
    rank = status.product.order
    fitting = [
        patch
        for patch in patches
        if (patch.product, patch.os) == (status.product.id, status.os)
        and patch.to is not None
        and rank[patch.to] >= rank[version]
    ]
    fitting.sort(key=lambda patch: (rank[patch.to or version], patch.id))
    return site.link(fitting[0]) if fitting else None


def exact_size(octets: int, site: Site) -> str:
    return f"{site.size(octets)} ({site.t('octets', n=site.number(octets))})"
