"""What a page says of itself to machines: JSON-LD in the words of schema.org.

    an entry, a guide    TechArticle     + BreadcrumbList
    a page of entries    CollectionPage  + BreadcrumbList
    the home page        WebSite

An FAQ is a TechArticle too: a FAQPage holds a list of questions, a QAPage the answers of several people.
https://schema.org/TechArticle, https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
"""

import datetime as dt
from functools import lru_cache
from json.encoder import encode_basestring as _text
from typing import Literal
from urllib.parse import urljoin

from knownbase.model.locale import Locale

Form = Literal["TechArticle", "CollectionPage", "WebSite"]
Crumbs = tuple[tuple[str, str], ...]
"""Title and URL, relative to the page, of each page above it; the topmost first."""


def structured(
    form: Form,
    title: str,
    description: str,
    address: str,
    locale: Locale,
    above: Crumbs = (),
    name: str = "",
    published: dt.date | None = None,
    updated: dt.date | None = None,
) -> str:
    """The page's JSON-LD.

    `address`: the page's URL; relative to itself where the site has none, and then so are all others. `name`: what
    the breadcrumb calls the page; without `above` it has none.
    """
    # Every page has one, and `json.dumps` takes four times as long.
    more = f',"description":{_text(description)}' if description else ""
    if published is not None:
        more += f',"datePublished":"{published.isoformat()}"'
    if updated is not None:
        more += f',"dateModified":"{updated.isoformat()}"'
    title_is = "name" if form == "WebSite" else "headline"
    page = f'{{"@type":"{form}","{title_is}":{_text(title)},"inLanguage":"{locale}","url":{_text(address)}{more}}}'
    crumbs = _crumbs(above, address.rpartition("/")[0] + "/", name) if above else ""
    return f'{{"@context":"https://schema.org","@graph":[{page}{crumbs}]}}'


def _crumbs(above: Crumbs, folder: str, name: str) -> str:
    last = f'{{"@type":"ListItem","position":{len(above) + 1},"name":{_text(name)}}}'
    return f',{{"@type":"BreadcrumbList","itemListElement":[{_items(above, folder)},{last}]}}'


@lru_cache(maxsize=1 << 10)
def _items(above: Crumbs, folder: str) -> str:
    """Most pages of a folder share them."""
    base = folder if "://" in folder else ""
    return ",".join(
        f'{{"@type":"ListItem","position":{n},"name":{_text(title)},"item":{_text(urljoin(base, url))}}}'
        for n, (title, url) in enumerate(above, 1)
    )
