"""Pieces of Markdown (CommonMark) that mean what they say, whatever stands in them."""

import re
from functools import lru_cache
from html import unescape

# A dash or a number makes a list, a hash a heading, only where a line begins or ends: these pieces stand within one.
_MARKS = re.compile(r"[\\`*\[\]<>~]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|#(?=#*\s*$)")
_CODE_ELEMENT = re.compile(r"<code>(.*?)</code>", re.DOTALL)
_TICKS = re.compile("`+")
_ODD = re.compile(r"[\s()<>]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")


@lru_cache(maxsize=1 << 12)
def marked(text: str) -> str:
    """Plain text, within a line: nothing in it is a mark."""
    return _MARKS.sub(r"\\\g<0>", text)


@lru_cache(maxsize=1 << 15)
def marked_title(html: str) -> str:
    """A title as lists show it: plain text and `<code>`."""
    if "<" not in html:
        return marked(unescape(html))
    parts = _CODE_ELEMENT.split(html)
    return "".join(
        code_span(unescape(part)) if n % 2 else marked(unescape(part)) for n, part in enumerate(parts)
    )


def code_span(text: str) -> str:
    """A text as code, with more ticks around it than stand in it side by side."""
    longest = max(map(len, _TICKS.findall(text)), default=0)
    ticks = "`" * (longest + 1)
    space = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def link(text: str, address: str) -> str:
    """`text` is Markdown."""
    return f"[{text}](<{address}>)" if _ODD.search(address) else f"[{text}]({address})"


def closed(prose: str) -> str:
    """Prose that ends where it ends: a block of code that nobody has closed would swallow what follows."""
    prose = prose.strip("\n").rstrip()
    if "```" not in prose and "~~~" not in prose:
        return prose
    fence = ""
    for line in prose.split("\n"):
        found = _FENCE.match(line)
        if found is None:
            continue
        ticks, rest = found.groups()
        if not fence:
            fence = "" if ticks[0] == "`" and "`" in rest else ticks
        elif ticks.startswith(fence) and not rest.strip():
            fence = ""
    return f"{prose}\n{fence}" if fence else prose
