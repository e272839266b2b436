"""An entry's prose → safe HTML.

    CommonMark + tables ─ pyromark ─► HTML ─ nh3 ─► allowed tags only ─► ids become links, tables scroll

The check has refused raw HTML and unsafe links already; nh3 is the second lock on the same door, for
content that is rendered without a check.
"""

import re
from collections.abc import Callable

import nh3
import pyromark
from markupsafe import Markup, escape

from knownbase.model.ids import ids_in
from knownbase.model.plain import plain, shortened
from knownbase.model.schemes import MAX_NESTING, SAFE_SCHEMES

_MARKDOWN = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
_TAGS = {
    "a", "blockquote", "br", "code", "dd", "dl", "dt", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href", "title"}, "ol": {"start"}, "code": {"class"}},
    url_schemes=set(SAFE_SCHEMES),
    link_rel="noopener",
    strip_comments=True,
)
# A pattern may take longer to search than the parser took: below, a test for a fixed string goes first.

_CODE = re.compile(r"`([^`]+)`")
_HEADING = re.compile(r"<(/?)h([3-6])>")
_NOT_LINKED = re.compile(r"(?i)<(/?)(?:a|button|code|h1|pre|script|style|title)\b([^>]*)>")
_CONTAINERS = frozenset({"BlockQuote", "List"})
_CONTAINER_TAGS = ("<blockquote>", "<ul>", "<ol")

UrlOf = Callable[[str], str | None]
"""Entry id → URL, relative to the page; None when the audience cannot see the entry."""


class TooDeep(ValueError):
    """The text is nested deeper than the check allows; cleaning it would take quadratic time."""


def prose(text: str, url_of: UrlOf, top_level: int = 3) -> Markup:
    """Safe HTML of one text; its `###` becomes a heading of `top_level`, deeper ones follow.

    Raises TooDeep on text that a check would have refused.
    """
    html = _MARKDOWN.html(text)
    # Each level has two tags of its own, and to count these takes no time.
    if html.count("<") > 2 * MAX_NESTING and _may_be_deep(html) and _nesting(text) > MAX_NESTING:
        raise TooDeep(f"nested more than {MAX_NESTING} levels")
    # Without these characters a text holds no HTML, link or image: all tags are the parser's own.
    if "<" in text or "[" in text or "<h1" in html or "<h2" in html:
        html = _CLEANER.clean(html)
    html = html.rstrip()
    if top_level != 3 and "<h" in html:
        html = _HEADING.sub(lambda tag: f"<{tag[1]}h{min(6, int(tag[2]) + top_level - 3)}>", html)
    html = link_ids(html, url_of)
    if "<table>" in html:
        html = html.replace("<table>", '<div class="kb-scroll" tabindex="0" role="group"><table>').replace(
            "</table>", "</table></div>"
        )
    return Markup(html)  # noqa: S704 - cleaned above, or the parser's own


def _may_be_deep(html: str) -> bool:
    return sum(map(html.count, _CONTAINER_TAGS)) > MAX_NESTING


def _nesting(text: str) -> int:
    """Levels of quotes and lists."""
    depth = deepest = 0
    for event in _MARKDOWN.events(text):
        for edge, what in event.items() if isinstance(event, dict) else ():
            if isinstance(what, dict) and not _CONTAINERS.isdisjoint(what):
                depth += 1 if edge == "Start" else -1
                deepest = max(deepest, depth)
    return deepest


def link_ids(html: str, url_of: UrlOf) -> str:
    """Ids that stand in the text of well-formed HTML become links, outside of links, code and h1."""
    out: list[str] = []
    written = seen = inside = 0
    for start, entry_id in ids_in(html):
        if html.rfind("<", 0, start) > html.rfind(">", 0, start):
            continue  # in a tag
        for closing, rest in _NOT_LINKED.findall(html, seen, start):
            if not rest.endswith("/"):
                inside += -1 if closing else 1
        seen = start
        if not inside and (url := url_of(entry_id)):
            out += html[written:start], f'<a class="kb-id" href="{url}">{entry_id}</a>'
            written = start + len(entry_id)
    return "".join(out) + html[written:] if out else html


def beginning_plain(text: str, limit: int) -> str:
    """At most `limit` characters of a text without its markup, which for most texts takes the first blocks only.

    Not for those with links or HTML, whose addresses or ends may stand anywhere below.
    """
    end = text.find("\n\n", limit)
    if end > 0 and "<" not in text and "[" not in text:
        blocks = plain(text[:end])
        if len(blocks) > limit:
            return shortened(blocks, limit)
    return shortened(plain(text), limit)


def inline(text: str) -> Markup:
    """A title: `code` is shown as code, everything else as it stands."""
    escaped = escape(text)
    if "`" not in text:
        return escaped
    return Markup(_CODE.sub(r"<code>\1</code>", str(escaped)))  # noqa: S704 - escaped above
