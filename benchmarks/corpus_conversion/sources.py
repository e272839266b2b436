"""Which source a record comes from."""

from corpus_conversion.adobe import Adobe
from corpus_conversion.debian import Debian
from corpus_conversion.faqs import Faqs
from corpus_conversion.rustsec import RustSec
from corpus_conversion.statements import Source

SOURCES: dict[str, Source] = {
    "l/debian-webwml": Debian(),
    "AdobeDocs/commerce-knowledge-base": Adobe(),
    "rustsec/advisory-db": RustSec(),
    "python/python-docs-fr": Faqs("python", "Python"),
    "letsencrypt/website": Faqs("letsencrypt", "Let’s Encrypt"),
    "etcd-io/website": Faqs("etcd", "etcd"),
}
"""Beginning of `source_repo` → source."""


def source_of(repository: str) -> Source:
    """Raises ValueError for a source whose version scheme is not known here."""
    for prefix, source in SOURCES.items():
        if repository.startswith(prefix):
            return source
    raise ValueError(f"no version scheme is known for records of {repository!r}")
