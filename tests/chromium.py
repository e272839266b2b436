"""Chromium for tests: found on the system or installed by apt, driven by Playwright, which downloads nothing.

chromium ──► pages(viewport=…, color_scheme=…, locale=…) ──► Visit: page, requests, failures, errors
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

try:
    import fcntl
except ImportError:  # Windows, where nothing is installed by apt either
    fcntl = None

SHELL = "chromium-headless-shell"
"""Chromium without the windows and toolbars of a browser: the same pages in half of the time."""
NAMES = [SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"]
ARGUMENTS = [
    "--no-sandbox",  # root in a container; only pages of this project are opened
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = (390, 844)
DESKTOP = (1280, 800)


@dataclass
class Visit:
    """One page and what it did. The lists grow while the page lives.

    `requests`: every URL asked for. `failures`: "URL: reason" for what got no answer, or one of 400 or
    above. `errors`: console errors and uncaught exceptions.
    """

    page: Page
    requests: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)
        self.page.on("requestfailed", self._refused)
        self.page.on("response", self._answered)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def _refused(self, request: Request) -> None:
        self.failures.append(f"{request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.failures.append(f"{response.url}: {response.status}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def foreign(self, origin: str) -> list[str]:
        """The requests that left `origin` (as "http://127.0.0.1:8000"); data: and blob: stay inside."""
        inside = (origin, "data:", "blob:", "about:")
        return [url for url in self.requests if not url.startswith(inside)]


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A headless Chromium for the whole run."""
    path = find() or install(request.config)
    if path is None:
        absent("no Chromium: install it, or name it in KNOWNBASE_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def pages(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens a page in a context of its own (no cookies, no storage of another), closed after the test.

    Options are those of Playwright's `new_context`; `viewport` also takes a pair.
    """
    with contextlib.ExitStack() as contexts:

        def open_page(
            viewport: tuple[int, int] = DESKTOP,
            color_scheme: str = "light",
            locale: str = "en-GB",
            **options: Any,
        ) -> Visit:
            width, height = viewport
            context = chromium.new_context(
                viewport={"width": width, "height": height},
                color_scheme=color_scheme,
                locale=locale,
                **options,
            )
            contexts.callback(context.close)
            return Visit(context.new_page())

        yield open_page


def find() -> str | None:
    """The path of an installed Chromium; KNOWNBASE_CHROMIUM goes first."""
    named = os.environ.get("KNOWNBASE_CHROMIUM")
    if named:
        return shutil.which(named) or absent(f"KNOWNBASE_CHROMIUM names {named}, which is no program")
    return next(filter(None, map(shutil.which, NAMES)), None)


def install(config: pytest.Config) -> str | None:
    """Installs Debian's Chromium where that is possible without asking."""
    return find() if apt_install(config, SHELL, "Chromium", "chromium") else None


def apt_install(config: pytest.Config, package: str, name: str, instead: str = "") -> bool:
    """Installs a Debian package where that is possible without asking; one test process does it.

    `instead`: the package to be taken where the release has no such one.
    """
    if fcntl is None or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    with open(Path(tempfile.gettempdir()) / "knownbase-apt.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if shutil.which(package) or (instead and shutil.which(instead)):
            return True
        progress(config, f"installing {name} for the browser tests (apt-get)")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in ("update", package, instead):
            what = ["update"] if step == "update" else ["install", "--yes", "--no-install-recommends", step]
            command = ["apt-get", "--quiet", "--quiet", "--option", "DPkg::Lock::Timeout=300", *what]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            if step == package and (done.returncode == 0 or not instead):
                break
        if done.returncode != 0:
            absent(f"`apt-get {what[0]}` failed: {done.stderr.strip()[-300:]}")
    return True


def progress(config: pytest.Config, line: str) -> None:
    """Shows a line at once: past pytest's capture, and on stderr, which xdist's workers share with the user."""
    capture = config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled() if capture else contextlib.nullcontext():
        print(f"\nknownbase: {line}", file=sys.stderr, flush=True)


def absent(reason: str) -> Any:
    """Skips; fails where CI is set, because a skipped browser test there proves nothing."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
