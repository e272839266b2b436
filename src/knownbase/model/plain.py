"""Prose without its markup, for descriptions, excerpts and the search."""

import re

import pyromark
from markupsafe import Markup

_MARKDOWN = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
_INLINE = re.compile(r"</?(?:a|code|em|strong)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def plain(text: str) -> str:
    """Prose as one line without markup, for descriptions and excerpts."""
    html = _INLINE.sub("", _MARKDOWN.html(text))
    return one_line(Markup(_TAG.sub(" ", html)).unescape())  # noqa: S704 - tags taken out


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
