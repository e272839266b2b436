"""The examples of the pages about the API do what the pages say, against the served site."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from roots import REPOSITORY, catalogue_of

from knownbase.model.layout import PAGE_ROOTS
from knownbase.model.locale import LOCALES, Locale
from knownbase.model.ranges import verdict

ADDRESS = "https://support.addonmail.example"


def examples(locale: Locale, language: str) -> str:
    """The only block of code in a language on the page."""
    text = (REPOSITORY / PAGE_ROOTS[locale] / "services" / "api.md").read_text("utf-8")
    (found,) = re.findall(rf"(?s)```{language}\n(.*?)```", text)
    return found


def affected(locale: Locale) -> list[str]:
    view = catalogue_of(REPOSITORY).visible("public")
    product = view.taxonomy.product_by_id["ua-fi"]
    return [
        f"{one.id} {(one.title.own(locale) or '').replace('`', '')}"
        for one in view.anomalies
        if view.statuses(one) and verdict(product, "windows", one.affects, "5.2.4") == "affected"
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_python(site: Path, http_site: Callable[[Path], str], locale: Locale) -> None:
    code = examples(locale, "python")
    assert code.count(ADDRESS) == 1
    command = [sys.executable, "-I", "-X", "utf8", "-c", code.replace(ADDRESS, http_site(site))]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == affected(locale)
    assert len(affected(locale)) > 5


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("locale", LOCALES)
def test_curl(site: Path, http_site: Callable[[Path], str], locale: Locale) -> None:
    lines = examples(locale, "bash").splitlines()
    assert len(lines) == 3
    for line in lines:
        program, flags, address = line.split(" ")
        path = address.removeprefix(f"{ADDRESS}/")
        done = subprocess.run([program, flags, f"{http_site(site)}/{path}"], capture_output=True, check=True)
        assert done.stdout == (site / path).read_bytes()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_file_that_the_page_lists_is_there(site: Path, locale: Locale) -> None:
    text = (REPOSITORY / PAGE_ROOTS[locale] / "services" / "api.md").read_text("utf-8")
    named = re.findall(r"(?m)^- `([^`]+)`", text)
    assert len(named) == 10
    assert [path for path in named if not (site / path).exists()] == []
