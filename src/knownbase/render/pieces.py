"""Small pieces of HTML of which a site has tens of thousands: rows, items, sides. Larger ones are templates.

Plain functions, because calling a macro takes longer than what it writes. Everything is escaped here, but what is
`Markup` already and what a grammar has checked: ids, and the addresses made of them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from knownbase.model.locale import Locale

Texts = Mapping[str, str]
"""Interface texts of a language, by key."""

escaped = lru_cache(maxsize=1 << 12, typed=True)(escape)
"""As `escape`: most of what pages show are a few hundred words of the taxonomy."""


class Link(NamedTuple):
    """A link to an entry as a list shows it; `lang` is set when the title is in the other language."""

    id: str
    url: str
    title: Markup
    lang: Locale | None = None


class CodeLink(NamedTuple):
    """A link to a code of the taxonomy."""

    url: str
    number: str
    name: str


class Fix(NamedTuple):
    """A fixing release, what a row says of it, the day on which it shipped, and the patch that yields it."""

    version: str
    text: str
    day: Markup | None
    patch: Link | None


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One product on one operating system: affected spans, fixes, or a word where nothing is stated.

    `shape` is the class of that word: `un` not stated, `no` nothing published.
    """

    name: str
    spans: tuple[str, ...]
    fixes: tuple[Fix, ...]
    word: str = ""
    shape: str = "un"


def lang_attribute(lang: Locale | None) -> str:
    return f' lang="{lang}"' if lang else ""


def entry_item(link: Link) -> Markup:
    """An entry in a list of links."""
    return Markup(  # noqa: S704 - the title is Markup
        f'<li><span class="kb-id">{link.id}</span> <a href="{link.url}"{lang_attribute(link.lang)}>{link.title}</a>'
    )


def _list(items: Iterable[Markup]) -> str:
    return f'<ul class="kb-list">{"".join(items)}</ul>'


def category_chip(category_id: str, label: str, url: str) -> Markup:
    """A category; a link to what it means where there is such a page."""
    inner = f"<b>{escaped(category_id)}</b> {escaped(label)}"
    if url:
        return Markup(f'<a class="kb-chip" href="{escaped(url)}">{inner}</a>')  # noqa: S704 - escaped above
    return Markup(f'<span class="kb-chip">{inner}</span>')  # noqa: S704 - escaped above


def verdict_row(row: VerdictRow, texts: Texts) -> Markup:
    parts = [f"<div><dt>{escaped(row.name)}</dt>"]
    parts += [
        f'<dd><span class="kb-bad">{escaped(texts["affected"])}</span> {escaped(span)}</dd>'
        for span in row.spans
    ]
    for fix in row.fixes:
        patch = f' →&nbsp;<a href="{fix.patch.url}">{fix.patch.id}</a>' if fix.patch else ""
        day = f" {fix.day}" if fix.day else ""
        parts.append(f'<dd><span class="kb-ok">{escaped(fix.text)}</span>{day}{patch}</dd>')
    if row.word:
        parts.append(f'<dd><span class="kb-{row.shape}">{escaped(row.word)}</span></dd>')
    return Markup("".join(parts) + "</div>")  # noqa: S704 - escaped above


def anomaly_row(
    link: Link, category: Markup, scope: str, shape: str, standing: str, impacts: Iterable[str]
) -> Markup:
    """A row of a table of anomalies; `shape` is the class of the standing's word."""
    loud = "".join(f' <span class="kb-loud">▲ {escaped(one)}</span>' for one in impacts)
    return Markup(  # noqa: S704 - escaped, or Markup
        f"{_row_start(link)}<td>{category}</td><td>{escaped(scope)}</td>"
        f'<td><span class="kb-{shape}">{escaped(standing)}</span>{loud}</td></tr>'
    )


def patch_row(
    link: Link, form: str, start: Markup, fixes: str, file: str, released: Markup, texts: Texts
) -> Markup:
    """A row of a table of patches; `start`: on what it is installed, `fixes`: how many anomalies it mends, or ""."""
    mended = "<td></td>"
    if fixes:
        link_text = f'<a class="kb-chip" href="{link.url}#fixes">{escaped(fixes)}</a>'
        mended = f'<td data-l="{escaped(texts["mends"])}">{link_text}</td>'
    return Markup(  # noqa: S704 - escaped, or Markup
        f'{_row_start(link)}<td><span class="kb-chip">{escaped(form)}</span></td>'
        f'<td data-l="{escaped(texts["installs"])}">{start}</td>{mended}'
        f'<td data-l="{escaped(texts["file"])}">{escaped(file)}</td><td>{released}</td></tr>'
    )


def _row_start(link: Link) -> str:
    return (
        f'<tr><td class="kb-id">{link.id}</td><th scope="row">'
        f'<a href="{link.url}"{lang_attribute(link.lang)}>{link.title}</a></th>'
    )


def side(
    related: Sequence[Markup], codes: Sequence[CodeLink], helper: tuple[str, str], texts: Texts
) -> Markup:
    """What stands beside an entry: entries and codes that belong to it, and where to go when it does not help.

    `helper`: URL and text of that; no URL on a site without such a page.
    """
    parts = [f'<aside class="kb-side" aria-label="{escaped(texts["related"])}">\n']
    if related:
        parts.append(f'<h2 id="related">{escaped(texts["related"])}</h2>{_list(related)}')
    if codes:
        items = (
            f'<li><span class="kb-id">{one.number}</span> <a href="{escaped(one.url)}">{escaped(one.name)}</a></li>'
            for one in codes
        )
        parts.append(f'<h2 id="codes">{escaped(texts["section_codes"])}</h2><ul class="kb-list">')
        parts += items
        parts.append("</ul>")
    if helper[0]:
        more = f'<a href="{escape(helper[0])}">{escaped(helper[1])}</a>'
        parts.append(f"<h2>{escaped(texts['not_solved'])}</h2><p>{more}</p>")
    return Markup("".join(parts) + "</aside>")  # noqa: S704 - escaped, or Markup


def script_json(value: object) -> Markup:
    """JSON that cannot end the script element around it."""
    return in_script(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def in_script(text: str) -> Markup:
    """JSON likewise."""
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - holds no `<`
