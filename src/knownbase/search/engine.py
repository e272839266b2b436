"""The search engine of the pages: the scripts of `browser/`, one after the other, as one file."""

import re
from importlib.resources import files

PARTS = [
    "fold", "words", "stem-en", "stem-fr", "analysis",  # a text → terms, as analysis.py does it
    "codec", "distance", "lists",                       # what the rest counts with
    "shelf", "spoken-ids", "question", "result", "excerpt", "engine",
    "loader",                                           # the only part that knows the page
]  # fmt: skip
_COMMENT = re.compile(r"(?m)^\s*//.*\n")
_INDENTATION = re.compile(r"(?m)^ +")


def engine_script() -> str:
    """All parts as one script."""
    folder = files("knownbase") / "search" / "browser"
    return without_comments("".join((folder / f"{part}.js").read_text("utf-8") for part in PARTS))


def without_comments(script: str) -> str:
    """A script without lines that are comments, and without indentation. It may hold no literal of several lines."""
    return _INDENTATION.sub("", _COMMENT.sub("", script))
