"""`sitemap.xml`: every page with its alternate in the other language and `x-default`.

https://www.sitemaps.org/protocol.html; alternates:
https://developers.google.com/search/docs/specialty/international/localized-versions
"""

from collections.abc import Iterable, Iterator
from html import escape

from knownbase.model.locale import DEFAULT_LOCALE, LOCALES
from knownbase.outputs.planned import PlannedFile, Whole

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def sitemap_files(whole: Whole) -> Iterator[PlannedFile]:
    paths = whole.pages
    yield PlannedFile(
        "sitemap.xml", ("\0".join(paths).encode(),), lambda: sitemap(whole.site_url, paths).encode()
    )


def sitemap(site_url: str, paths: Iterable[str]) -> str:
    """`paths` are those of the English pages; each exists in every language."""
    rows = []
    for path in sorted(paths):
        urls = {
            locale: site_url + ("" if locale == DEFAULT_LOCALE else f"{locale}/") + path for locale in LOCALES
        }
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(url)}"/>'
            for code, url in [*urls.items(), ("x-default", urls[DEFAULT_LOCALE])]
        )
        rows += [f"<url><loc>{escape(url, quote=False)}</loc>{links}</url>\n" for url in urls.values()]
    return f"{_HEAD}{''.join(rows)}</urlset>\n"
