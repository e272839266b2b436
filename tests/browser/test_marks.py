"""Marks of the reader's own installations: everywhere what the catalogue says, and nothing for who has named none."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from accessibility import violations_light_and_dark
from browser.kinds import KINDS, assert_quiet
from chromium import DESKTOP, PHONE, Visit
from playwright.sync_api import Frame, Page, expect
from roots import REPOSITORY, catalogue_of

from knownbase.affected.installation import Installation, answers
from knownbase.model.entry import Entry, Faq, Patch
from knownbase.model.ids import page_path
from knownbase.model.locale import LOCALES, Locale
from knownbase.read.strings import strings
from knownbase.render.assemble import locale_root

Pages = Callable[..., Visit]
Own = tuple[str, str, str]

VIEW = catalogue_of(REPOSITORY).visible("public")
NAMES = {one.id: one.name for one in VIEW.taxonomy.products}
SYSTEMS = VIEW.taxonomy.os_names
VERDICTS = ("affected", "not_stated", "fixed", "not_affected")
"""In the order in which they matter."""
SHAPES = {"affected": "bad", "not_stated": "un", "fixed": "ok", "not_affected": "no"}
FITTING = {"fits": "ok", "system": "ok", "ahead": "un", "behind": "no"}
OWN: tuple[Own, ...] = (
    ("ua-fi", "linux", "5.2.4"),
    ("ua-fi", "windows", "5.3.1"),
    ("mailmax400", "windows", "5.2.1"),
)
ONE: tuple[Own, ...] = (("ua-fi", "linux", "5.2.4"),)
MARKS = """rows => rows.map(row => [
    row.querySelector("td.kb-id, .kb-id, code").textContent,
    [...row.querySelectorAll(".kb-yours")].map(one => [one.className.split("kb-").at(-1), one.textContent]),
])"""
IN_FRAMES = """urls => {
    const opened = async (url) => {
        const frame = Object.assign(document.createElement("iframe"), { src: url });
        document.body.append(frame);
        for (let n = 0; frame.contentDocument?.documentElement?.dataset.kbMarked === undefined; n++) {
            if (n > 3000) throw new Error(`${url} is not marked`);
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        const all = [...frame.contentDocument.querySelectorAll(".kb-mine > p:not(.kb-whose)")];
        const found = all.map((one) => [one.className.slice(3), one.textContent]);
        frame.remove();
        return found;
    };
    const found = [];
    const worker = async (from) => {
        for (let n = from; n < urls.length; n += 4) found[n] = await opened(urls[n]);
    };
    return Promise.all([0, 1, 2, 3].map(worker)).then(() => found);
}"""
"""What each of the pages says of the reader's installations; opened in frames, four at a time."""
MARKED = ":is(.kb-yours, .kb-whose, .kb-mine, .kb-only):not(.kb-report *)"
FRAMES = """urls => Promise.all(urls.map((src) => new Promise((loaded) => {
    const frame = Object.assign(document.createElement("iframe"), { src });
    frame.addEventListener("load", loaded);
    document.body.append(frame);
})))"""
"""Opens all of the pages side by side."""

Shown = dict[str, list[list[str]]]
"""Id → the class and the words of each of its marks."""


def name(one: Own) -> str:
    product, os, version = one
    return f"{NAMES[product]} {version}, {SYSTEMS[os]}"


def told(own: Iterable[Own], anomaly: str) -> dict[str, list[Own]]:
    """Verdict → installations, as the catalogue has it."""
    found: dict[str, list[Own]] = {}
    for one in own:
        product, os, version = one
        card = VIEW.cards[anomaly]
        for answer in answers(Installation(VIEW.taxonomy.product_by_id[product], os, version), [card]):
            found.setdefault(answer.verdict, []).append(one)
    return {verdict: found[verdict] for verdict in VERDICTS if verdict in found}


def fit(one: Own, patch: Patch) -> str:
    """What a patch for its operating system is to an installation, by the words of the model."""
    product, os, version = one
    known = VIEW.taxonomy.product_by_id[product]
    if version not in {release.version for release in known.shipped(os)}:
        return "system"
    order = known.order
    if order[version] < order[patch.from_release]:
        return "ahead"
    return "behind" if patch.to and order[patch.to] <= order[version] else "fits"


def fitting(own: Iterable[Own], patch: Patch) -> dict[str, list[Own]]:
    """What it is → to which installations on its operating system."""
    here = [one for one in own if one[:2] == (patch.product, patch.os)]
    found = {state: [one for one in here if fit(one, patch) == state] for state in FITTING}
    return {state: ones for state, ones in found.items() if ones}


def names(entry: Faq, own: Iterable[Own]) -> bool:
    """Whether it names the product of an installation on its operating system."""
    places = {
        (scope.product, os)
        for _, scope in entry.scopes()
        for os in (VIEW.taxonomy.product_by_id[scope.product].os if scope.os == "all" else scope.os)
    }
    return any(one[:2] in places for one in own)


def short(own: Iterable[Own], entry: Entry, locale: Locale) -> list[list[str]]:
    """The marks of an entry in a list: class and words."""
    t = strings(locale)
    if isinstance(entry, Faq):
        return [["ok", t["marks_about"]]] if names(entry, own) else []
    if isinstance(entry, Patch) and entry.product not in {one[0] for one in own}:
        return []
    verdicts = fitting(own, entry) if isinstance(entry, Patch) else told(own, entry.id)
    if isinstance(entry, Patch) and not verdicts:
        return [["no", t["marks_short_other_system"]]]
    whose = {
        verdict: f" ({t['semicolon'].join(map(name, ones))})" if len(verdicts) > 1 else ""
        for verdict, ones in verdicts.items()
    }
    return [[(SHAPES | FITTING)[one], t[f"marks_short_{one}"] + whose[one]] for one in verdicts]


def expected(own: Iterable[Own], entries: Iterable[Entry], locale: Locale) -> Shown:
    return {one.id: short(tuple(own), one, locale) for one in entries}


def keep(page: Page, root: str, own: Iterable[Own], locale: Locale = "en") -> None:
    """As a reader does: on the page that asks for installations."""
    address = ",".join("/".join(one) for one in own)
    page.goto(f"{root}/{locale_root(locale)}anomalies/affected.html#{address}")
    page.wait_for_selector(f'.kb-affected[data-answered="{address}"]')


def marked(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("html[data-kb-marked]")


def explored(page: Page, url: str) -> None:
    page.goto(url)
    settled(page)


def settled(page: Page | Frame) -> None:
    page.wait_for_function(
        "document.querySelector('.kb-explorer:not([hidden])')?.dataset.answered === location.search"
    )


def opened(page: Page, urls: list[str]) -> Iterator[Page | Frame]:
    """Each of the pages: from a server side by side in frames; each frame of a folder would be a process of its own."""
    if page.url.startswith("file:"):
        for url in urls:
            page.goto(url)
            yield page
    else:
        page.evaluate(FRAMES, urls)
        frames = page.frames[1:]
        assert [frame.url for frame in frames] == urls
        yield from frames


def rows(page: Page, selector: str) -> Shown:
    return dict(page.locator(selector).evaluate_all(MARKS))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_explorer_marks_every_anomaly_as_the_catalogue_does(
    pages: Pages, address: str, locale: Locale
) -> None:
    visit, t = pages(), strings(locale)
    page = visit.page
    keep(page, address, OWN, locale)
    explored(page, f"{address}/{locale_root(locale)}anomalies/index.html")
    wanted = expected(OWN, VIEW.anomalies, locale)
    assert rows(page, ".kb-found tbody tr") == wanted
    assert {words for marks in wanted.values() for _, words in marks}
    counts = {verdict: sum(verdict in told(OWN, one.id) for one in VIEW.anomalies) for verdict in VERDICTS}
    facet = page.get_by_role("group", name=t["find_facet_mine"])
    for verdict, count in counts.items():
        label = facet.locator("label", has=page.locator(f'[value="{verdict}"]'))
        assert label.inner_text().split("\n") == [t[f"marks_short_{verdict}"], str(count)]
    bar = page.locator(".kb-whose")
    assert bar.inner_text().startswith(t["marks_for"].format(names=t["semicolon"].join(map(name, OWN))))
    bar.get_by_role("link").click()
    page.wait_for_selector(".kb-affected[data-answered]")
    assert page.locator(".kb-answer").count() == len(OWN)
    assert_quiet(visit, address)


@pytest.mark.parametrize("locale", LOCALES)
def test_each_entry_says_what_it_means_for_the_reader(pages: Pages, server: str, locale: Locale) -> None:
    visit, t = pages(), strings(locale)
    page = visit.page
    keep(page, server, OWN)
    products = {one[0] for one in OWN}
    entries = [one for one in (*VIEW.anomalies, *VIEW.patches) if one.id not in VIEW.kept_for]
    urls = [f"{server}/{locale_root(locale)}{page_path(entry.id)}" for entry in entries]
    marked(page, urls[0])
    for entry, lines in zip(entries, page.evaluate(IN_FRAMES, urls), strict=True):
        if entry.kind == "patch":
            wanted = [
                [FITTING[state], t[f"marks_{state}"].format(product=NAMES[one[0]], os=SYSTEMS[one[1]], version=one[2])]
                for state, ones in fitting(OWN, entry).items()
                for one in ones
            ]  # fmt: skip
            other = "marks_other_system" if entry.product in products else "marks_other_patch"
            assert lines == (wanted or [["no", t[other]]]), entry.id
            continue
        about = {product for product, _ in VIEW.cards[entry.id].stated}
        assert lines == (
            [] if not about
            else [["no", t["marks_other_product"]]] if not about & products
            else [
                [SHAPES[verdict], t[f"marks_{verdict}"].format(product=NAMES[one[0]], os=SYSTEMS[one[1]], version=one[2])]
                for verdict, ones in told(OWN, entry.id).items()
                for one in ones
            ]
        ), entry.id  # fmt: skip
    assert_quiet(visit, server)


@pytest.mark.parametrize("locale", LOCALES)
def test_lists_are_marked_where_entries_stand_in_them(pages: Pages, address: str, locale: Locale) -> None:
    visit = pages()
    page = visit.page
    keep(page, address, ONE)
    root = f"{address}/{locale_root(locale)}"
    everything = expected(ONE, VIEW.entries, locale)
    for path, selector, least in (
        ("anomalies/product-ua-fi.html", "tbody tr", 20),
        ("anomalies/os-windows.html", "tbody tr", 20),
        ("downloads/index.html", ".kb-found tbody tr", len(VIEW.patches)),
        ("faq/index.html", ".kb-static .kb-list > li", len(VIEW.by_kind["faq"])),
        ("faq/index.html?q=message", ".kb-found tbody tr", 5),
        ("faq/category-connection.html", ".kb-list > li", 5),
        ("downloads/product-ua-fi.html", "tbody tr", 5),
        ("products/ua-fi.html", ".kb-list > li", 10),
        ("downloads/PAT-0004.html", ".kb-list > li", 10),
        ("anomalies/ANO-0005.html", ".kb-list > li:has(.kb-id:text-matches('[A-Z]'))", 5),
        ("index.html", ".kb-news > li", 8),
    ):
        marked(page, root + path)
        if "kb-found" in selector:
            settled(page)
        shown = rows(page, selector)
        assert len(shown) >= least, path
        assert shown == {one: everything[one] for one in shown}, path
    assert_quiet(visit, address)


def test_a_number_in_prose_stays_as_it_is(pages: Pages, server: str) -> None:
    page = pages().page
    keep(page, server, ONE)
    marked(page, f"{server}/anomalies/ANO-0005.html")
    assert page.locator(".kb-prose .kb-id").count() > 0
    assert page.locator(".kb-prose .kb-yours").count() == 0


@pytest.mark.parametrize("locale", LOCALES)
def test_what_a_search_finds_is_marked(pages: Pages, address: str, locale: Locale) -> None:
    visit = pages()
    page = visit.page
    own = (OWN[0], OWN[2])
    keep(page, address, own)
    page.goto(f"{address}/{locale_root(locale)}guides/index.html")
    everything = expected(own, VIEW.entries, locale)
    page.keyboard.press("/")
    seen: Shown = {}
    for words in ("5.2.5", "UA-FI", "message", "MAPI", "TLS"):
        page.locator(".kb-search input").fill(words)
        page.wait_for_selector(f'.kb-search input[data-answered="{words}"]')
        found = rows(page, ".kb-search-list a:has(code)")
        assert found, words
        seen |= found
    assert seen == {one: everything.get(one, []) for one in seen}
    assert {"affected", "fixed"} <= {one for entry in seen if entry[:3] == "ANO" for one in told(own, entry)}
    assert {"ok", "un", "no"} == {shape for one in seen if one[:3] == "PAT" for shape, _ in seen[one]}
    assert {1, 0} == {len(seen[one]) for one in seen if one[:3] == "FAQ"}
    assert_quiet(visit, address)


@pytest.mark.parametrize("locale", LOCALES)
def test_only_what_concerns_the_reader_by_keyboard(pages: Pages, server: str, locale: Locale) -> None:
    page, t = pages().page, strings(locale)
    keep(page, server, ONE)
    explored(page, f"{server}/{locale_root(locale)}anomalies/index.html")
    only = page.get_by_label(t["find_only_mine"])
    page.locator(".kb-explorer select").focus()
    page.keyboard.press("Tab")
    expect(only).to_be_focused()
    page.keyboard.press("Space")
    settled(page)
    wanted = {one.id for one in VIEW.anomalies if {"affected", "not_stated"} & told(ONE, one.id).keys()}
    assert set(rows(page, ".kb-found tbody tr")) == wanted
    assert 0 < len(wanted) < len(VIEW.anomalies)
    expect(only).to_be_checked()
    expect(only).to_be_focused()
    assert "mine=affected&mine=not_stated" in page.url
    page.get_by_role("button", name=t["find_remove"].format(label=t["marks_short_not_stated"])).click()
    settled(page)
    expect(only).not_to_be_checked()
    wanted = {one.id for one in VIEW.anomalies if "affected" in told(ONE, one.id)}
    assert set(rows(page, ".kb-found tbody tr")) == wanted
    page.go_back()
    settled(page)
    expect(only).to_be_checked()
    only.focus()
    page.keyboard.press("Space")
    settled(page)
    assert len(rows(page, ".kb-found tbody tr")) == len(VIEW.anomalies)
    assert "mine" not in page.url


@pytest.mark.parametrize("one", [("mapi", "windows", "5.2.6"), ("ua-fi", "linux", "5.2.4")], ids=str)
def test_questions_about_the_readers_own(pages: Pages, server: str, one: Own) -> None:
    """Also where others name the product on another system, and the system with another product."""
    page = pages().page
    keep(page, server, (one,))
    explored(page, f"{server}/faq/index.html")
    page.get_by_label(strings("en")["find_only_mine"]).check()
    settled(page)
    faqs = [entry for entry in VIEW.entries if isinstance(entry, Faq)]
    wanted = {entry.id for entry in faqs if not entry.scopes() or names(entry, (one,))}
    shown = rows(page, ".kb-found tbody tr")
    assert shown == {entry.id: short((one,), entry, "en") for entry in faqs if entry.id in wanted}
    assert 0 < len(wanted) < len(faqs)
    label = page.get_by_role("group", name=strings("en")["find_facet_mine"]).locator("label")
    assert label.inner_text().split("\n") == [strings("en")["marks_about"], str(len(wanted))]


@pytest.mark.parametrize("locale", LOCALES)
def test_patches_that_fit_the_release_by_facet(pages: Pages, server: str, locale: Locale) -> None:
    page, t = pages().page, strings(locale)
    keep(page, server, OWN, locale)
    explored(page, f"{server}/{locale_root(locale)}downloads/index.html")
    states = {one.id: fitting(OWN, one) for one in VIEW.patches}
    facet = page.get_by_role("group", name=t["find_facet_mine"])
    for state in FITTING:
        label = facet.locator("label", has=page.locator(f'[value="{state}"]'))
        count = sum(state in found for found in states.values())
        assert label.inner_text().split("\n") == [t[f"marks_short_{state}"], str(count)]
    facet.locator('[value="fits"]').check()
    settled(page)
    wanted = {one for one, found in states.items() if "fits" in found}
    assert set(rows(page, ".kb-found tbody tr")) == wanted
    page.get_by_label(t["find_only_mine"]).check()
    settled(page)
    wanted = {one for one, found in states.items() if found.keys() - {"behind"}}
    assert set(rows(page, ".kb-found tbody tr")) == wanted
    assert {"fits", "ahead", "behind"} <= {state for found in states.values() for state in found}


def test_for_a_reader_who_has_named_none_nothing_is_loaded_and_nothing_shown(
    pages: Pages, address: str
) -> None:
    locale: Locale = "fr" if address.startswith("file:") else "en"
    visit = pages()
    page = visit.page
    # Two pages ask what is installed.
    kinds = [kind for kind in KINDS if kind not in ("anomalies/affected.html", "sheets/ua-fi.html")]
    urls = [f"{address}/{locale_root(locale)}{kind}" for kind in kinds]
    page.goto(urls[0])
    for place in opened(page, urls):
        if place.locator("[data-kb-explorer]").count():
            settled(place)
        assert place.locator(MARKED).count() == 0, place.url
    page.goto(urls[-1])
    page.keyboard.press("/")
    page.locator(".kb-search input").fill("5.2.5")
    page.wait_for_selector('.kb-search input[data-answered="5.2.5"]')
    assert page.locator(MARKED).count() == 0
    assert [one for one in visit.requests if "/affected/" in one or "marks." in one] == []
    assert any(one.endswith("js/installations.js") for one in visit.requests)
    explored(page, f"{address}/{locale_root(locale)}anomalies/index.html?mine=affected")
    assert len(rows(page, ".kb-found tbody tr")) == len(VIEW.anomalies)
    assert "mine" not in page.url or address.startswith("file:")
    assert_quiet(visit, address)


def test_what_is_known_of_a_product_is_loaded_where_the_page_names_it(pages: Pages, server: str) -> None:
    visit = pages()
    page = visit.page
    keep(page, server, (("mapi", "windows", "5.2.1"), ("ua-fi", "linux", "5.2.4")))

    def loaded(path: str, waits: bool = True) -> set[str]:
        visit.requests.clear()
        (marked if waits else Page.goto)(page, f"{server}/{path}")
        page.wait_for_load_state("networkidle")
        return {one.partition("/affected/")[2] for one in visit.requests if "/affected/" in one}

    only_mapi = next(one.id for one in VIEW.anomalies if VIEW.cards[one.id].products == ("mapi",))
    article = loaded(f"anomalies/product-{VIEW.cards[only_mapi].products[0]}.html")
    assert article == {"engine.js", "texts/en.js", "mapi.js"}
    assert loaded("anomalies/product-ua-fi.html") == {"engine.js", "texts/en.js", "ua-fi.js"}
    assert loaded("anomalies/product-mailmax400.html") == {"engine.js", "texts/en.js"}
    assert loaded("services/hotline.html", waits=False) == set()


@pytest.mark.parametrize(
    "kept",
    [
        "nothing/amiga/1,ua-fi/amiga/5.2.4,__proto__/linux/1,constructor/name/x",
        "%E0%A4%A",
        "a/b,,/",
        "{}",
        ",",
    ],
)
def test_what_the_site_does_not_know_is_not_marked(pages: Pages, server: str, kept: str) -> None:
    visit = pages()
    page = visit.page
    page.add_init_script(f"localStorage.setItem('kb-installations', {kept!r})")
    for path in ("anomalies/ANO-0005.html", "downloads/index.html", "index.html"):
        page.goto(f"{server}/{path}")
        page.wait_for_load_state("networkidle")
        assert page.locator(".kb-yours, .kb-whose, .kb-mine").count() == 0
    explored(page, f"{server}/anomalies/index.html")
    assert page.locator(".kb-yours, .kb-whose, .kb-only").count() == 0
    assert_quiet(visit, server)


def test_about_a_release_that_is_not_known_nothing_is_stated(pages: Pages, server: str) -> None:
    visit = pages()
    page = visit.page
    keep(page, server, (("ua-fi", "linux", "9.9.9"),))
    explored(page, f"{server}/anomalies/index.html")
    shown = rows(page, ".kb-found tbody tr")
    assert shown == expected((("ua-fi", "linux", "9.9.9"),), VIEW.anomalies, "en")
    assert {words for marks in shown.values() for _, words in marks} == {"not stated for yours"}
    marked(page, f"{server}/anomalies/ANO-0005.html")
    expect(page.locator(".kb-mine .kb-un")).to_have_text("Not stated for your UA-FI 9.9.9 on Linux")
    assert_quiet(visit, server)


def test_storage_that_is_refused_shows_no_marks_and_no_fault(pages: Pages, server: str) -> None:
    visit = pages()
    page = visit.page
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })"
    )
    explored(page, f"{server}/anomalies/index.html")
    page.goto(f"{server}/anomalies/ANO-0005.html")
    page.wait_for_load_state("networkidle")
    assert page.locator(".kb-yours, .kb-whose").count() == 0
    assert [one for one in visit.errors if "refused" not in one] == []
    assert not any("/affected/" in one for one in visit.requests)


def test_a_file_that_cannot_be_read_costs_its_marks_only(pages: Pages, server: str) -> None:
    page = pages().page
    keep(page, server, OWN)
    page.route("**/affected/ua-fi.js", lambda route: route.abort())
    explored(page, f"{server}/anomalies/index.html")
    without = tuple(one for one in OWN if one[0] != "ua-fi")
    assert rows(page, ".kb-found tbody tr") == expected(without, VIEW.anomalies, "en")
    page.unroute("**/affected/ua-fi.js")
    page.route("**/marks.js", lambda route: route.abort())
    explored(page, f"{server}/anomalies/index.html")
    assert len(rows(page, ".kb-found tbody tr")) == len(VIEW.anomalies)
    assert page.locator(".kb-yours").count() == 0


def test_a_page_that_comes_back_as_it_was_left_follows_the_installations(pages: Pages, server: str) -> None:
    page = pages().page
    page.goto(f"{server}/anomalies/ANO-0005.html")
    page.evaluate("localStorage.setItem('kb-installations', 'ua-fi/linux/5.2.4')")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator(".kb-mine .kb-bad")).to_have_text("Affects your UA-FI 5.2.4 on Linux")


@pytest.mark.parametrize("locale", LOCALES)
def test_marks_are_words_on_paper_too(pages: Pages, server: str, locale: Locale) -> None:
    page, t = pages(color_scheme="dark").page, strings(locale)
    keep(page, server, ONE)
    marked(page, f"{server}/{locale_root(locale)}anomalies/ANO-0005.html")
    page.emulate_media(media="print")
    line = t["marks_affected"].format(product="UA-FI", version="5.2.4", os="Linux")
    expect(page.locator(".kb-mine .kb-bad")).to_have_text(line)
    expect(page.locator(".kb-mine .kb-bad")).to_be_visible()
    expect(page.locator(".kb-whose")).to_be_visible()
    expect(page.locator(".kb-whose a")).to_be_hidden()
    marked(page, f"{server}/{locale_root(locale)}downloads/product-ua-fi.html")
    expect(page.get_by_text(t["marks_short_fits"], exact=True).first).to_be_visible()


@pytest.mark.parametrize(
    ("size", "locale", "scheme"),
    [(DESKTOP, "en", "light"), (PHONE, "fr", "dark"), ((320, 640), "fr", "light")],
)
def test_marked_pages_are_accessible_and_fit(
    pages: Pages, server: str, locale: Locale, size: tuple[int, int], scheme: str
) -> None:
    page = pages(viewport=size, color_scheme=scheme).page

    def fits_and_is_accessible() -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        if size in (DESKTOP, PHONE):  # on the narrowest all is as on a telephone, but what does not fit
            assert violations_light_and_dark(page) == []

    keep(page, server, (*OWN, ("mapi", "windows", "5.2.6"), ("ua-fi", "linux", "9" * 60)))
    root = f"{server}/{locale_root(locale)}"
    for path in ("anomalies/ANO-0005.html", "downloads/PAT-0004.html", "downloads/index.html", "index.html"):
        marked(page, root + path)
        fits_and_is_accessible()
    explored(page, f"{root}anomalies/index.html?mine=affected")
    assert page.locator(".kb-found .kb-yours").count() > 0
    fits_and_is_accessible()
    page.keyboard.press("/")
    page.locator(".kb-search input").fill("UA-FI")
    page.wait_for_selector('.kb-search input[data-answered="UA-FI"]')
    assert page.locator(".kb-search .kb-yours").count() > 0
    fits_and_is_accessible()
