"""The documents of the trial: the entries of two content roots side by side, in one language.

Both roots count their ids from 1: those of the second are moved up in number, and a label says which is meant:
`corpus:ANO-0012`, `shipped:FAQ-0001`.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from knownbase.catalogue import Catalogue
from knownbase.model.locale import Locale
from knownbase.read.content import load
from knownbase.read.strings import strings
from knownbase.render.documents import documents
from knownbase.render.site import Site
from knownbase.search.documents import Document

MOVED = 500_000
ENTRIES = ("anomaly", "faq", "patch")


def site_of(root: Path, locale: Locale) -> Site:
    content = load(root)
    if content.taxonomy is None:
        raise ValueError(f"{root} has no readable taxonomy")
    return Site(Catalogue.of(content, content.taxonomy).visible("public"), locale, strings(locale))


def combined(roots: dict[str, Path], locale: Locale) -> Iterator[tuple[str, Document]]:
    """Label and document of every entry of every root."""
    for n, (name, root) in enumerate(roots.items()):
        for document in documents(site_of(root, locale), {}):
            if document.kind in ENTRIES:
                ordinal = document.ordinal + n * MOVED
                prefix = document.id.partition("-")[0]
                moved = replace(
                    document,
                    ordinal=ordinal,
                    id=f"{prefix}-{ordinal:04}",
                    names=(f"{prefix}-{ordinal:04}", *document.names[1:]),
                    facets={},
                )
                yield f"{name}:{document.id}", moved
