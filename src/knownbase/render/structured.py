"""What a page says of itself to machines: JSON-LD in the words of schema.org.

    an entry, a guide    TechArticle     + BreadcrumbList
    a page of entries    CollectionPage  + BreadcrumbList
    the home page        WebSite

An FAQ is a TechArticle too: a FAQPage holds a list of questions, a QAPage the answers of several people.
https://schema.org/TechArticle, https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal
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
) -> dict[str, Any]:
    """The page's JSON-LD as plain values.

    `address`: the page's URL; relative to itself where the site has none, and then so are all others. `name`: what
    the breadcrumb calls the page; without `above` it has none.
    """
    page: dict[str, Any] = {
        "@type": form,
        "name" if form == "WebSite" else "headline": title,
        "inLanguage": locale,
        "url": address,
    }
    if description:
        page["description"] = description
    if published is not None:
        page["datePublished"] = published.isoformat()
    if updated is not None:
        page["dateModified"] = updated.isoformat()
    graph = [page]
    if above:
        last = {"@type": "ListItem", "position": len(above) + 1, "name": name}
        items = [*_items(above, address.rpartition("/")[0] + "/"), last]
        graph.append({"@type": "BreadcrumbList", "itemListElement": items})
    return {"@context": "https://schema.org", "@graph": graph}


@lru_cache(maxsize=1 << 10)
def _items(above: Crumbs, folder: str) -> Sequence[dict[str, Any]]:
    """Most pages of a folder share them."""
    base = folder if "://" in folder else ""
    return [
        {"@type": "ListItem", "position": n, "name": title, "item": urljoin(base, url)}
        for n, (title, url) in enumerate(above, 1)
    ]
