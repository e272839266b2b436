"""The HTML fragments in `templates/`, one for each kind of page or list."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from jinja2.ext import Extension
from markupsafe import Markup, escape

from knownbase.model.locale import Locale
from knownbase.read.strings import strings
from knownbase.render.site import Site

_TEXT = re.compile(r"\{\{ t\('([a-z0-9_]+)'\) \}\}")


class _Texts(Extension):
    """`{{ t('key') }}` becomes the text itself when a template is compiled: a page has thirty of them."""

    texts: ClassVar[Mapping[str, str]]

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _TEXT.sub(lambda key: str(escape(self.texts[key[1]])), source)


def forget() -> None:
    """Templates and texts are read again: for a preview, while somebody edits them."""
    _template.cache_clear()
    _environment.cache_clear()


@cache
def _template(name: str, locale: Locale) -> Template:
    return _environment(locale).get_template(f"{name}.html")


@cache
def _environment(locale: Locale) -> Environment:
    return Environment(
        loader=PackageLoader("knownbase.render", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=[type("_OwnTexts", (_Texts,), {"texts": strings(locale)})],
        auto_reload=False,
    )


def fragment(name: str, site: Site, **values: Any) -> Markup:
    """The template `name` with its values; `site`, `t` and `date` are always there."""
    template = _template(name, site.locale)
    html = template.render(site=site, t=site.t, date=site.date, **values)
    return Markup(html)  # noqa: S704 - the template escapes what it is given
