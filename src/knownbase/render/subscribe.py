"""Links to feeds and calendars: all of them with a place for js/subscribe.js, those of a product, that of the news.

Addresses are absolute, because they are copied into other programs, also out of a page that lies in a folder.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from knownbase.model.taxonomy import Product
from knownbase.render.site import Site
from knownbase.render.templates import fragment
from knownbase.render.topics import (
    EVERYTHING,
    HOTLINE,
    Topic,
    absolute,
    calendar_path,
    everything,
    feed_path,
    followed,
    topics,
    topics_of,
)

PAGE = "services/subscribe.html"


class Row(NamedTuple):
    """What can be followed, and the addresses of its feed and its calendar; "" where there is none."""

    name: str
    label: str
    feed: str
    calendar: str


def subscribe(site: Site) -> Markup:
    """Every feed and calendar."""
    rows = [*_rows(topics(site), site), *_hotline(site)]
    return fragment("subscribe", site, table=_table(rows, site.t("follow_lists"), site))


def product_feeds(product: Product, site: Site) -> Markup:
    """Those of a product."""
    rows = list(_rows(topics_of(product, site), site))
    return _table(rows, site.t("follow_product", name=product.name), site)


def follow_line(found: Iterable[Topic], site: Site) -> Markup:
    """A line that leads to some feeds, and to the page that says how to follow them."""
    if not followed(site):
        return Markup("")
    return fragment("follow_line", site, rows=list(_rows(found, site)), how=site.page(PAGE))


def news_feed(site: Site) -> str:
    """Address of the feed of everything."""
    return absolute(feed_path(everything(site).name), site) if followed(site) else ""


def hotline_calendar(site: Site) -> str:
    return absolute(calendar_path(HOTLINE), site) if followed(site) else ""


def _rows(found: Iterable[Topic], site: Site) -> Iterator[Row]:
    for one in found:
        dated = one.name == EVERYTHING or one.product
        calendar = absolute(calendar_path(one.name), site) if dated else ""
        yield Row(one.name, one.label, absolute(feed_path(one.name), site), calendar)


def _hotline(site: Site) -> Iterator[Row]:
    if site.taxonomy.hotline is not None:
        yield Row(HOTLINE, site.t("calendar_hotline"), "", hotline_calendar(site))


def _table(rows: list[Row], caption: str, site: Site) -> Markup:
    return fragment("follow_table", site, rows=rows, caption=caption) if followed(site) else Markup("")
