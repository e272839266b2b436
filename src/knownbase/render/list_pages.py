"""Pages of lists: those of a group of entries, `ROWS` rows each, and the feeds of what is new in it."""

from collections.abc import Iterator, Sequence
from functools import partial

from knownbase.cards import Card
from knownbase.model.layout import TAXONOMY
from knownbase.render.lists import ROWS, Group, table
from knownbase.render.site import Page, Planned, Site, digests
from knownbase.render.subscribe import follow_line
from knownbase.render.templates import fragment
from knownbase.render.topics import Topic, category_topic, head_links, topics_of


def topics_in(group: Group, site: Site) -> tuple[Topic, ...]:
    """What one can follow of what a group holds."""
    if group.facet == "product":
        return tuple(topics_of(site.taxonomy.product_by_id[group.value], site))
    if group.facet == "category" and group.path.startswith("anomalies/"):
        return (category_topic(site.taxonomy.anomaly_category_by_id[group.value], site),)
    return ()


def list_pages(
    section: str, name: str, title: str, cards: Sequence[Card], site: Site, followed: Sequence[Topic] = ()
) -> Iterator[Planned]:
    """`name.html`, `name--2.html` … with at most `ROWS` rows each; `followed`: what has a feed of this."""
    total = max(1, -(-len(cards) // ROWS))
    for number in range(1, total + 1):
        rows = cards[(number - 1) * ROWS : number * ROWS]
        caption = site.count("count", len(cards))
        if total > 1:
            caption += f" · {site.t('page_of', n=number, total=total)}"
        yield Planned(
            f"{section}/{_file(name, number)}",
            partial(_parts, title, caption, rows, site),
            partial(_list_page, section, name, title, caption, (number, total), rows, site, followed),
        )


def _parts(title: str, caption: str, rows: Sequence[Card], site: Site) -> tuple[bytes, ...]:
    return title.encode(), caption.encode(), *digests(rows, site)


def _list_page(
    section: str,
    name: str,
    title: str,
    caption: str,
    place: tuple[int, int],
    rows: Sequence[Card],
    site: Site,
    followed: Sequence[Topic],
) -> Page:
    """`place`: the page's number, and how many there are."""
    number, total = place
    body = fragment(
        "list_page",
        site,
        title=title,
        named_feeds=head_links(followed, site),
        follow=follow_line(followed, site) if followed else "",
        table=table(rows, caption, site),
        before=_file(name, number - 1) if number > 1 else None,
        after=_file(name, number + 1) if number < total else None,
    )
    crumbs = (
        (site.t("home"), site.url("index.html")),
        (site.t(f"section_{section}"), site.url(f"{section}/index.html")),
    )
    return Page(
        path=f"{section}/{_file(name, number)}",
        name=title,
        section=section,
        title=title if number == 1 else f"{title} ({number})",
        description=f"{title}{site.t('colon')}{caption}",
        breadcrumb=crumbs,
        body=body,
        source=TAXONOMY,  # where the facet's labels stand
    )


def _file(name: str, number: int) -> str:
    # Two hyphens, for no id has them: a product may be called `mapi-2`.
    return f"{name}.html" if number == 1 else f"{name}--{number}.html"
