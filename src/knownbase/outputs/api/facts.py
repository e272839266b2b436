"""What the API says of an entry in its row and in its file alike."""

from collections.abc import Callable, Sequence

from pydantic_core import to_json

from knownbase.model.entry import Entry, Patch
from knownbase.model.plain import one_line
from knownbase.model.taxonomy import Taxonomy
from knownbase.model.text import Label as LabelModel
from knownbase.model.text import Text as TextModel
from knownbase.outputs.api import shapes
from knownbase.render.site import Site

encoded: Callable[[object], bytes] = to_json
"""A value as JSON on one line, as `json` writes it without blanks and in UTF-8, in a third of the time."""


def label(one: LabelModel) -> shapes.Label:
    return {"en": one.en, "fr": one.fr}


def text(one: TextModel) -> shapes.Text:
    return {"en": one.own("en"), "fr": one.own("fr")}


def text_or_none(one: TextModel | None) -> shapes.Text | None:
    return None if one is None else text(one)


def title(entry: Entry, sites: Sequence[Site]) -> shapes.Text:
    """The title without the marks of code. That of a patch follows from what it is."""
    if isinstance(entry, Patch):
        en, fr = (site.patch_title(entry) for site in sites)
        return {"en": en, "fr": fr}
    own = next(entry.texts())[1]
    return {"en": _plain(own.own("en")), "fr": _plain(own.own("fr"))}


def _plain(own: str | None) -> str | None:
    return None if own is None else one_line(own).replace("`", "")


def scopes(entry: Entry, taxonomy: Taxonomy) -> list[shapes.Scope]:
    """Product by product the operating systems that the entry names, in the taxonomy's order."""
    named = entry.scopes()
    if not named:
        return [{"product": one.id, "os": list(one.os)} for one in taxonomy.products]
    systems: dict[str, set[str]] = {}
    for _, scope in named:
        every = taxonomy.product_by_id[scope.product].os
        systems.setdefault(scope.product, set()).update(every if scope.os == "all" else scope.os)
    return [
        {"product": product, "os": [os for os in taxonomy.product_by_id[product].os if os in found]}
        for product, found in systems.items()
    ]
