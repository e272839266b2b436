"""The theme's own style sheets and scripts without what only their authors need; names and code stay as written."""

import re

from knownbase.search.engine import without_comments

FOLDER = "assets/kb/"
_CSS_COMMENT = re.compile(r"(?s)/\*.*?\*/")
_CSS_STRING = re.compile(r"""("[^"]*"|'[^']*')""")
_WHITE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,]) ?")


def squeezed(path: str, data: bytes) -> bytes:
    """A file of the site; the theme's own style sheets and scripts shortened, everything else as it is."""
    squeezer = _SQUEEZERS.get(path[path.rfind(".") :])
    if squeezer is None or not path.startswith(FOLDER):
        return data
    return squeezer(data.decode()).encode()


def squeezed_css(text: str) -> str:
    """No comments, no line breaks, no space around braces, semicolons and commas; strings untouched."""
    parts = _CSS_STRING.split(_CSS_COMMENT.sub("", text))
    return "".join(
        part if n % 2 else _AROUND.sub(r"\1", _WHITE.sub(" ", part)).replace(": ", ":").replace(";}", "}")
        for n, part in enumerate(parts)
    ).strip()


_SQUEEZERS = {".css": squeezed_css, ".js": without_comments}
