"""Finds code, comments, HTML blocks and autolinks, and puts them on the shelf.

One expression reads from left to right, so whatever begins first wins, as in CommonMark: a comment may
hold a fence, a fence may hold a comment.
"""

import html
import re
import textwrap
from collections.abc import Callable

from corpus_conversion.log import Note
from corpus_conversion.shelf import Shelf

_BLOCKS = re.compile(
    r"""
    ^(?P<lead>[ \t]*(?:>[ \t]?)*(?:(?:[-*+]|\d+[.)])[ \t]+)?)(?P<fence>`{3,}|~{3,})[^`\n]*\n
        (?P<inside>.*?)(?:(?P<closed>^[ \t>]*(?P=fence)[`~]*[ \t]*$)|\Z)
    | <!--.*?-->
    | (?P<table><table\b[^>]*>.*?</table>)
    | <pre\b[^>]*>(?P<pre>.*?)</pre>
    | (?<![`\\])(?P<ticks>`+)(?!`)(?P<span>(?:(?!\n[ \t]*\n).)+?)(?<!`)(?P=ticks)(?!`)(?P<rst>__?(?!\w))?
    | (?<!\]\()(?<!\]:\ )<(?:https?://|mailto:)[^\s<>]*>
    | (?<!\]\()<(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_RST_LINK = re.compile(r"(.+?)\s*<(https?://[^<>\s]+)>", re.DOTALL)
_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( +)(?=\S)")
_LANGUAGE = re.compile(r"""class=["']?language-([\w-]+)""")

Table = Callable[[str], str]
"""HTML of a table → Markdown table."""


def shelve_code(text: str, shelf: Shelf, table: Table, note: Note) -> str:
    """The text with code, tables and autolinks on the shelf; comments are taken out."""

    def shelved(match: re.Match[str]) -> str:
        whole = match[0]
        if match["fence"]:
            return shelf.put(_closed_fence(match, note))
        if match["table"]:
            return _own_paragraph(shelf.put(table(match["table"]), block=True), match)
        if match["pre"] is not None:
            fence = _fence(match["pre"])
            note("html <pre>", whole, fence)
            return _own_paragraph(shelf.put(fence, block=True), match)
        if match["rst"]:
            return _rst_link(match, shelf, note)
        if match["mail"]:
            link = f"[{match['mail']}](mailto:{match['mail']})"
            note("address without mailto:", whole, link)
            return shelf.put(link)
        if whole.startswith("<!--"):
            note("comment", whole, "left out")
            return ""
        return shelf.put(whole)

    return _shelve_indented(_BLOCKS.sub(shelved, text), shelf)


def code_span(text: str) -> str:
    """A code span around any text: more backticks than the text has in a row."""
    runs = [len(run) for run in re.findall(r"`+", text)]
    ticks = "`" * (max(runs, default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def _closed_fence(match: re.Match[str], note: Note) -> str:
    if match["closed"] is not None:
        return match[0]
    closed = f"{match[0].rstrip()}\n{' ' * len(match['lead'])}{match['fence']}"
    note("fence never closed", match[0], closed)
    return closed


def _fence(inside: str) -> str:
    """A fenced block from the inside of <pre>: tags off, entities read, common indentation off."""
    language = _LANGUAGE.search(inside)
    plain = html.unescape(re.sub(r"</?code\b[^>]*>", "", inside))
    lines = textwrap.dedent(plain.expandtabs(4).strip("\n")).split("\n")
    runs = [len(run) for run in re.findall(r"`{3,}", plain)]
    ticks = "`" * max(3, max(runs, default=0) + 1)
    body = "\n".join(line.rstrip() for line in lines).strip("\n")
    return f"{ticks}{language[1] if language else ''}\n{body}\n{ticks}"


def _own_paragraph(mark: str, match: re.Match[str]) -> str:
    """The mark on a line of its own, with the indentation of the line on which the block begins."""
    text, begin, end = match.string, match.start(), match.end()
    line = text[text.rfind("\n", 0, begin) + 1 : begin]
    indent = re.match(r"[ >]*", line)
    prefix = indent[0] if indent else ""
    before = "" if not line.strip(" >") else f"\n\n{prefix}"
    after = "" if text[end : end + 1] in ("", "\n") else f"\n\n{prefix}"
    return f"{before}{mark}{after}"


def _rst_link(match: re.Match[str], shelf: Shelf, note: Note) -> str:
    """reStructuredText writes `text <address>`_ for a link; `text`_ names one that stands elsewhere."""
    link = _RST_LINK.fullmatch(match["span"])
    if link:
        markdown = f"[{' '.join(link[1].split())}]({link[2]})"
        after = shelf.put(markdown)
    elif match["ticks"] == "`":
        after = markdown = match["span"]
    else:
        return shelf.put(match[0])
    note("reStructuredText link", match[0], markdown)
    return after


def _shelve_indented(text: str, shelf: Shelf) -> str:
    """Shelves lines of indented code: four columns beyond the list item that they stand in."""
    lines = text.split("\n")
    offsets: list[int] = []
    after_blank, in_code = True, False
    for place, line in enumerate(lines):
        if not line.strip():
            after_blank = True
            continue
        indent = len(line) - len(line.lstrip(" "))
        item = _ITEM.match(line)
        while offsets and indent < offsets[-1] and (after_blank or item):
            offsets.pop()
        beyond = indent - (offsets[-1] if offsets else 0)
        in_code = beyond >= 4 and (after_blank or in_code)
        if in_code:
            lines[place] = shelf.put(line)
        elif item:
            offsets.append(len(item[0]) if len(item[3]) <= 4 else item.end(2) + 1)
        after_blank = False
    return "\n".join(lines)
