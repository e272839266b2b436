"""The script that answers in the browser: `browser/logic.js`, without what only its authors need."""

from importlib.resources import files

from knownbase.search.engine import without_comments


def engine_script() -> str:
    return without_comments((files("knownbase") / "affected" / "browser" / "logic.js").read_text("utf-8"))
