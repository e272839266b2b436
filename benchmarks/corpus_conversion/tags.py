"""HTML tags and entities → CommonMark; any other `<` that a reader would take for HTML is escaped."""

import html
import re
from collections.abc import Callable

from corpus_conversion.code import code_span
from corpus_conversion.links import convert_links
from corpus_conversion.log import Note, unnoted
from corpus_conversion.shelf import Shelf

_MARKS = {"u": "**", "b": "**", "strong": "**", "em": "*", "i": "*"}
_KNOWN = "a|b|br|code|div|em|i|kbd|li|ol|p|pre|span|strong|table|tbody|td|th|thead|tr|u|ul"
_ENTITY = re.compile(r"\\?&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CODE = re.compile(r"(?<!\\)<(code|kbd)\b[^<>]*>(.*?)</\1>", re.DOTALL)
_ANCHOR = re.compile(r"(?<!\\)<a\b([^<>]*)>(.*?)</a>", re.DOTALL)
_EMPHASIS = re.compile(r"(?<!\\)<(u|b|strong|em|i)>((?:(?!<(?:u|b|strong|em|i)>).)*?)</\1>", re.DOTALL)
_LIST = re.compile(r"(?<!\\)<(ul|ol)\b[^<>]*>((?:(?!<[uo]l\b).)*?)</\1>", re.DOTALL)
_BREAK = re.compile(r"[ \t]*(?<!\\)<br\b[^<>]*>[ \t]*(\n[ \t]*\n|\n|\Z)?")
_STRAY = re.compile(rf"(?<!\\)</?(?:{_KNOWN})(?=[\s/>])[^<>]*>")
_OTHER = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])")
_ESCAPED = {char: f"\\{char}" for char in "\\`*_[]<&|~"}


def convert_entities(text: str, note: Note) -> str:
    """Entities become characters; those that Markdown would read are escaped, invisible ones go."""

    def converted(match: re.Match[str]) -> str:
        entity = match[0].removeprefix("\\")
        char = html.unescape(entity)
        if char == entity:
            return match[0]
        begins_line = match.string[: match.start()].rpartition("\n")[2].strip() == ""
        after = "" if char == "\u200b" else "\\>" if char == ">" and begins_line else _ESCAPED.get(char, char)
        note("entity", match[0], after)
        return after

    return _ENTITY.sub(converted, text)


def convert_code_tags(text: str, shelf: Shelf, note: Note) -> str:
    """<code> and <kbd> become code spans; entities within are read here, as code spans have none."""

    def code(match: re.Match[str]) -> str:
        span = code_span(" ".join(html.unescape(match[2]).split()))
        note(f"html <{match[1]}>", match[0], span)
        return shelf.put(span)

    return _CODE.sub(code, text)


def convert_tags(text: str, shelf: Shelf, note: Note) -> str:
    """Every other HTML tag that the sources use, innermost first."""

    def anchor(match: re.Match[str]) -> str:
        href = re.search(r"""href\s*=\s*["']([^"']*)["']""", match[1])
        link = convert_links(f"[{match[2]}](<{href[1] if href else ''}>)", {}, shelf, unnoted)
        note("html <a>", match[0], shelf.restore(link))
        space = " " if match.string[: match.start()][-1:].isalnum() else ""
        return space + link

    text = _ANCHOR.sub(anchor, text)
    text = _until_still(_EMPHASIS, lambda match: _emphasis(match, note), text)
    text = _until_still(_LIST, lambda match: _list(match, shelf, note), text)
    text = _BREAK.sub(lambda match: _break(match, note), text)
    return _STRAY.sub(lambda match: _stray(match, note), text)


def escape_html(text: str, note: Note) -> str:
    def escaped(match: re.Match[str]) -> str:
        note("escaped <", match.string[match.start() : match.start() + 30].split("\n")[0], "\\<")
        return "\\<"

    return _OTHER.sub(escaped, text)


def emphasised(text: str, mark: str, before: str, after: str) -> str:
    """`text` between marks, if CommonMark would read the marks there; else the text as it is.

    The marks must hug the text, and a mark beside punctuation within must not touch a letter outside
    (CommonMark 6.2). `before` and `after` are the characters around.
    """
    inner = text.strip()
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    before, after = (lead or before)[-1:], (trail or after)[:1]
    crowded = "*" in inner or before == "*" or after == "*" or "\n\n" in inner
    if not inner or crowded or (_punctuation(inner[0]) and before.isalnum()):
        return text
    if _punctuation(inner[-1]) and after.isalnum():
        return text
    return f"{lead}{mark}{inner}{mark}{trail}"


def _emphasis(match: re.Match[str], note: Note) -> str:
    around = match.string
    after = emphasised(match[2], _MARKS[match[1]], around[: match.start()][-1:], around[match.end() :][:1])
    note(f"html <{match[1]}>", match[0], after)
    return after


def _punctuation(char: str) -> bool:
    return not char.isalnum() and not char.isspace()


def _list(match: re.Match[str], shelf: Shelf, note: Note) -> str:
    """A list of its own, or, within a row of a table, its items one after another."""
    items = re.findall(r"<li\b[^<>]*>(.*?)(?=</li>|<li\b|\Z)", match[2], re.DOTALL)
    line = match.string[: match.start()].rpartition("\n")[2]
    if line.lstrip().startswith("|"):
        after = "; ".join(" ".join(item.split()) for item in items)
    else:
        marks = ["-" if match[1] == "ul" else f"{number}." for number in range(1, len(items) + 1)]
        rows = [f"{mark} {_under(item, len(mark) + 1)}" for mark, item in zip(marks, items, strict=True)]
        after = "\n\n" + "\n".join(rows) + "\n\n"
    note(f"html <{match[1]}>", shelf.restore(match[0]), shelf.restore(after))
    return after


def _under(item: str, width: int) -> str:
    """The lines of a list item, indented below its first one."""
    first, *rest = item.strip().split("\n")
    return "\n".join([first, *(" " * width + line if line.strip() else "" for line in rest)])


def _break(match: re.Match[str], note: Note) -> str:
    line = match.string[: match.start()].rpartition("\n")[2]
    if line.lstrip().startswith("|"):
        after = " "
    elif match[1] is None or match[1] == "\n":
        after = "\\\n"
    else:
        after = match[1]
    note("html <br>", match[0], after)
    return after


def _stray(match: re.Match[str], note: Note) -> str:
    after = "\n\n" if re.match(r"</?p\b", match[0]) else ""
    note("html tag left over", match[0], after)
    return after


def _until_still(pattern: re.Pattern[str], convert: Callable[[re.Match[str]], str], text: str) -> str:
    """Inner elements first: again until no element is left."""
    while True:
        after = pattern.sub(convert, text)
        if after == text:
            return text
        text = after
