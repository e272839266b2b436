"""The theme's page, rendered once for each language, is the template of every entry.

    <title>{{kb:title|text}} – AddOnMail</title> … <main>{{kb:body|html}}</main>
           └── slot: name and the context in which its value is escaped

The shell is cut at its slots once; stamping a page joins the pieces with the escaped values. A slot
that is missing, unknown or occurs another number of times than the theme promises is an error of the
build, because a page without its canonical address or body would look right and be wrong.
"""

import html
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from knownbase.failure import NotMade

SLOTS: dict[tuple[str, str], int] = {
    ("title", "text"): 1,
    ("title", "attr"): 1,
    ("description", "attr"): 2,
    ("canonical", "url"): 2,
    ("links", "html"): 1,
    ("jsonld", "json"): 1,
    ("section", "attr"): 1,
    ("alternate", "url"): 1,
    ("breadcrumb", "html"): 1,
    ("edit", "url"): 1,
    ("body", "html"): 1,
    ("toc", "html"): 1,
}
_SLOT = re.compile(r"\{\{kb:([a-z_]+)\|([a-z]+)\}\}")
_BETWEEN_TAGS = re.compile(r"(^|>)[ \t]*\n\s*(<|$)")
_KEPT = re.compile(r"(?is)(<(pre|script|style|textarea)\b.*?</\2>)")
_LINKS = re.compile(r"(?:\s*<link\b[^<>]*>)+\s*")
_URL_SAFE = "/:?#[]@!$&'()*+,;=%~"
_PLAIN_URL = re.compile(r"[A-Za-z0-9/:.?#=%_-]*")
"""An address that quoting and escaping would leave as it is: nearly every one."""


class ShellError(NotMade):
    """The rendered prototype does not hold the slots that the theme promises."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A page cut at its slots: `pieces[0] slot[0] pieces[1] slot[1] … pieces[-1]`; the pieces in UTF-8.

    `slots`: which of `SLOTS` each is, counted from 0.
    """

    pieces: tuple[bytes, ...]
    slots: tuple[int, ...]

    @classmethod
    def cut(cls, page: str) -> "Shell":
        """Raises ShellError when the page's slots are not those of `SLOTS`."""
        parts = _SLOT.split(minified(page))
        found = list(zip(parts[1::3], parts[2::3], strict=True))
        counted = Counter(found)
        wrong = [
            f"{name}|{context}: {counted[name, context]} instead of {SLOTS.get((name, context), 0)}"
            for name, context in sorted({*counted, *SLOTS})
            if counted[name, context] != SLOTS.get((name, context), 0)
        ]
        if wrong:
            raise ShellError(
                f"the theme's prototype page holds other slots than promised: {', '.join(wrong)}"
            )
        number = {slot: n for n, slot in enumerate(SLOTS)}
        return cls(tuple(piece.encode() for piece in parts[0::3]), tuple(number[slot] for slot in found))

    def stamp(self, values: Mapping[str, Any]) -> bytes:
        """The page with every slot filled, in UTF-8; `values` maps slot names to unescaped values.

        `links` is no value of its own: the link elements that the body begins with, a style sheet or a feed, go there.
        """
        links, body = _parted(values["body"])
        values = {**values, "links": links, "body": body}
        # Each once, wherever it stands.
        filled = [escaped(values[name]).encode() for name, escaped in _FILLED]
        out = [b""] * (2 * len(self.slots) + 1)
        out[::2] = self.pieces
        out[1::2] = map(filled.__getitem__, self.slots)
        return b"".join(out)


def minified(page: str) -> str:
    """The page without line breaks and indentation between tags; `pre`, scripts and styles untouched."""
    parts = _KEPT.split(page)
    # split() yields text, kept element, its tag name, text, …
    return "".join(
        _BETWEEN_TAGS.sub(r"\1\2", part) if n % 3 == 0 else part for n, part in enumerate(parts) if n % 3 != 2
    )


def _parted(body: str) -> tuple[str, str]:
    """What of a body belongs into the head, and the rest."""
    body = str(body)  # not Markup, of which each piece would be made anew
    found = _LINKS.match(body)
    return (found[0].strip(), body[found.end() :]) if found else ("", body)


def _url(value: str) -> str:
    return value if _PLAIN_URL.fullmatch(value) else html.escape(quote(value, safe=_URL_SAFE))


def _json(text: str) -> str:
    """JSON that cannot end the script element around it."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


_ESCAPE: dict[str, Callable[[Any], str]] = {
    "text": lambda value: html.escape(value, quote=False),
    "attr": html.escape,
    "url": _url,
    "json": _json,
    "html": lambda value: value,
}
_FILLED = [(name, _ESCAPE[context]) for name, context in SLOTS]
