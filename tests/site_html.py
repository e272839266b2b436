"""The shipped site, built once for a test run, and what its HTML says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from roots import REPOSITORY, built, mkdocs_pages

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

BASE_URL = "https://site.test/"
LEADS_ON = 'http-equiv="refresh"'
"""Stands in a page at a former address of another one, and in no other page."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the public site of this repository, in a place with a space in its name; nobody writes into it.

    The processes of a run share it: the first one that asks builds it, the others wait.
    """
    if fcntl is None or worker_id == "master":
        return _built(tmp_path_factory.mktemp("built") / "a site")
    place = tmp_path_factory.getbasetemp().parent
    with open(place / "site.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        out = place / "built" / "a site"
        return out if out.exists() else _built(out)


def _built(out: Path) -> Path:
    out.parent.mkdir(exist_ok=True)
    built(REPOSITORY, out, pages=mkdocs_pages)
    return out


@dataclass
class Html(HTMLParser):
    """What the tests ask of one page."""

    lang: str = ""
    title: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    headings: int = 0
    canonical: str = ""
    _in_title: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = values.get("lang", "")
        if tag == "h1":
            self.headings += 1
        if tag == "meta":
            self.metas[values.get("name", "")] = values.get("content", "")
        if tag == "link" and values.get("rel") == "canonical":
            self.canonical = values["href"]
        elif tag in ("a", "link", "script", "img"):
            self.links += [values[name] for name in ("href", "src") if values.get(name)]
        if "id" in values:
            self.ids.append(values["id"])
        self._in_title = tag == "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
            self._in_title = False


def pages_of(site: Path) -> Iterator[tuple[str, Html]]:
    """Path and HTML of every page but the 404, whose links are absolute, and those that only lead on."""
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        text = file.read_text("utf-8")
        if path != "404.html" and LEADS_ON not in text:
            html = Html()
            html.feed(text)
            yield path, html


def target(path: str, link: str) -> tuple[str, str] | None:
    """Path below the site and fragment of a link of the page `path`; None when it leads elsewhere."""
    url = urljoin(BASE_URL + path, link)
    if not url.startswith(BASE_URL):
        return None
    parts = urlsplit(url)
    return unquote(parts.path[1:]), unquote(parts.fragment)
