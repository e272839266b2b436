"""What the browser's index knows of one thing that can be found: an entry, a code, a product or a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from knownbase.model.locale import Locale

DocumentKind = Literal["anomaly", "faq", "patch", "code", "page", "product"]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)
"""In the order of their numbers in the index. New kinds go to the end; there is room for eight."""

Facets = Mapping[str, tuple[str, ...]]
"""Facet → values, e.g. {"product": ("ua-fi",), "status": ("open",)}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One result of a search, in one language of the site.

    `kind` and `ordinal` are its number, which no other document's coming or going changes. `lang` is the
    language of `title`, `body` and `asked`: the other one where the translation is missing. `others` are
    its title and wordings in the other language, so that a reader may ask in either.
    """

    kind: DocumentKind
    ordinal: int
    path: str
    title: str
    id: str = ""
    lang: Locale
    names: tuple[str, ...] = ()
    """Ids and other numbers under which it is known: found exactly."""
    asked: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    """Exact messages and codes."""
    body: str = ""
    others: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    verdict: str = ""
    date: str = ""
    facets: Facets = field(default_factory=dict)
