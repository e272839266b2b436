"""What the site generator supplies: hand-written pages, one shell for each language, assets, two addresses.

index.html …            pages with slots, to be filled
_kb/shell.html          the prototype page: cut, then left out
_kb/site.json           {"site_url", "edit_uri"}
_kb/moved.json          former path → path of each page that was renamed; added here
assets/…                copied, our own squeezed
fr/…                    the same in French
"""

import json
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from knownbase.model.locale import DEFAULT_LOCALE, LOCALES, Locale
from knownbase.model.plain import one_line
from knownbase.read.moved import moved_pages
from knownbase.render.assets import squeezed
from knownbase.render.documents import PageText
from knownbase.render.shell import Shell, ShellError
from knownbase.render.slots import slots_of
from knownbase.store import digest

PROTOTYPE = "_kb"
_MOVED = f"{PROTOTYPE}/moved.json"
NOT_SEARCHED = frozenset({"404.html"})
UNWANTED = frozenset({"sitemap.xml", "sitemap.xml.gz"})
"""Files of the site generator in whose place we make our own."""

_H1 = re.compile(r"(?s)<h1\b[^>]*>(.*?)</h1>")
_COMMENT = re.compile(r"(?s)<!--.*?-->")
_TAG = re.compile(r"<[^>]*>")

Files = Mapping[str, bytes]
"""Path below the root of the site → what stands there."""


@dataclass(frozen=True)
class Theme:
    """`site_url` and `edit_uri` end with a slash or are empty; `pages` by language, then by path below its root.

    `digest` tells the shells and addresses of one theme from another's, and what pages there are.
    """

    shells: Mapping[Locale, Shell]
    site_url: str
    edit_uri: str
    pages: Mapping[Locale, Mapping[str, str]]
    assets: Files
    moved: Mapping[str, str]
    """Former path → path of each page that was renamed, below the root of a language."""
    digest: bytes


def locale_root(locale: Locale) -> str:
    """The folder of a language below the site's root: "" or "fr/"."""
    return "" if locale == DEFAULT_LOCALE else f"{locale}/"


def files_below(tree: Path, root: Path) -> dict[str, bytes]:
    """Everything that the site generator has left in a folder, our own assets squeezed, and the pages of `root` that moved."""
    found = {_MOVED: json.dumps(moved_pages(root)).encode()}
    for file in sorted(tree.rglob("*")):
        if file.is_file():
            path = file.relative_to(tree).as_posix()
            if path not in UNWANTED:
                found[path] = squeezed(path, file.read_bytes())
    return found


def rendered(root: Path, render_pages: Callable[[Path, Path], None]) -> dict[str, bytes]:
    """What the site generator makes of the hand-written pages of a content root. Raises what it raises."""
    with tempfile.TemporaryDirectory(prefix="knownbase-theme-") as folder:
        render_pages(root, Path(folder))
        return files_below(Path(folder), root)


def theme_of(files: Files) -> Theme:
    """Raises ShellError."""
    wanted = [
        _MOVED,
        f"{PROTOTYPE}/site.json",
        *(f"{locale_root(locale)}{PROTOTYPE}/shell.html" for locale in LOCALES),
    ]
    missing = [path for path in wanted if path not in files]
    if missing:
        raise ShellError(f"the site generator has left no {', '.join(missing)}")
    settings_file = files[f"{PROTOTYPE}/site.json"]
    settings = json.loads(settings_file)
    shells = {locale: files[f"{locale_root(locale)}{PROTOTYPE}/shell.html"] for locale in LOCALES}
    pages: dict[Locale, dict[str, str]] = {locale: {} for locale in LOCALES}
    assets = {}
    for path, data in files.items():
        locale = locale_of(path)
        below = path.removeprefix(locale_root(locale))
        if below.startswith(f"{PROTOTYPE}/"):
            continue
        if path.endswith(".html") and not path.startswith("assets/"):
            pages[locale][below] = data.decode()
        else:
            assets[path] = data
    return Theme(
        {locale: Shell.cut(data.decode()) for locale, data in shells.items()},
        settings["site_url"],
        settings["edit_uri"],
        pages,
        assets,
        json.loads(files[_MOVED]),
        digest(settings_file, *shells.values(), *(path.encode() for path in pages[DEFAULT_LOCALE])),
    )


def locale_of(path: str) -> Locale:
    """The language of the page at a path below the site's root."""
    first = path.partition("/")[0]
    return next((one for one in LOCALES if one == first and one != DEFAULT_LOCALE), DEFAULT_LOCALE)


def page_texts(pages: Mapping[str, str]) -> dict[str, PageText]:
    """The hand-written pages that can be found, by path, before their slots are filled."""
    return {path: _page_text(path, html) for path, html in sorted(pages.items()) if path not in NOT_SEARCHED}


def _page_text(path: str, html: str) -> PageText:
    article = html.partition("<article")[2].partition(">")[2].partition("</article>")[0]
    heading = _H1.search(article)
    body = article[heading.end() :] if heading else article
    return PageText(path, _text(heading[1]) if heading else path, _text(body), slots_of(article))


def _text(html: str) -> str:
    return one_line(unescape(_TAG.sub(" ", _COMMENT.sub("", html))))
