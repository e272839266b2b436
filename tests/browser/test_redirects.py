"""Former addresses and those of duplicates, as a browser follows them: from a web server and from a folder, with scripts and without."""

from collections.abc import Callable

import pytest
from browser.kinds import assert_quiet
from chromium import Visit

pytestmark = pytest.mark.browser

MOVED = [
    ("anomalies/A-2016-112.html", "anomalies/ANO-0016.html"),
    ("fr/anomalies/A-2016-112.html", "fr/anomalies/ANO-0016.html"),
    ("anomalies/ANO-0007.html", "anomalies/ANO-0006.html"),
    ("fr/anomalies/ANO-0007.html", "fr/anomalies/ANO-0006.html"),
]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(("old", "new"), MOVED)
def test_a_former_address_leads_on(
    address: str, pages: Callable[..., Visit], old: str, new: str, scripts: bool
) -> None:
    visit = pages(java_script_enabled=scripts)
    visit.page.goto(f"{address}/{old}")
    visit.page.wait_for_url(f"{address}/{new}")
    assert visit.page.locator("h1").count() == 1
    assert_quiet(visit, address)


@pytest.mark.parametrize(("old", "new"), MOVED)
def test_what_stands_behind_the_address_is_kept(
    address: str, pages: Callable[..., Visit], old: str, new: str
) -> None:
    visit = pages()
    visit.page.goto(f"{address}/{old}?from=mail#kb-main")
    visit.page.wait_for_url(f"{address}/{new}?from=mail#kb-main")
    assert visit.page.locator(":target").get_attribute("id") == "kb-main"
    visit.page.go_back()
    assert visit.page.url == "about:blank"  # the former address is not in the way
