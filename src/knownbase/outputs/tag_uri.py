"""Ids of what feeds and calendars tell of: tag URIs, https://www.rfc-editor.org/rfc/rfc4151.

A feed reader knows an entry by its id alone. An address would be one too, but changes when a page is renamed, and
then every reader sees everything as new. A random one would have to be kept somewhere. This one is made of what
stays as long as the site does: its host, its folder there, the language, and the number of the entry.
"""

from functools import lru_cache
from urllib.parse import quote, urlsplit

from knownbase.model.locale import Locale

SINCE = "2026"
"""A tag names a day on which the host was its owner's. Never to be changed: it is a part of every id."""


def tag_uri(address: str, locale: Locale, name: str) -> str:
    """`tag:support.example.org,2026:/en/ANO-0017`; `address` is the site's, with a host and a slash at its end."""
    return f"{_beginning(address)}{locale}/{quote(name, safe='/')}"


@lru_cache(maxsize=1 << 4)
def _beginning(address: str) -> str:
    """What all ids of a site begin with."""
    parts = urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode()
    return f"tag:{host},{SINCE}:{quote(parts.path, safe='/%')}"
