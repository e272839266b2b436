""" "Am I affected?": what the page says against the catalogue, from a server and from a folder."""

import re
from collections.abc import Callable

import pytest
from accessibility import violations
from browser.kinds import assert_quiet
from chromium import DESKTOP, PHONE, Visit
from playwright.sync_api import Page, expect
from roots import REPOSITORY, catalogue_of

from knownbase.affected.installation import Answer, Installation, answers
from knownbase.affected.upgrade import change, way
from knownbase.model.locale import LOCALES, Locale
from knownbase.read.strings import strings
from knownbase.render.assemble import locale_root

Pages = Callable[..., Visit]
VIEW = catalogue_of(REPOSITORY).visible("public")
PAGE = "anomalies/affected.html"
EVERY = [
    (product.id, os, release.version)
    for product in VIEW.taxonomy.products
    for os in product.os
    for release in product.shipped(os)
]


ANSWERS = """async (asked) => {
    const form = document.querySelector(".kb-affected");
    const found = [];
    for (const one of asked) {
        location.hash = one;
        for (let n = 0; form.dataset.answered !== one; n++) {
            if (n > 3000) throw new Error(`${one} is not answered`);
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        const [answer, ...more] = document.querySelectorAll(".kb-answer");
        if (more.length) throw new Error(`${one} has several answers`);
        found.push([
            [...answer.querySelectorAll(":scope > .kb-list .kb-id")].map((id) => id.innerText),
            answer.querySelector("p.kb-verdict").innerText,
            [...document.querySelectorAll(".kb-fold summary")].map((summary) => summary.textContent),
        ]);
    }
    return found;
}"""
"""Ids of what affects it, the verdict, what is folded away: of each installation, as the address names them in turn."""


def address_of(root: str, locale: Locale, *installations: tuple[str, str, str]) -> str:
    asked = ",".join("/".join(one) for one in installations)
    return f"{root}/{locale_root(locale)}{PAGE}" + (f"#{asked}" if asked else "")


def ready(page: Page) -> Page:
    page.wait_for_selector(".kb-affected:not([hidden])[data-answered]")
    return page


def found(product: str, os: str, version: str) -> list[Answer]:
    return list(answers(Installation(VIEW.taxonomy.product_by_id[product], os, version), VIEW.cards.values()))


def listed(page: Page, section: int = 0) -> list[str]:
    """Ids of the anomalies that affect an installation."""
    return page.locator(".kb-answer").nth(section).locator(":scope > .kb-list .kb-id").all_inner_texts()


def count(key: str, number: int, locale: Locale) -> str:
    one = number == 1 or (number == 0 and locale == "fr")
    return strings(locale)[f"{key}_{'one' if one else 'many'}"].format(n=number)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_installation_gets_the_answer_of_the_catalogue(
    pages: Pages, server: str, locale: Locale
) -> None:
    visit = pages()
    visit.page.goto(address_of(server, locale, EVERY[0]))
    ready(visit.page)
    asked = ["/".join(chosen) for chosen in EVERY]
    for chosen, (ids, verdict, summaries) in zip(EVERY, visit.page.evaluate(ANSWERS, asked), strict=True):
        told = found(*chosen)
        affected = {one.anomaly for one in told if one.verdict == "affected"}
        assert set(ids) == affected, chosen
        expected = (
            count("affects_count", len(affected), locale) if affected else strings(locale)["affects_none"]
        )
        assert verdict.startswith(expected)
        for verdicts, key in (("fixed", "affects_fixed_count"), ("not_stated", "affects_unstated_count")):
            number = sum(one.verdict == verdicts for one in told)
            said = any(count(key, number, locale) in summary for summary in summaries)
            assert said == (number > 0), (chosen, verdicts)
    assert_quiet(visit, server)


def test_each_anomaly_says_what_mends_it(pages: Pages, server: str) -> None:
    chosen = ("ua-fi", "linux", "5.2.4")
    page = pages().page
    page.goto(address_of(server, "en", chosen))
    ready(page)
    for one in found(*chosen):
        if one.verdict == "affected":
            line = page.locator(
                ".kb-answer > .kb-list > li", has=page.get_by_text(one.anomaly, exact=True)
            ).locator("p")
            expect(line).to_contain_text(
                f"fixed in {one.fixes[0]}" if one.fixes
                else "fixed on Windows only" if one.elsewhere
                else "no fix has been published"
            )  # fmt: skip


def test_in_four_taps_from_home_to_the_patch_in_french_on_a_phone(pages: Pages, address: str) -> None:
    visit = pages(viewport=PHONE)
    page = visit.page
    page.goto(f"{address}/fr/index.html")
    page.get_by_role("link", name=re.compile("Suis-je concerné")).first.click()
    page.wait_for_selector(".kb-affected:not([hidden])")
    page.get_by_label("Produit").select_option("mailmax400")  # its only operating system is chosen with it
    page.get_by_label("Version", exact=True).select_option("5.2.0")
    page.get_by_role("button", name="Vérifier cette installation").click()
    page.wait_for_selector(".kb-answer")
    patch = page.locator(".kb-answer a", has_text=re.compile("PAT-"))
    expect(patch.first).to_be_visible()
    patch.first.click()
    expect(page.locator("h1")).to_contain_text("MailmaX.400")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_quiet(visit, address)


def test_by_keyboard_alone(pages: Pages, server: str) -> None:
    page = pages().page
    page.goto(address_of(server, "en"))
    page.wait_for_selector(".kb-affected:not([hidden])")
    page.get_by_label("Product").focus()
    page.keyboard.type("UA-FI")
    page.keyboard.press("Tab")
    page.keyboard.type("Linux")
    page.keyboard.press("Tab")
    page.keyboard.type("5.2.4")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="UA-FI 5.2.4 · Linux")).to_be_focused()


def test_installations_stay_and_go(pages: Pages, server: str) -> None:
    visit = pages()
    page = visit.page
    page.goto(
        address_of(
            server,
            "en",
            ("ua-fi", "linux", "5.2.4"),
            ("mapi", "windows", VIEW.taxonomy.product_by_id["mapi"].releases[0].version),
        )
    )
    ready(page)
    assert page.locator(".kb-answer").count() == 2
    page.goto(address_of(server, "fr"))  # no address: from the browser's own storage
    ready(page)
    assert page.locator(".kb-answer").count() == 2
    page.get_by_role("button", name=re.compile("Retirer.*UA-FI")).click()
    expect(page.locator(".kb-answer")).to_have_count(1)
    assert "ua-fi" not in page.url
    assert_quiet(visit, server)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_the_site_does_not_know_is_told(pages: Pages, server: str, locale: Locale) -> None:
    t = strings(locale)
    page = pages().page
    page.goto(
        address_of(server, locale, ("nothing", "amiga", "1"), ("ua-fi", "linux", "9.9.9")) + ",%E0%A4%A,a/b"
    )
    ready(page)
    expect(page.locator(".kb-affected > p")).to_contain_text("nothing amiga 1")
    expect(page.locator(".kb-answer")).to_have_count(1)
    expect(page.locator(".kb-answer")).to_contain_text(t["affects_unlisted"])
    assert listed(page) == []


def test_storage_that_is_refused_costs_nothing_but_the_keeping(pages: Pages, server: str) -> None:
    visit = pages()
    page = visit.page
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })"
    )
    page.goto(address_of(server, "en", ("ua-fi", "linux", "5.2.4")))
    ready(page)
    expect(page.locator(".kb-affected > p")).to_contain_text("This browser keeps nothing")
    assert listed(page)


def test_what_an_upgrade_changes(pages: Pages, server: str) -> None:
    old, new = "5.2.4", "5.3.1"
    product = VIEW.taxonomy.product_by_id["ua-fi"]
    before, after = (Installation(product, "windows", version) for version in (old, new))
    cards = list(VIEW.cards.values())
    told, steps = change(before, after, cards), way(before, new, cards)
    page = pages().page
    page.goto(address_of(server, "en", ("ua-fi", "windows", old)))
    ready(page)
    page.get_by_text("What does upgrading change?").click()
    page.get_by_label("Upgrade to").select_option(new)
    place = page.locator(".kb-upgrade [aria-live]")
    expect(place.locator("h3").last).to_be_visible()
    for name, key in (
        ("fixed", "upgrade_fixed"),
        ("still", "upgrade_still"),
        ("introduced", "upgrade_introduced"),
    ):
        heading = f"{strings('en')[key]} ({len(getattr(told, name))})"
        expect(place.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    assert set(place.locator("ul .kb-id").all_inner_texts()) == {
        *told.fixed,
        *told.still,
        *told.introduced,
        *told.unsure,
    }
    assert place.locator("ol li").count() == len(steps or ())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("size", "locale"), [(DESKTOP, "en"), (PHONE, "fr")])
def test_the_answers_are_accessible(
    pages: Pages, server: str, locale: Locale, size: tuple[int, int], scheme: str
) -> None:
    page = pages(viewport=size, color_scheme=scheme).page
    page.goto(address_of(server, locale, ("ua-fi", "linux", "5.2.4"), ("ua-fi", "linux", "9.9")))
    ready(page)
    for summary in page.locator(".kb-fold summary").all():
        summary.click()
    assert violations(page) == []


def test_without_scripts_the_products_are_there(pages: Pages, server: str) -> None:
    page = pages(java_script_enabled=False).page
    page.goto(address_of(server, "en"))
    names = page.locator(".kb-static a").all_inner_texts()
    assert names == [one.name for one in VIEW.taxonomy.products]
