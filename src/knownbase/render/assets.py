"""The theme's own style sheets and scripts without what only their authors need; names and code stay as written."""

import re
from pathlib import Path

from knownbase.search.engine import without_comments

FOLDER = "assets/kb"
_CSS_COMMENT = re.compile(r"(?s)/\*.*?\*/")
_CSS_STRING = re.compile(r"""("[^"]*"|'[^']*')""")
_WHITE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,]) ?")


def squeeze(tree: Path) -> None:
    """Rewrites the style sheets and scripts below `tree`/assets/kb in place."""
    for file in sorted((tree / FOLDER).rglob("*")):
        if file.suffix in SQUEEZERS:
            text = file.read_text("utf-8")
            file.write_text(SQUEEZERS[file.suffix](text), "utf-8", newline="\n")


def squeezed_css(text: str) -> str:
    """No comments, no line breaks, no space around braces, semicolons and commas; strings untouched."""
    parts = _CSS_STRING.split(_CSS_COMMENT.sub("", text))
    return "".join(
        part if n % 2 else _AROUND.sub(r"\1", _WHITE.sub(" ", part)).replace(": ", ":").replace(";}", "}")
        for n, part in enumerate(parts)
    ).strip()


SQUEEZERS = {".css": squeezed_css, ".js": without_comments}
