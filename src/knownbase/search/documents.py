"""What can be found: entries, codes, products and hand-written pages, as flat documents.

A document's number depends on the document alone, so that an added entry shifts nobody else's:

    number = (entry number, or place in the taxonomy or in the list of pages) * 8 + kind
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knownbase.catalogue import View
from knownbase.model.entry import Anomaly, Entry, Faq, Patch
from knownbase.model.ids import page_path
from knownbase.model.locale import LOCALES, Locale, other
from knownbase.model.plain import plain

DocumentKind = Literal["anomaly", "faq", "patch", "code", "page", "product"]
KINDS: tuple[DocumentKind, ...] = ("anomaly", "faq", "patch", "code", "page", "product")
_KIND_BITS = 3
_CODES_PER_FAMILY = 1000
_EXCERPT = 400


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to be found, in one language.

    `fields` are searched: title, asked, exact (messages, other numbers), body, other (the title in the
    other language). `lang` is set when title and body are in the other language for want of this one.
    """

    number: int
    kind: DocumentKind
    label: str
    path: str
    title: str
    lang: Locale | None
    excerpt: str
    fields: dict[str, str]


def number_of(ordinal: int, kind: DocumentKind) -> int:
    return (ordinal << _KIND_BITS) | KINDS.index(kind)


@dataclass(frozen=True, slots=True)
class PageText:
    """A hand-written page as the search sees it."""

    path: str
    title: str
    text: str


def entry_document(entry: Entry, title: str, locale: Locale) -> Document:
    """`title` is the entry's title as lists show it; a pure function of its arguments."""
    (_, heading), *rest = entry.texts()
    own, lang = heading.best(locale)
    parts = [plain(text.best(locale)[0]) for _, text in rest]
    body = "\n".join(parts)
    asked = [word for one in (locale,) for word in entry.also_asked.get(one)] if isinstance(entry, Faq) else []
    exact = [*entry.aliases, *(entry.errors if isinstance(entry, Anomaly) else ())]
    far = [heading.own(other(locale)) or ""]
    if isinstance(entry, Faq):
        far += entry.also_asked.get(other(locale))
    fields = {
        "title": title if isinstance(entry, Patch) else own,
        "asked": "\n".join(asked),
        "exact": "\n".join(exact),
        "body": body if not isinstance(entry, Patch) else f"{own}\n{body}",
        "other": "\n".join(far),
    }
    return Document(
        number=number_of(int(entry.id.split("-")[1]), entry.kind),
        kind=entry.kind,
        label=entry.id,
        path=page_path(entry.id),
        title=title.replace("`", ""),
        lang=lang if lang != locale else None,
        excerpt=_cut(body if parts else own),
        fields=fields,
    )


def code_documents(view: View, locale: Locale) -> Iterator[Document]:
    for place, family in enumerate(view.taxonomy.code_families):
        for code in family.codes:
            meaning, remedy = code.meaning.get(locale), code.remedy.get(locale)
            number = str(code.number)
            fields = {
                "title": f"{code.name} {number}",
                "asked": "\n".join(f"{words} {number}" for words in family.written),
                "exact": "",
                "body": f"{meaning}\n{remedy}",
                "other": "",
            }
            yield Document(
                number=number_of(place * _CODES_PER_FAMILY + code.number, "code"),
                kind="code",
                label=number,
                path=f"codes/{family.id}-{number}.html",
                title=f"{family.name.get(locale)} {number} – {code.name}",
                lang=None,
                excerpt=_cut(f"{meaning} {remedy}"),
                fields=fields,
            )


def product_documents(view: View, locale: Locale) -> Iterator[Document]:
    for place, product in enumerate(view.taxonomy.products):
        summary = product.summary.get(locale)
        fields = {"title": product.name, "asked": "", "exact": product.id, "body": summary, "other": ""}
        yield Document(
            number=number_of(place, "product"),
            kind="product",
            label="",
            path=f"products/{product.id}.html",
            title=product.name,
            lang=None,
            excerpt=_cut(summary),
            fields=fields,
        )


def page_documents(pages: list[PageText]) -> Iterator[Document]:
    for place, page in enumerate(pages):
        fields = {"title": page.title, "asked": "", "exact": "", "body": page.text, "other": ""}
        yield Document(
            number=number_of(place, "page"),
            kind="page",
            label="",
            path=page.path,
            title=page.title,
            lang=None,
            excerpt=_cut(page.text),
            fields=fields,
        )


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _EXCERPT else flat[:_EXCERPT].rsplit(" ", 1)[0] + "…"


assert len(LOCALES) == 2, "`other` means the one other language"
