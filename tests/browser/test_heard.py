"""What a screen reader is told on the way from the home page to the verdict: Chromium's own accessibility tree."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser.kinds import assert_quiet
from chromium import PHONE, Visit
from playwright.sync_api import Page

from knownbase.model.locale import LOCALES, Locale
from knownbase.read.strings import strings
from knownbase.render.assemble import locale_root

Pages = Callable[..., Visit]
LANDMARKS = ("banner", "navigation", "main", "region", "contentinfo")
CHOSEN = ("mailmax400", "5.2.0")


def nodes(page: Page) -> list[dict[str, Any]]:
    """What is not ignored, in the order in which it is read: role, name, description, and properties by name."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    found = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {one["nodeId"]: one for one in found}

    def read(one: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if not one["ignored"]:
            said = {key: one.get(key, {}).get("value", "") for key in ("role", "name", "description")}
            yield said | {each["name"]: each["value"].get("value") for each in one.get("properties", [])}
        for child in one.get("childIds", []):
            if child in by_id:
                yield from read(by_id[child])

    return list(read(found[0]))


def told(found: list[dict[str, Any]], *roles: str) -> list[tuple[str, str]]:
    return [(one["role"], one["name"]) for one in found if one["role"] in roles]


@pytest.mark.parametrize("locale", LOCALES)
def test_from_home_to_the_verdict(pages: Pages, folder: str, locale: Locale) -> None:
    t, visit = strings(locale), pages(viewport=PHONE)
    page = visit.page
    page.goto(f"{folder}/{locale_root(locale)}index.html")
    page.wait_for_selector(".kb-find:not([hidden])")
    home = nodes(page)
    assert [role for role, _ in told(home, *LANDMARKS)] == ["banner", "main", "contentinfo", "navigation"]
    assert next(one["level"] for one in home if one["role"] == "heading") == 1
    buttons = told(home, "button")
    assert ("button", t["menu"]) in buttons
    assert [name for _, name in told(home, "button", "link", "radio", "combobox") if not name.strip()] == []
    page.get_by_role("link", name=t["affects_title"]).first.click()
    page.wait_for_selector(".kb-affected:not([hidden])")

    asking = nodes(page)
    fields = [one for one in asking if one["role"] == "combobox"]
    assert [one["name"] for one in fields] == [t["affects_product"], t["affects_os"], t["affects_version"]]
    assert [one["invalid"] for one in fields] == ["false"] * 3, "nothing is wrong before it is asked for"
    page.get_by_role("button", name=t["affects_add"]).click()
    wrong = [one["invalid"] for one in nodes(page) if one["role"] == "combobox"]
    assert wrong == ["true"] * 3
    product, version = CHOSEN
    page.get_by_label(t["affects_product"]).select_option(product)
    page.get_by_label(t["affects_version"], exact=True).select_option(version)
    page.get_by_role("button", name=t["affects_add"]).click()
    page.wait_for_function("document.activeElement.matches('.kb-answer h2')")

    answer = nodes(page)
    (heading,) = [one for one in answer if one.get("focused") and one["role"] == "heading"]
    verdict = page.locator(".kb-answer p.kb-verdict").text_content()
    assert heading["name"] == f"MailmaX.400 {version} · Windows"
    assert heading["description"] == verdict
    assert ("region", heading["name"]) in told(answer, "region")
    links = told(answer[answer.index(heading) :], "link")
    around = [name for _, name in links if name.startswith(t["workaround"])]
    assert len(around) > 3
    assert len(set(around)) == len(around), "each says which anomaly it is about"
    assert [one["name"] for one in answer if "▲" in one["name"] or "→" in one["name"]] == []
    assert_quiet(visit, folder)


def test_where_the_search_and_the_explorer_speak(pages: Pages, server: str) -> None:
    """Counts are said by live regions that were there before they had something to say."""
    page = pages(viewport=PHONE).page
    page.goto(f"{server}/fr/anomalies/index.html")
    page.wait_for_selector(".kb-explorer:not([hidden])")
    live = [one for one in nodes(page) if one["role"] == "status"]
    assert [one["live"] for one in live] == ["polite"] * len(live)
    assert len(live) == 2, "the explorer's count, and what the tools of the page say"
    count = page.locator(".kb-count").text_content()
    page.get_by_label(strings("fr")["find_words"]).fill("accent")
    page.wait_for_function(
        "(before) => document.querySelector('.kb-count').textContent !== before", arg=count
    )
    assert page.locator(".kb-count").get_attribute("role") == "status"
