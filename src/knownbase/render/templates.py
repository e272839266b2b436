"""The HTML fragments in `templates/`, one for each kind of page or list."""

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from knownbase.render.site import Site


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("knownbase.render", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def fragment(name: str, site: Site, **values: Any) -> Markup:
    """The template `name` with its values; `site`, `t` and `date` are always there."""
    template = _environment().get_template(f"{name}.html")
    html = template.render(site=site, t=site.t, date=site.date, **values)
    return Markup(html)  # noqa: S704 - the template escapes what it is given
