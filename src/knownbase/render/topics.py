"""What one can follow: everything, a product, a product on an operating system, a category of anomalies.

Each topic has a feed, and each but the categories a calendar. Both need the site's address: a feed's ids are made of
it, and a program that follows one from elsewhere has no other way to it. Without one there are none, and no links.

    feeds/all.xml   feeds/product/ua-fi.xml   feeds/product/ua-fi/windows.xml   feeds/category/b.xml
    calendars/all.ics   calendars/product/ua-fi.ics   calendars/product/ua-fi/windows.ics   calendars/hotline.ics
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from knownbase.model.taxonomy import AnomalyCategory, Product, Taxonomy
from knownbase.render.site import Site
from knownbase.render.theme import locale_root
from knownbase.store import digest

EVERYTHING = "all"
HOTLINE = "hotline"
_FILE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Topic(NamedTuple):
    """`page` is the path, below a language's root, of the page that shows the same."""

    name: str
    label: str
    page: str
    product: str = ""


def followed(site: Site) -> bool:
    """Whether there are feeds and calendars."""
    return is_place(site.address)


def is_place(address: str) -> bool:
    """Whether a site of that address can be followed."""
    return bool(urlsplit(address).hostname)


def topics(site: Site) -> Iterator[Topic]:
    """In the order in which a reader sees them."""
    yield everything(site)
    for product in site.taxonomy.products:
        yield from topics_of(product, site)
    yield from categories(site)


def categories(site: Site) -> Iterator[Topic]:
    for category in site.taxonomy.anomaly_categories:
        yield category_topic(category, site)


def category_topic(category: AnomalyCategory, site: Site) -> Topic:
    label = f"{site.t('section_anomalies')}{site.t('colon')}{lettered(category, site)}"
    return Topic(of_category(category, site.taxonomy), label, "anomalies/index.html")


def lettered(category: AnomalyCategory, site: Site) -> str:
    """What a category is called among others."""
    return f"{category.id} {category.label.get(site.locale)}"


def everything(site: Site) -> Topic:
    return Topic(EVERYTHING, site.t("follow_everything"), "index.html")


def topics_of(product: Product, site: Site) -> Iterator[Topic]:
    """The product, then each of its operating systems: even its only one, for it may not stay so."""
    page = f"products/{product.id}.html"
    yield Topic(of_product(product.id), product.name, page, product.id)
    for os in product.os:
        label = f"{product.name} · {site.taxonomy.os_names[os]}"
        yield Topic(of_place(f"{product.id}/{os}"), label, page, product.id)


def of_product(product_id: str) -> str:
    return f"product/{product_id}"


def of_place(place: str) -> str:
    """`place`: a product and an operating system, as cards name them."""
    return f"product/{place}"


def of_category(category: AnomalyCategory, taxonomy: Taxonomy) -> str:
    """Its id in small letters; where that is no name for a file, or another's too, a digest of the id."""
    name = category.id.lower()
    alike = [one for one in taxonomy.anomaly_categories if one.id.lower() == name]
    if _FILE_NAME.fullmatch(name) is None or len(alike) > 1:
        name = f"x-{digest(category.id.encode()).hex()[:12]}"
    return f"category/{name}"


def feed_path(topic: str) -> str:
    """Path of a topic's feed below a language's root."""
    return f"feeds/{topic}.xml"


def calendar_path(topic: str) -> str:
    return f"calendars/{topic}.ics"


def feed_title(topic: Topic, site: Site) -> str:
    return titled(site.taxonomy.site.name.get(site.locale), topic.label)


def titled(site_name: str, label: str) -> str:
    return f"{site_name} – {label}"


def head_links(found: Iterable[Topic], site: Site) -> Markup:
    """Links that name the feeds of a page's subject to a program, to begin a body with; the chief one first."""
    if not followed(site):
        return Markup("")
    return Markup("").join(
        head_link(feed_title(one, site), absolute(feed_path(one.name), site)) for one in found
    )


def head_link(title: str, address: str) -> Markup:
    """Not `rel=alternate` alone: Material's script would fetch a sitemap for each of them."""
    return Markup('<link rel="alternate feed" type="application/atom+xml" title="{}" href="{}">\n').format(
        title, address
    )


def absolute(path: str, site: Site) -> str:
    """Address of what lies at a path below the language's root."""
    return f"{site.address}{locale_root(site.locale)}{path}"
