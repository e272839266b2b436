"""The page that reports an anomaly: what is known already, the message, the draft; from a server and from a folder."""

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from accessibility import violations
from browser.kinds import assert_quiet
from chromium import DESKTOP, PHONE, Visit
from playwright.sync_api import Page, expect
from roots import REPOSITORY, catalogue_of

from knownbase.model.locale import LOCALES, Locale
from knownbase.read.strings import strings
from knownbase.render.assemble import locale_root

Pages = Callable[..., Visit]
TAXONOMY = catalogue_of(REPOSITORY).visible("public").taxonomy
PAGE = "anomalies/report.html"
REFUSED = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })"
TYPED: dict[Locale, tuple[str, str]] = {
    "en": ("file name with accents", "arrives with question marks"),
    "fr": ("nom de fichier accentué", "arrive avec des points d’interrogation"),
}


def opened(page: Page, root: str, locale: Locale, query: str = "") -> Page:
    page.goto(f"{root}/{locale_root(locale)}{PAGE}{query}")
    page.wait_for_selector(".kb-report:not([hidden])")
    return page


def typed(page: Page, summary: str, symptom: str = "") -> None:
    page.locator("[name=summary]").fill(summary)
    page.locator("[name=symptom]").fill(symptom)
    page.wait_for_function(
        "text => document.querySelector('.kb-report').dataset.answered === text",
        arg=f"{summary} {symptom}".strip(),
    )


def offered(page: Page) -> list[str]:
    return page.locator("[data-known] .kb-id").all_inner_texts()


def said(page: Page, what: str) -> str:
    return page.locator(f"[data-{what}]").text_content() or ""


def lines(page: Page) -> list[str]:
    return said(page, "body").rstrip("\n").split("\n")


def label(name: str, locale: Locale) -> str:
    return strings(locale)[f"report_{name}"]


@pytest.mark.parametrize("locale", LOCALES)
def test_typing_brings_what_is_known_of_the_product_first(pages: Pages, address: str, locale: Locale) -> None:
    visit = pages(viewport=PHONE)
    page = opened(visit.page, address, locale, "?product=ua-fi&os=windows&version=5.2.4")
    typed(page, *TYPED[locale])
    assert offered(page)[0] == "ANO-0006"
    assert len(offered(page)) <= 5
    found = page.locator("[data-known] a").first
    expect(page.locator("[data-status]")).to_have_text(
        strings(locale)["report_known_found_many"].format(n=len(offered(page)))
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found.click()
    expect(page.locator(".kb-meta .kb-id").first).to_have_text("ANO-0006")
    assert_quiet(visit, address)


def test_another_product_brings_its_own_first(pages: Pages, server: str) -> None:
    page = opened(pages().page, server, "en")
    first = {}
    for product in ("ua-fi", "mailmax400"):
        page.locator("[name=product]").select_option(product)
        typed(page, "message")
        page.wait_for_function("document.querySelectorAll('[data-known] li').length > 0")
        typed(page, "message trace")
        typed(page, "message")
        first[product] = page.locator("[data-known] .kb-quiet").first.inner_text()
    assert first["ua-fi"].startswith("UA-FI ")
    assert first["mailmax400"].startswith("MailmaX.400 ")


def test_what_nobody_knows_is_said(pages: Pages, server: str) -> None:
    page = opened(pages().page, server, "en")
    typed(page, "zzxqkv")
    expect(page.locator("[data-status]")).to_have_text(strings("en")["report_known_none"])
    assert offered(page) == []
    typed(page, "")
    expect(page.locator("[data-status]")).to_have_text(strings("en")["report_known_hint"])


@pytest.mark.parametrize("locale", LOCALES)
def test_the_message_holds_everything(pages: Pages, server: str, locale: Locale) -> None:
    page = opened(pages(viewport=PHONE).page, server, locale)
    page.locator("[name=product]").select_option("ua-fi")
    page.locator("[name=os]").select_option("linux")
    page.locator("[name=version]").fill("5.2.3")
    typed(page, "zzxqkv", "Exact message 0x80040115\nsecond line")
    page.locator("[name=category][value=C]").check()
    category = TAXONOMY.anomaly_category_by_id["C"]
    note = page.locator("[data-category=C]")
    expect(note).to_contain_text(category.next.get(locale))
    note.get_by_label(category.evidence[3].get(locale)).check()
    for name in ("steps", "expected", "since", "traces", "company", "name", "email", "phone", "contract"):
        page.locator(f"textarea[name={name}], input[name={name}]").fill(f"my {name} & <b>é</b>")
    page.get_by_label(TAXONOMY.impacts[1].label.get(locale)).check()
    seen = offered(page)
    colon = strings(locale)["colon"]

    assert said(page, "subject") == {
        "en": "[UA-FI 5.2.3 Linux] category C: zzxqkv",
        "fr": "[UA-FI 5.2.3 Linux] catégorie C\u00a0: zzxqkv",
    }[locale]  # fmt: skip
    evidence = [
        f"- {label('evidence_have' if n == 3 else 'evidence_later', locale)}{colon}{one.get(locale)}"
        for n, one in enumerate(category.evidence)
    ]

    def line(name: str, value: str = "") -> str:
        return f"{label(name, locale)}{colon}{value or f'my {name} & <b>é</b>'}"

    def block(name: str, *value: str) -> list[str]:
        return ["", line(name, " ").rstrip(" "), *(value or [f"my {name} & <b>é</b>"])]

    assert category.request is not None
    assert lines(page) == [
        line("product", "UA-FI"),
        line("os", "Linux"),
        line("version", "5.2.3"),
        line("category", f"C – {category.label.get(locale)}"),
        line("summary", "zzxqkv"),
        *block("symptom", "Exact message 0x80040115", "second line"),
        *block("steps"),
        *block("expected"),
        *block("since"),
        "",
        line("impact", TAXONOMY.impacts[1].label.get(locale)),
        *block("evidence", *evidence),
        *block("traces"),
        "",
        *([line("seen", ", ".join(seen))] if seen else []),
        *(line(name) for name in ("company", "name", "email", "phone", "contract")),
        "",
        category.request.get(locale),
    ]  # fmt: skip
    expect(page.locator("[data-missing]")).to_be_hidden()


def test_what_is_missing_is_named(pages: Pages, server: str) -> None:
    page = opened(pages().page, server, "en", "?product=mapi")
    t = strings("en")
    named = (t[f"report_{one}"] for one in ("version", "symptom", "steps", "company", "name"))
    expect(page.locator("[data-missing]")).to_have_text(t["report_missing"].format(names=" · ".join(named)))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_short_message_opens_a_mail_program_and_a_long_one_is_copied(
    pages: Pages, server: str, locale: Locale
) -> None:
    visit = pages(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    page = opened(visit.page, server, locale, "?product=ua-fi&os=windows&version=5.2.4&category=B")
    typed(page, "é & é")  # waits: what is known already comes into the message a little later
    link, long = page.locator("[data-mailto]"), page.locator("[data-long]")
    address = urlsplit(link.get_attribute("href") or "")
    asked = parse_qs(address.query)
    assert (address.scheme, address.path) == ("mailto", TAXONOMY.site.mail)
    assert asked["subject"] == [said(page, "subject")]
    assert asked["body"][0].replace("\r\n", "\n") == said(page, "body")
    expect(long).to_be_hidden()

    page.locator("[name=steps]").fill("é" * 400)
    expect(link).to_be_hidden()
    expect(long).to_be_visible()
    page.locator("[data-copy=body]").click()
    expect(page.locator("[data-done]")).to_have_text(strings(locale)["report_copied"])
    assert page.evaluate("navigator.clipboard.readText()") == said(page, "body")
    page.locator("[data-copy=subject]").click()
    assert page.evaluate("navigator.clipboard.readText()") == said(page, "subject")

    page.locator("[name=steps]").fill("")
    expect(link).to_be_visible()
    expect(long).to_be_hidden()
    assert_quiet(visit, server)


def test_a_draft_stays_until_it_is_cleared(pages: Pages, server: str) -> None:
    page = opened(pages().page, server, "en", "?product=ua-fi&os=linux&version=5.3.0")
    page.locator("[name=steps]").fill("one, two")
    page.locator("[name=category][value=C]").check()
    page.locator("[name='evidence-C'][value='2']").check()
    page.locator("[name=impact][value=security]").check()
    message = said(page, "body")
    assert "5.3.0" in message
    assert urlsplit(page.url).query == "", "the address would undo what is changed"
    opened(page, server, "en")
    assert said(page, "body") == message
    opened(page, server, "fr")
    assert page.locator("[name='evidence-C']:checked").get_attribute("value") == "2"
    assert page.locator("[name=os]").input_value() == "linux"
    page.locator("[data-clear]").click()
    expect(page.locator("[name=product]")).to_be_focused()
    assert page.evaluate("localStorage.getItem('kb-report')") is None
    opened(page, server, "en")
    assert lines(page) == ["Category, as a guess: to be decided"]


def test_a_damaged_draft_is_no_draft(pages: Pages, server: str) -> None:
    visit = pages()
    opened(visit.page, server, "en")
    for draft in ("{", "3", '{"product": "nothing", "category": 7, "impact": "x", "os": [], "steps": 5}'):
        visit.page.evaluate("text => localStorage.setItem('kb-report', text)", draft)
        opened(visit.page, server, "en")
        assert visit.page.locator("[name=product]").input_value() == ""
        assert said(visit.page, "body").startswith("Category, as a guess: to be decided")
    assert_quiet(visit, server)


def test_refused_storage_costs_nothing_but_the_draft(pages: Pages, server: str) -> None:
    visit = pages()
    visit.page.add_init_script(REFUSED)
    page = opened(visit.page, server, "en", "?product=ua-fi&os=windows&version=5.2.4")
    typed(page, *TYPED["en"])
    assert offered(page)[0] == "ANO-0006"
    assert said(page, "kept") == strings("en")["report_not_kept"]
    assert "product=ua-fi" in page.url, "nothing else holds it"
    page.locator("[data-clear]").click()
    assert page.locator("[name=summary]").input_value() == ""
    assert_quiet(visit, server)


def test_from_an_installation_to_its_report(pages: Pages, address: str) -> None:
    visit = pages(viewport=PHONE)
    page = visit.page
    page.goto(f"{address}/anomalies/affected.html#ua-fi/linux/5.2.4,mailmax400/windows/5.2.1")
    page.wait_for_selector(".kb-affected:not([hidden])[data-answered]")
    page.locator(".kb-answer").nth(1).get_by_text(strings("en")["affects_report"]).click()
    page.wait_for_selector(".kb-report:not([hidden])")
    assert said(page, "subject") == "[MailmaX.400 5.2.1 Windows] category to be decided:"
    page.get_by_role("button", name=re.compile("UA-FI 5.2.4 · Linux")).click()
    assert said(page, "subject") == "[UA-FI 5.2.4 Linux] category to be decided:"
    page.evaluate("localStorage.removeItem('kb-report')")
    opened(page, address, "fr")
    assert said(page, "subject").startswith("[UA-FI 5.2.4 Linux]"), "the first of one's own installations"
    assert_quiet(visit, address)


def test_releases_follow_product_and_system(pages: Pages, server: str) -> None:
    page = opened(pages().page, server, "en")
    product = TAXONOMY.product_by_id["ua-fi"]
    page.locator("[name=product]").select_option("ua-fi")
    page.locator("[name=os]").select_option("linux")
    listed = page.locator("datalist option").evaluate_all("all => all.map(one => one.value)")
    assert listed == [one.version for one in reversed(product.shipped("linux"))]
    page.locator("[name=product]").select_option("mapi")
    assert page.locator("[name=os]").input_value() == "windows", "its only one"


def test_by_keyboard_alone(pages: Pages, server: str) -> None:
    page = opened(pages().page, server, "en")
    page.locator("[name=product]").focus()
    page.keyboard.type("UA-FI")
    page.keyboard.press("Tab")
    page.keyboard.type("Windows")
    page.keyboard.press("Tab")
    page.keyboard.type("5.2.4")
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "document.activeElement.name || Object.keys(document.activeElement.dataset)[0] || ''"
        )
        names.append(name)
        if name == "category":
            page.keyboard.press("ArrowDown")
            assert page.evaluate("document.activeElement.value") == "A"
        if name == "clear":
            break
    order = [
        "summary",
        "symptom",
        "category",
        "steps",
        "expected",
        "since",
        "impact",
        "traces",
        "company",
        "mailto",
    ]
    assert [name for name in dict.fromkeys(names) if name in order] == order
    assert names[-1] == "clear"
    assert said(page, "subject") == "[UA-FI 5.2.4 Windows] category A:"
    page.keyboard.press("Enter")
    expect(page.locator("[name=product]")).to_be_focused()
    assert said(page, "subject") == "[product to be named] category to be decided:"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("size", "locale"), [(DESKTOP, "en"), (PHONE, "fr")])
def test_the_filled_form_is_accessible(
    pages: Pages, server: str, locale: Locale, size: tuple[int, int], scheme: str
) -> None:
    page = opened(
        pages(viewport=size, color_scheme=scheme).page, server, locale, "?product=ua-fi&os=windows&category=C"
    )
    typed(page, *TYPED[locale])
    page.locator("[name=steps]").fill("x" * 2000)
    assert violations(page) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_without_scripts_there_is_a_text_to_copy(pages: Pages, server: str, locale: Locale) -> None:
    page = pages(java_script_enabled=False).page
    page.goto(f"{server}/{locale_root(locale)}{PAGE}")
    assert not page.locator(".kb-report").is_visible()
    place = page.locator(".kb-static")
    assert str(TAXONOMY.site.mail) in place.inner_text()
    text = place.locator("code").inner_text()
    for name in ("subject_label", "product", "version", "category", "symptom", "steps", "traces", "contract"):
        assert re.search(rf"(?m)^{re.escape(label(name, locale))}\s?:", text), name


def test_an_index_that_is_gone_leaves_the_report(pages: Pages, server: str) -> None:
    page = pages().page
    page.route("**/search/en/**", lambda route: route.abort())
    opened(page, server, "en", "?product=ua-fi&os=windows&version=5.2.4")
    typed(page, "file name")
    expect(page.locator("[data-status]")).to_have_text(strings("en")["report_known_failed"])
    assert said(page, "subject") == "[UA-FI 5.2.4 Windows] category to be decided: file name"


def test_the_page_says_nothing_of_entries_by_itself(pages: Pages, server: str) -> None:
    """What it knows is of the taxonomy only; anomalies come from the index of the audience."""
    page = opened(pages().page, server, "en")
    known = json.loads(page.locator(".kb-report script").text_content() or "")
    assert re.findall(r"(?:ANO|FAQ|PAT)-\d+", json.dumps(known)) == []
