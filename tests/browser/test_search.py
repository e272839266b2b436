"""The search dialog, as a reader uses it: from a web server and from a folder, in both languages, by keyboard."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from accessibility import violations_light_and_dark
from browser.kinds import assert_quiet
from chromium import DESKTOP, PHONE, Visit
from playwright.sync_api import Page, expect

from knownbase.model.locale import LOCALES, Locale
from knownbase.read.strings import strings
from knownbase.render.assemble import locale_root

Pages = Callable[..., Visit]
DIALOG = "dialog.kb-search"
QUESTION = {"en": "firewall port p7", "fr": "port pare-feu p7"}
AWKWARD = [
    "<img src=x onerror=alert(1)>", "x" * 10_000, "(?:[a-z]+)*$ \\d{9} ^.*", "📬 🔥", "עברית العربية",
    "the of and", "le la les", "\ud800 lone", "../../etc/passwd", "%00 %E2%82", "' OR 1=1 --", "...",
]  # fmt: skip


def ask(page: Page, text: str, key: str = "/") -> None:
    """Opens the dialog by a key, types, and waits until the answer stands."""
    page.keyboard.press(key)
    box = page.locator(f"{DIALOG} input")
    box.fill(text)
    page.wait_for_function("document.querySelector('dialog.kb-search .kb-search-note') !== null")
    page.wait_for_function(
        """(text) => {
            const box = document.querySelector("dialog.kb-search input");
            const said = document.querySelector("dialog.kb-search [role=status]").textContent;
            return box.value === text && box.dataset.answered === text && (said !== "" || !text.trim());
        }""",
        arg=text,
    )


def options(page: Page) -> list[str]:
    return page.locator(f"{DIALOG} [role=option]").all_inner_texts()


@pytest.mark.parametrize("key", ["/", "Control+k"])
@pytest.mark.parametrize("locale", LOCALES)
def test_from_the_key_to_the_answer_without_a_mouse(
    pages: Pages, address: str, locale: Locale, key: str
) -> None:
    visit = pages()
    page, root = visit.page, f"{address}/{locale_root(locale)}"
    page.goto(f"{root}products/ua-fi.html")
    ask(page, QUESTION[locale], key)
    box = page.locator(f"{DIALOG} input")
    active = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert "FAQ-0001" in active.inner_text()
    assert (box.get_attribute("role"), box.get_attribute("aria-expanded")) == ("combobox", "true")
    page.keyboard.press("ArrowDown")
    assert "FAQ-0001" not in page.locator(f"{DIALOG} [aria-selected=true]").inner_text()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{root}faq/FAQ-0001.html")
    assert_quiet(visit, address)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ano17", "ANO-0017"),
        ("anomalie 17", "ANO-0017"),
        ("FAQ-0003", "FAQ-0003"),
        ("diagnostic 12", "12"),
        ("0x0001", "FAQ-0002"),
        ("boite au letres pleine", None),
        ("sumer-time chnage", "ANO-0002"),
        ("unrecognised-OR-name", None),
    ],
)
def test_ids_codes_and_slips_are_found(pages: Pages, server: str, text: str, first: str | None) -> None:
    page = pages().page
    page.goto(f"{server}/index.html")
    ask(page, text)
    found = options(page)
    assert found
    if first:
        assert first in found[0]


def test_the_dialog_gives_the_focus_back(pages: Pages, server: str) -> None:
    page = pages().page
    page.goto(f"{server}/faq/FAQ-0001.html")
    button = page.locator(".kb-header [data-kb-search]")
    button.focus()
    page.keyboard.press("Enter")
    page.locator(f"{DIALOG} input").type("mailbox")
    page.keyboard.press("Escape")
    expect(page.locator(DIALOG)).not_to_be_visible()
    assert button.evaluate("one => one === document.activeElement")


def test_what_is_typed_before_the_engine_is_there_is_answered(pages: Pages, server: str) -> None:
    page = pages().page
    page.route("**/search/engine.js", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.goto(f"{server}/index.html")
    page.keyboard.press("/")
    page.keyboard.type("firewall")
    expect(page.locator(f"{DIALOG} [role=option]").first).to_contain_text("FAQ-0001")


def test_recent_searches_are_offered_and_forgotten(pages: Pages, server: str) -> None:
    page = pages().page
    page.goto(f"{server}/index.html")
    ask(page, "firewall")
    page.keyboard.press("Enter")
    page.wait_for_url("**/FAQ-0001.html")
    page.keyboard.press("/")
    recent = page.locator(f"{DIALOG} [role=option]")
    expect(recent).to_have_text(["firewall"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(recent.first).to_contain_text("FAQ-0001")
    page.locator(f"{DIALOG} input").fill("")
    page.get_by_role("button", name=strings("en")["find_forget"]).click()
    expect(recent).to_have_count(0)
    assert page.evaluate("JSON.parse(localStorage.getItem('kb-recent-searches'))") == []


@pytest.mark.parametrize("keys", [("Alt+l", None), ("Alt+e", "en"), ("Alt+f", "fr")])
def test_link_and_replies_are_copied_by_keyboard(
    pages: Pages, server: str, keys: tuple[str, Locale | None]
) -> None:
    key, locale = keys
    page = pages(permissions=["clipboard-read", "clipboard-write"]).page
    page.goto(f"{server}/faq/FAQ-0002.html")
    ask(page, "ano-0005")
    page.keyboard.press(key)
    expect(page.locator(f"{DIALOG} [role=status]")).to_have_text(strings("en")["find_copied"])
    copied = page.evaluate("navigator.clipboard.readText()")
    if locale is None:
        assert copied == "https://support.addonmail.example/anomalies/ANO-0005.html"
        return
    t = strings(locale)
    lines = copied.splitlines()
    assert lines[0] == t["reply_hello"]
    assert t["reply_anomaly"] in lines
    assert any(line.startswith("ANO-0005 – ") for line in lines)
    assert f"https://support.addonmail.example/{locale_root(locale)}anomalies/ANO-0005.html" in lines
    assert lines[-1] == t["reply_bye"]


@pytest.mark.parametrize(
    ("locale", "text", "anchor"),
    [
        ("en", "I have no maintenance contract", "ask-no-maintenance"),
        ("en", "move to another operating system, licence", "ask-other-system"),
        ("fr", "contrat de maintenance", "ask-"),
        ("fr", "réponse un samedi ou la nuit", "ask-saturday"),
        ("fr", "acheté sans maintenance", "ask-no-maintenance"),
    ],
)
def test_a_question_on_the_contracts_leads_to_its_answer(
    pages: Pages, address: str, locale: Locale, text: str, anchor: str
) -> None:
    visit = pages(viewport=PHONE)
    page, root = visit.page, f"{address}/{locale_root(locale)}"
    page.goto(f"{root}index.html")
    ask(page, text)
    assert strings(locale)["find_relaxed"] not in page.locator(f"{DIALOG} .kb-search-note").inner_text()
    page.locator(f'{DIALOG} [role=option][href*="services/index.html#{anchor}"]').first.click()
    page.wait_for_url(f"{root}services/index.html#{anchor}**")
    row = page.locator("tr:target")
    expect(row).to_be_in_viewport()
    assert_quiet(visit, address)


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_found_says_so_and_offers_a_report(pages: Pages, server: str, locale: Locale) -> None:
    page, t = pages().page, strings(locale)
    page.goto(f"{server}/{locale_root(locale)}index.html")
    ask(page, "zzqqxx vvwwkk")
    assert t["find_nothing"] in page.locator(f"{DIALOG} .kb-search-note").inner_text()
    tell = page.get_by_role("link", name=t["find_report"])
    assert "summary=zzqqxx+vvwwkk" in (tell.get_attribute("href") or "")
    ask(page, "firewall zzqqxx", "Control+k")
    assert t["find_relaxed"] in page.locator(f"{DIALOG} .kb-search-note").inner_text()
    assert "FAQ-0001" in options(page)[0]


def test_awkward_questions_do_no_harm(pages: Pages, address: str) -> None:
    visit = pages()
    page = visit.page
    page.goto(f"{address}/index.html")
    for text in AWKWARD:
        page.keyboard.press("Control+k")
        page.evaluate(
            """(text) => {
                const box = document.querySelector("dialog.kb-search input");
                box.value = JSON.parse(text);
                box.dispatchEvent(new Event("input"));
            }""",
            '"\\ud800 lone"' if "\ud800" in text else json.dumps(text),
        )
        page.wait_for_timeout(150)
    ask(page, "firewall", "Control+k")
    assert "FAQ-0001" in options(page)[0]
    assert_quiet(visit, address)


def test_a_missing_part_of_the_index_is_told_and_the_rest_goes_on(
    pages: Pages, site: Path, tmp_path: Path, http_site: Callable[[Path], str]
) -> None:
    copy = shutil.copytree(site, tmp_path / "site")
    page = pages().page
    for file in (copy / "search" / "en").glob("d1-0.*"):
        file.unlink()
    page.goto(f"{http_site(copy)}/index.html")
    ask(page, "mailbox")
    assert options(page)
    assert not any("FAQ-0001" in one for one in options(page))
    for file in (copy / "search" / "en").glob("p*.js"):
        file.write_text(file.read_text("utf-8")[:200], "utf-8")
    page = pages().page  # nothing is cached there
    page.goto(f"{http_site(copy)}/index.html")
    ask(page, "mailbox")
    assert strings("en")["find_part_failed"] in page.locator(f"{DIALOG} .kb-search-note").inner_text()
    (copy / "search" / "engine.js").unlink()
    page = pages().page
    page.goto(f"{http_site(copy)}/index.html")
    page.keyboard.press("/")
    expect(page.locator(f"{DIALOG} [role=alert]")).to_have_text(strings("en")["find_failed"])


def test_an_address_that_is_not_found_is_searched_for(pages: Pages, server: str) -> None:
    page = pages().page
    page.goto(f"{server}/anomalies/firewall-port.html")
    page.locator("[data-kb-search]").first.click()
    expect(page.locator(f"{DIALOG} input")).to_have_value("firewall port")
    expect(page.locator(f"{DIALOG} [role=option]").first).to_contain_text("FAQ-0001")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("locale", LOCALES)
def test_the_dialog_is_accessible(
    pages: Pages, server: str, locale: Locale, viewport: tuple[int, int]
) -> None:
    page = pages(viewport=viewport).page
    page.goto(f"{server}/{locale_root(locale)}index.html")
    for text in ("mailbox", "", "zzqqxx"):
        ask(page, text, "Control+k")
        assert violations_light_and_dark(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_is_fetched_before_the_search_is_wanted(pages: Pages, server: str) -> None:
    visit = pages()
    visit.page.goto(f"{server}/index.html")
    visit.page.wait_for_timeout(200)
    assert [url for url in visit.requests if "/search/" in url] == []


def test_without_scripts_there_is_no_button(pages: Pages, server: str) -> None:
    page = pages(java_script_enabled=False).page
    page.goto(f"{server}/index.html")
    assert page.locator("[data-kb-search]:visible").count() == 0
