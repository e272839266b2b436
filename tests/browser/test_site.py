"""The shipped site as a person meets it: from a web server and from a folder, in both languages."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from accessibility import violations
from chromium import DESKTOP, PHONE, Visit

Pages = Callable[..., Visit]

KINDS = [
    "index.html",
    "faq/index.html",
    "faq/FAQ-0001.html",
    "faq/category-connection.html",
    "anomalies/index.html",
    "anomalies/ANO-0005.html",
    "anomalies/ANO-0008.html",
    "anomalies/ANO-0012.html",
    "downloads/index.html",
    "downloads/PAT-0004.html",
    "products/index.html",
    "products/ua-fi.html",
    "codes/index.html",
    "codes/ndr-diagnostic.html",
    "codes/ndr-diagnostic-0.html",
    "guides/bind-fails.html",
    "guides/which-contract.html",
    "services/index.html",
    "services/anomaly-processing.html",
    "services/hotline.html",
]


@pytest.fixture(scope="module")
def folder(site: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a copy of the site in a folder: nothing of the build is near it."""
    copy = shutil.copytree(site, tmp_path_factory.mktemp("unzipped") / "support site")
    return copy.as_uri()


@pytest.fixture(scope="module")
def server(site: Path, http_site: Callable[[Path], str]) -> str:
    return http_site(site)


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue("server" if request.param == "http" else "folder"))


def assert_quiet(visit: Visit, origin: str) -> None:
    # The browser itself drops what it still loads (the icon) when the test leaves a page.
    failures = [one for one in visit.failures if not one.endswith("net::ERR_ABORTED")]
    assert (failures, visit.errors, visit.foreign(origin)) == ([], [], [])


def test_from_home_to_the_patch_and_back_in_the_other_language(pages: Pages, address: str) -> None:
    visit = pages()
    page = visit.page
    page.goto(f"{address}/index.html")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Anomalies").click()
    page.get_by_role("link", name="DDA value with a semicolon splits the address").click()
    assert page.locator("h1").inner_text() == "DDA value with a semicolon splits the address"
    verdict = page.get_by_role("region", name="Which releases")
    assert "fixed in 5.2.5" in verdict.inner_text()
    verdict.get_by_role("link", name="PAT-0001").click()
    page.get_by_role("link", name="Français").click()
    assert page.url == f"{address}/fr/downloads/PAT-0001.html"
    assert page.locator("html").get_attribute("lang") == "fr"
    page.get_by_role("link", name="English").click()
    assert page.url == f"{address}/downloads/PAT-0001.html"
    assert_quiet(visit, address.rsplit("/", 1)[0] if address.startswith("file") else address)


@pytest.mark.parametrize("kind", KINDS)
def test_no_failed_or_foreign_request_and_no_scroll_sideways(pages: Pages, address: str, kind: str) -> None:
    visit = pages()
    for root in ("", "fr/"):
        visit.page.goto(f"{address}/{root}{kind}")
        for width in (1280, 390, 320):
            visit.page.set_viewport_size({"width": width, "height": 800})
            wide = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{root}{kind} at {width} px is {wide} px too wide"
    assert_quiet(visit, address)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("viewport", "scheme", "root"), [(DESKTOP, "light", ""), (PHONE, "dark", "fr/")])
def test_accessible(
    pages: Pages, server: str, kind: str, viewport: tuple[int, int], scheme: str, root: str
) -> None:
    page = pages(viewport=viewport, color_scheme=scheme).page
    page.goto(f"{server}/{root}{kind}")
    assert violations(page) == []


def test_an_unknown_address_gets_both_languages(pages: Pages, server: str) -> None:
    page = pages(color_scheme="dark").page
    answer = page.goto(f"{server}/fr/nothing/here.html")
    assert answer is not None
    assert answer.status == 404
    assert [page.locator("h1").inner_text(), page.locator("h2").first.inner_text()] == [
        "Page not found",
        "Page introuvable",
    ]
    assert violations(page) == []
    page.get_by_role("link", name="Téléchargements").click()
    assert page.url == f"{server}/fr/downloads/index.html"


def test_keyboard_alone(pages: Pages, server: str) -> None:
    page = pages().page
    page.goto(f"{server}/faq/FAQ-0001.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "kb-main"
    page.keyboard.press("Tab")
    outline = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert outline >= 3


def test_colours_follow_the_system_and_the_choice_is_kept(pages: Pages, address: str) -> None:
    page = pages(color_scheme="dark").page
    page.goto(f"{address}/index.html")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    assert sum(map(int, dark[4:-1].split(", "))) < 150
    for _ in range(3):
        page.locator(".kb-palette label:not([hidden])").click()
        if page.evaluate(ground) != dark:
            break
    light = page.evaluate(ground)
    assert sum(map(int, light[4:-1].split(", "))) > 600
    page.goto(f"{address}/faq/index.html")
    assert page.evaluate(ground) == light


def test_without_javascript_everything_is_there(pages: Pages, address: str) -> None:
    page = pages(viewport=PHONE, java_script_enabled=False).page
    page.goto(f"{address}/fr/anomalies/index.html")
    assert page.locator("tbody tr").count() >= 40
    page.get_by_role("link", name="Un nom de fichier FTBP accentué").first.click()
    assert "corrigée en 5.2.5" in page.locator(".kb-verdict").inner_text()


def test_paper_has_no_chrome(pages: Pages, server: str) -> None:
    page = pages().page
    page.goto(f"{server}/anomalies/ANO-0005.html")
    page.emulate_media(media="print")
    assert [page.locator(one).is_visible() for one in (".kb-header", ".kb-tools", "h1")] == [
        False,
        False,
        True,
    ]
