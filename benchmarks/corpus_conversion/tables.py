"""HTML tables → pipe tables, the only tables that an entry may hold."""

import html
import re
from collections.abc import Callable

from corpus_conversion.code import code_span
from corpus_conversion.log import Note
from corpus_conversion.shelf import Shelf

_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?=</tr>|<tr\b|\Z)", re.DOTALL)
_CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)(?=</t[dh]>|<t[dh]\b|\Z)", re.DOTALL)
_PRE = re.compile(r"<pre\b[^>]*>(.*?)</pre>", re.DOTALL)

Inline = Callable[[str], str]
"""Inline HTML and Markdown → inline CommonMark."""


def pipe_table(table: str, inline: Inline, shelf: Shelf, note: Note) -> str:
    """The table with its first row as the head: a pipe table cannot do without one.

    A cell becomes one line; preformatted text in it a code span.
    """
    rows = [[_cell(cell, inline, shelf) for cell in _CELL.findall(row)] for row in _ROW.findall(table)]
    rows = [row for row in rows if row]
    width = max((len(row) for row in rows), default=0)
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    markdown = "\n".join([*lines[:1], "|" + " --- |" * width, *lines[1:]]) if rows else ""
    note("html <table>", table, shelf.restore(markdown))
    return markdown


def _cell(inside: str, inline: Inline, shelf: Shelf) -> str:
    def span(match: re.Match[str]) -> str:
        return f" {shelf.put(code_span(' '.join(html.unescape(match[1]).split())))} "

    spaced = re.sub(r"</?(?:p|br|div)\b[^>]*>", " ", _PRE.sub(span, inside))
    return " ".join(shelf.restore(inline(spaced)).split()).replace("|", "\\|")
