"""The download space: filters against the catalogue, one's own operating system first, checksums to copy."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from accessibility import violations_light_and_dark
from browser.conftest import Reader
from browser.kinds import assert_quiet
from browser.test_explorer import box, explore, ids, settled
from browser.test_marks import fitting
from chromium import DESKTOP, PHONE, Visit
from playwright.sync_api import Page, expect
from roots import REPOSITORY, catalogue_of

from knownbase.model.entry import Patch
from knownbase.model.locale import LOCALES, Locale
from knownbase.read.strings import strings
from knownbase.render.assemble import locale_root

Pages = Callable[..., Visit]
VIEW = catalogue_of(REPOSITORY).visible("public")
PATCHES = [one for one in VIEW.entries if isinstance(one, Patch)]
WITH_FILE = next(one for one in PATCHES if one.file)


def hub(address: str, locale: Locale, query: str = "") -> str:
    return f"{address}/{locale_root(locale)}downloads/index.html{query}"


def installable(patch: Patch, version: str) -> bool:
    """By the words of the model: from `from` up to, not including, `to`, among what has shipped on its system."""
    product = VIEW.taxonomy.product_by_id[patch.product]
    order = [one.version for one in product.releases]
    below = order.index(patch.to) if patch.to else len(order)
    shipped = version in {one.version for one in product.shipped(patch.os)}
    return shipped and order.index(patch.from_release) <= order.index(version) < below


@pytest.mark.parametrize("locale", LOCALES)
def test_product_system_and_release_by_keyboard(pages: Pages, address: str, locale: Locale) -> None:
    visit, t = pages(), strings(locale)
    page = explore(visit.page, hub(address, locale))
    assert set(ids(page)) == {one.id for one in PATCHES}
    assert page.locator(".kb-static").is_hidden()
    for group, label in (
        ("find_facet_product", "UA-FI"),
        ("find_facet_os", "Linux"),
        ("find_facet_version_patch", "UA-FI 5.2.4"),
    ):
        box(page, t[group], label).focus()
        page.keyboard.press("Space")
        settled(page)
    expected = {
        one.id for one in PATCHES if (one.product, one.os) == ("ua-fi", "linux") and installable(one, "5.2.4")
    }
    assert set(ids(page)) == expected != {one.id for one in PATCHES if one.product == "ua-fi"}
    if address.startswith("http"):  # some browsers allow no history to a page from a folder
        for part in ("product=ua-fi", "os=linux", "version=ua-fi%2F5.2.4"):
            assert part in page.url
        assert set(ids(explore(pages().page, page.url))) == expected
    assert_quiet(visit, address)


@pytest.mark.parametrize("form", ["patch", "upgrade", "configuration"])
def test_kinds_are_told_apart(pages: Pages, server: str, form: str) -> None:
    page = explore(pages().page, hub(server, "en", f"?form={form}"))
    assert set(ids(page)) == {one.id for one in PATCHES if one.form == form} != set()


@pytest.mark.parametrize("version", ["5.2.0", "5.2.5", "5.3.1", "5.3.2"])
def test_a_release_finds_what_may_be_installed_on_it(pages: Pages, server: str, version: str) -> None:
    page = explore(pages().page, hub(server, "en", f"?product=ua-fi&version=ua-fi/{version}"))
    expected = {one.id for one in PATCHES if one.product == "ua-fi" and installable(one, version)}
    assert set(ids(page)) == expected


def owning(page: Page, kept: str) -> None:
    page.add_init_script(f"localStorage.setItem('kb-installations', {kept!r})")


@pytest.mark.parametrize("locale", LOCALES)
def test_one_s_own_operating_system_comes_first_and_is_said(
    pages: Pages, server: str, locale: Locale
) -> None:
    t = strings(locale)
    page = pages().page
    owning(page, "ua-fi/linux/5.2.4,ua-fi/linux/5.3.0,mapi/windows/5.2.0,nothing/linux/1")
    explore(page, hub(server, locale))
    found = ids(page)
    own = (("ua-fi", "linux", "5.2.4"), ("ua-fi", "linux", "5.3.0"), ("mapi", "windows", "5.2.0"))
    first = {one.id for one in PATCHES if fitting(own, one).keys() - {"behind"}}
    other = {one.id for one in PATCHES if (one.product, one.os) == ("ua-fi", "windows")}
    assert set(found) == {one.id for one in PATCHES}
    assert set(found[: len(first)]) == first
    names = ["UA-FI 5.2.4, Linux", "UA-FI 5.3.0, Linux", "MAPI 5.2.0, Windows"]
    whose = t["marks_for"].format(names=t["semicolon"].join(names))
    assert page.locator(".kb-whose").inner_text().startswith(whose)
    expect(page.locator(".kb-explorer .kb-note")).to_have_text(t["find_mine_first"])
    rows = page.locator(".kb-found tr", has=page.get_by_text(t["marks_short_other_system"], exact=True))
    assert set(rows.locator("code").all_inner_texts()) == other
    # Also where something else is asked for, or sorted by something else.
    explore(page, hub(server, locale, "?product=ua-fi&sort=id"))
    by_id = ids(page)
    ours = sorted(first & set(by_id))
    assert by_id == ours + sorted(set(by_id) - set(ours)) != sorted(by_id)
    page.get_by_label(t["find_only_mine"]).check()
    settled(page)
    assert ids(page) == ours


@pytest.mark.parametrize("kept", ["", "nothing/linux/1", "ua-fi/aix/5.2.4", "%E0%A4%A,,//"])
def test_without_installations_that_the_site_knows_nothing_is_said(
    pages: Pages, server: str, kept: str
) -> None:
    visit = pages()
    owning(visit.page, kept)
    page = explore(visit.page, hub(server, "en"))
    dates = page.locator(".kb-found time").evaluate_all("all => all.map((one) => one.dateTime)")
    assert dates == sorted(dates, reverse=True)
    assert page.locator(".kb-explorer .kb-note").count() == 0
    assert visit.errors == []


@pytest.mark.parametrize("locale", LOCALES)
def test_what_am_i_affected_keeps_is_what_comes_first(pages: Pages, server: str, locale: Locale) -> None:
    page = pages().page
    page.goto(f"{server}/{locale_root(locale)}anomalies/affected.html#ua-fi/linux/5.2.4")
    page.wait_for_selector(".kb-affected[data-answered='ua-fi/linux/5.2.4']")
    explore(page, hub(server, locale))
    first = VIEW.by_id[ids(page)[0]]
    assert isinstance(first, Patch)
    assert (first.product, first.os) == ("ua-fi", "linux")


@pytest.mark.parametrize("locale", LOCALES)
def test_checksum_and_commands_can_be_copied(pages: Pages, server: str, locale: Locale) -> None:
    t = strings(locale)
    page = pages(permissions=["clipboard-read", "clipboard-write"]).page
    page.goto(f"{server}/{locale_root(locale)}downloads/{WITH_FILE.id}.html")
    texts = page.locator(".kb-msgs code").all_inner_texts()
    assert texts[0] == WITH_FILE.sha256
    assert [next(tool for tool in ("sha256sum", "Get-FileHash", "certutil") if tool in text) for text in texts[1:]] in (
        ["sha256sum", "Get-FileHash", "certutil"],
        ["Get-FileHash", "certutil", "sha256sum"],
    )  # fmt: skip
    for n, text in enumerate(texts):
        button = page.locator(".kb-msgs button").nth(n)
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_text(t["copied"])
        assert page.evaluate("navigator.clipboard.readText()") == text


def test_the_file_that_is_downloaded_is_the_one_that_is_stated(
    pages: Pages, server: str, tmp_path: Path
) -> None:
    page = pages(accept_downloads=True).page
    page.goto(f"{server}/fr/downloads/{WITH_FILE.id}.html")
    with page.expect_download() as download:
        page.get_by_role("link", name=WITH_FILE.file).click()
    download.value.save_as(tmp_path / "file")
    data = (tmp_path / "file").read_bytes()
    assert (len(data), hashlib.sha256(data).hexdigest()) == (WITH_FILE.size, WITH_FILE.sha256)
    assert download.value.suggested_filename == WITH_FILE.file


@pytest.mark.parametrize("locale", LOCALES)
def test_the_list_of_checksums_is_where_the_page_says(pages: Pages, server: str, locale: Locale) -> None:
    page = pages(accept_downloads=True).page
    page.goto(hub(server, locale))
    with page.expect_download() as download:
        page.locator("a[href$=SHA256SUMS]").click()
    assert f"{WITH_FILE.sha256}  {WITH_FILE.file}\n" in Path(download.value.path()).read_text("utf-8")


@pytest.mark.parametrize("locale", LOCALES)
def test_without_scripts_the_list_is_whole(pages: Pages, address: str, locale: Locale) -> None:
    t = strings(locale)
    page = pages(java_script_enabled=False).page
    page.goto(hub(address, locale))
    expect(page.locator(".kb-explorer")).to_be_hidden()
    rows = page.locator(".kb-static tbody tr")
    shown = {row.locator(".kb-id").first.inner_text(): row.inner_text() for row in rows.all()}
    assert set(shown) == {one.id for one in PATCHES}
    for patch in PATCHES:
        assert t["installs_from"].format(version=patch.from_release) in shown[patch.id]
        assert all(one in shown[patch.id] for one in patch.requires)
        assert (t["on_request"] in shown[patch.id]) == (patch.size is None)
    text = page.locator("#one-licence").inner_text()
    assert text
    page.goto(f"{address}/{locale_root(locale)}downloads/{WITH_FILE.id}.html")
    expect(page.get_by_text(str(WITH_FILE.sha256), exact=True)).to_be_visible()


@pytest.mark.parametrize(("viewport", "locale"), [(DESKTOP, "en"), (PHONE, "fr"), (PHONE, "en")])
def test_the_download_space_is_accessible(
    pages: Pages, server: str, locale: Locale, viewport: tuple[int, int]
) -> None:
    page = pages(viewport=viewport).page
    owning(page, "ua-fi/windows/5.2.4")
    explore(page, hub(server, locale))
    assert violations_light_and_dark(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{server}/{locale_root(locale)}downloads/{WITH_FILE.id}.html")
    assert violations_light_and_dark(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


BROKEN = r"""chips => chips.flatMap(chip => {
    const text = chip.firstChild, range = document.createRange();
    return [...text.data.matchAll(/\S+/g)].filter(word => {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        return range.getClientRects().length > 1;
    }).map(word => word[0]);
})"""
"""Words that stand on two lines."""


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_no_word_of_a_chip_is_broken(
    reader: Reader, server: str, locale: Locale, viewport: tuple[int, int]
) -> None:
    page = reader(viewport).page
    page.set_viewport_size({"width": viewport[0], "height": viewport[1]})
    page.goto(f"{server}/{locale_root(locale)}downloads/product-ua-fi.html")
    chips = page.locator("td .kb-chip")
    assert chips.count() > 7
    assert chips.evaluate_all(BROKEN) == []
