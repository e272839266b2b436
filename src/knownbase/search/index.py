"""One language of a `View` → the files of its search index."""

from collections.abc import Callable

from knownbase.catalogue import View
from knownbase.model.entry import Entry
from knownbase.model.locale import Locale
from knownbase.search.documents import (
    Document,
    PageText,
    code_documents,
    entry_document,
    page_documents,
    product_documents,
)
from knownbase.search.postings import postings
from knownbase.search.shards import index_files

TitleOf = Callable[[Entry], str]


def search_index(view: View, pages: list[PageText], title_of: TitleOf, locale: Locale) -> dict[str, str]:
    """Path below `search/` → text; the same bytes for the same input."""
    documents: list[Document] = [entry_document(entry, title_of(entry), locale) for entry in view.entries]
    documents += code_documents(view, locale)
    documents += product_documents(view, locale)
    documents += page_documents(pages)
    return index_files(documents, postings(documents, locale), locale)
