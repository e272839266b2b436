"""What fills the slots of hand-written pages: hub lists, product cards, news, contracts, hours.

To add a slot, write a function and name it in `SLOTS`.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup

from knownbase.failure import NotMade
from knownbase.model.ids import Kind, sort_key
from knownbase.model.taxonomy import Product
from knownbase.render.affected import affected_form
from knownbase.render.codes import code_pages, codes_hub
from knownbase.render.contracts import CONTRACT_QUESTIONS, anomaly_categories, contract_questions, contracts
from knownbase.render.hotline import home_hotline, hotline_hours, shows_holidays
from knownbase.render.list_pages import list_pages, topics_in
from knownbase.render.lists import KIND_OF, ROWS, Group, groups, listed, table
from knownbase.render.products import naming, open_anomalies, product_pages
from knownbase.render.report import report_form
from knownbase.render.sheets import sheet_pages
from knownbase.render.site import Planned, Site
from knownbase.render.slots import SLOT, slots_of
from knownbase.render.subscribe import PAGE as FOLLOW_PAGE
from knownbase.render.subscribe import follow_line, news_feed, subscribe
from knownbase.render.templates import fragment
from knownbase.render.topics import category_topic, everything, lettered

SECTIONS = ("faq", "anomalies", "downloads")
_FAQS_SHOWN = 20
_JUMPS_SHOWN = 40
_NEWS_SHOWN = 8
_PRODUCTS_SHOWN = 12


class UnknownSlot(NotMade):
    """A page asks for a list that does not exist."""


def fill(html: str, site: Site) -> str:
    """The page with every slot filled. Raises UnknownSlot."""

    def content(match: re.Match[str]) -> Markup:
        if match[1] not in SLOTS:
            raise UnknownSlot(f"`<!-- kb: {match[1]} -->`: known are {', '.join(sorted(SLOTS))}")
        return SLOTS[match[1]](site)

    return SLOT.sub(content, html)


def lists_entries(html: str) -> bool:
    """Whether a slot of the page shows something of entries, not of the taxonomy only."""
    return not OF_ENTRIES.isdisjoint(slots_of(html))


def made_of(html: str) -> bytes:
    """What slots of a page show besides taxonomy and entries: the years of the hotline's holidays."""
    return shows_holidays() if any(name in HOTLINE for name in slots_of(html)) else b""


def generated_pages(site: Site) -> Iterator[Planned]:
    """Product pages, their sheets, code pages and every list page; entries' own pages are not among them."""
    yield from product_pages(site)
    yield from sheet_pages(site)
    yield from code_pages(site)
    for section in SECTIONS:
        cards = site.view.by_kind[KIND_OF[section]]
        if len(cards) > ROWS:
            yield from list_pages(section, "all", site.t(f"all_{section}"), cards, site)
        for group in groups(section, site):
            title = f"{site.t(f'section_{section}')}{site.t('colon')}{group.label}"
            name = group.path.split("/")[1]
            yield from list_pages(section, name, title, group.cards, site, topics_in(group, site))


def _jumps(section: str, facets: tuple[str, ...], found: list[Group], site: Site) -> Markup:
    shown = []
    for facet in facets:
        inside = [group for group in found if group.facet == facet]
        if len(inside) > _JUMPS_SHOWN:
            inside = sorted(inside, key=lambda group: -len(group.cards))[:_JUMPS_SHOWN]
        links = [
            {"url": site.url(f"{group.path}.html"), "label": group.label, "count": len(group.cards)}
            for group in inside
        ]
        if links:
            shown.append({"title": site.t(f"facet_{facet}"), "links": links})
    return fragment("jumps", site, groups=shown)


def _table_hub(section: str, facets: tuple[str, ...], site: Site) -> Markup:
    cards = site.view.by_kind[KIND_OF[section]]
    if not cards:
        return Markup("<p>{}</p>").format(site.t("nothing_yet"))
    caption = f"{site.count('count', len(cards))}, {site.t('newest_first')}"
    rest = Markup("")
    if len(cards) > ROWS:
        rest = _all_link(f"{section}/all.html", len(cards), site)
    found = groups(section, site)
    static = _jumps(section, facets, found, site) + table(cards[:ROWS], caption, site) + rest
    return _explorer(cards[0].kind, static, site)


def _explorer(kind: Kind, static: Markup, site: Site) -> Markup:
    """A list that js/explorer.js filters, below a line that says how to follow what is new in it."""
    letters = site.taxonomy.anomaly_categories if kind == "anomaly" else ()
    of_kind = [category_topic(one, site)._replace(label=lettered(one, site)) for one in letters]
    follow = follow_line((everything(site), *of_kind), site)
    return fragment("explorer", site, kind=kind, static=static, follow=follow)


def anomaly_hub(site: Site) -> Markup:
    return _table_hub("anomalies", ("product", "os", "category", "status"), site)


def downloads_hub(site: Site) -> Markup:
    return _table_hub("downloads", ("product", "os"), site)


def faq_hub(site: Site) -> Markup:
    if not site.view.by_kind["faq"]:
        return Markup("<p>{}</p>").format(site.t("nothing_yet"))
    found = groups("faq", site)
    shown = [
        {
            "id": group.value,
            "title": group.label,
            "count": len(group.cards),
            "entries": site.items(sorted(group.cards, key=lambda one: sort_key(one.id))[:_FAQS_SHOWN]),
            "more": site.url(f"{group.path}.html") if len(group.cards) > _FAQS_SHOWN else None,
        }
        for group in found
        if group.facet == "category"
    ]
    jumps = _jumps("faq", ("category", "product", "os"), found, site)
    static = fragment("faq_hub", site, jumps=jumps, groups=shown)
    return _explorer("faq", static, site)


def products_hub(site: Site) -> Markup:
    return _cards(site.taxonomy.products, site)


def home_products(site: Site) -> Markup:
    """The products of which most is published, in the taxonomy's order."""
    every = site.taxonomy.products
    if len(every) <= _PRODUCTS_SHOWN:
        return _cards(every, site)
    counts = {one.id: sum(map(len, naming(one, site).values())) for one in every}
    fewest = sorted(counts.values(), reverse=True)[_PRODUCTS_SHOWN - 1]
    shown = [product for product in every if counts[product.id] >= fewest][:_PRODUCTS_SHOWN]
    return _cards(shown, site) + _all_link("products/index.html", len(every), site)


def _all_link(path: str, count: int, site: Site) -> Markup:
    return Markup('<p><a href="{}">{}</a></p>').format(site.url(path), site.t("all_of_them", n=count))


def _cards(products: Sequence[Product], site: Site) -> Markup:
    cards = []
    for product in products:
        count = len(open_anomalies(product, site))
        systems = ", ".join(site.taxonomy.os_names[os] for os in product.os)
        latest = product.releases[-1].version if product.releases else ""
        cards.append(
            {
                "url": site.product_url(product),
                "name": product.name,
                "latest": f"{latest} · {systems}" if latest else systems,
                "summary": product.summary.get(site.locale),
                "open": site.count("open_count", count) if count else "",
            }
        )
    return fragment("product_cards", site, cards=cards)


def home_news(site: Site) -> Markup:
    newest = site.view.newest[:_NEWS_SHOWN]
    news = [(site.date(card.date), site.link(card), listed(card, site)[4]) for card in newest]
    return fragment("news", site, news=news, feed=news_feed(site), follow=site.page(FOLLOW_PAGE))


def home_search(site: Site) -> Markup:
    """The search as the first thing of the home page; a script shows it."""
    return fragment("home_search", site)


OF_ENTRIES = frozenset(
    {"home-products", "home-news", "faq-hub", "anomaly-hub", "downloads-hub", "products-hub"}
)
"""Slots that have to be filled anew when an entry has changed."""

HOTLINE = frozenset({"home-hotline", "hotline-hours"})

SLOTS: dict[str, Callable[[Site], Markup]] = {
    "home-search": home_search,
    "affected": affected_form,
    "report": report_form,
    "home-products": home_products,
    "home-news": home_news,
    "home-hotline": home_hotline,
    "faq-hub": faq_hub,
    "anomaly-hub": anomaly_hub,
    "codes-hub": codes_hub,
    "downloads-hub": downloads_hub,
    "products-hub": products_hub,
    "anomaly-categories": anomaly_categories,
    "contracts": contracts,
    CONTRACT_QUESTIONS: contract_questions,
    "hotline-hours": hotline_hours,
    "subscribe": subscribe,
}
