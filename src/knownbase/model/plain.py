"""Prose without its markup, for descriptions, excerpts and the search."""

import re
from html import unescape

import pyromark

_MARKDOWN = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
_INLINE = re.compile(r"</?(?:a|code|em|strong)\b[^>]*>")
_TAGS = re.compile(r"<[^>]*>(?:\n?<[^>]*>)*\n?")
"""Tags side by side as one: each would leave a space of its own, to be taken out again."""


def plain(text: str) -> str:
    """Prose as one line without markup, for descriptions and excerpts."""
    return one_line(unescape(_TAGS.sub(" ", _INLINE.sub("", _MARKDOWN.html(text)))))


def one_line(text: str) -> str:
    """White space collapsed; no-break spaces stay, because French needs them."""
    text = text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    while "  " in text:  # a pattern would stop at every word, as `split` and `join` do
        text = text.replace("  ", " ")
    return text.strip(" ")


def shortened(text: str, limit: int = 155) -> str:
    """At most `limit` characters, cut between words, with an ellipsis."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" \u00a0\u202f,;:.–-") + "…"
