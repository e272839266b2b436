"""The shipped site as a browser gets it: from a web server, and from a folder that was copied elsewhere."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from chromium import DESKTOP, Visit
from playwright.sync_api import Browser

Reader = Callable[..., Visit]


@pytest.fixture(scope="session")
def folder(site: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a copy of the site in a folder: nothing of the build is near it."""
    copy = shutil.copytree(site, tmp_path_factory.mktemp("unzipped") / "support site")
    return copy.as_uri()


@pytest.fixture(scope="session")
def server(site: Path, http_site: Callable[[Path], str]) -> str:
    return http_site(site)


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue("server" if request.param == "http" else "folder"))


@pytest.fixture(scope="session")
def reader(chromium: Browser) -> Iterator[Reader]:
    """`reader(viewport, scheme)`: a page that is kept for the whole run, for tests that only look.

    A context of its own for each of them costs more than the looking; `pages` gives one to those that
    choose or type something.
    """
    with contextlib.ExitStack() as contexts:

        @cache
        def visit(viewport: tuple[int, int], scheme: str, scripts: bool) -> Visit:
            width, height = viewport
            context = chromium.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                java_script_enabled=scripts,
            )
            contexts.callback(context.close)
            return Visit(context.new_page())

        def read(viewport: tuple[int, int] = DESKTOP, scheme: str = "light", scripts: bool = True) -> Visit:
            found = visit(viewport, scheme, scripts)
            # Some look at other colours, or at paper, and leave it at that.
            found.page.emulate_media(media="screen", color_scheme=scheme)  # type: ignore[arg-type]
            for heard in (found.requests, found.failures, found.errors):
                heard.clear()
            return found

        yield read


PAIRS = {("http", "en"), ("file", "fr")}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test in both languages, from a server and from a folder, two of the four are run.

    Each takes seconds, and what a language breaks it breaks wherever the site lies.
    """
    left_out = [item for item in items if None not in (way := _way(item)) and way not in PAIRS]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _way(item: pytest.Item) -> tuple[str | None, str | None]:
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return parameters.get("address"), parameters.get("locale")
