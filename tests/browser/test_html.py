"""Every page of the shipped site, as a parser reads it."""

from pathlib import Path

from site_html import pages_of, target


def test_every_page_says_what_it_is(site: Path) -> None:
    wrong = []
    for path, html in pages_of(site):
        french = path.startswith("fr/")
        said = {
            "lang": html.lang == ("fr" if french else "en"),
            "title": bool(html.title.strip()),
            "description": 0 < len(html.metas.get("description", "")) <= 160,
            "h1": html.headings == 1,
            "canonical": html.canonical == f"https://support.addonmail.example/{path}",
            "ids": len(html.ids) == len(set(html.ids)),
        }
        wrong += [f"{path}: {what}" for what, right in said.items() if not right]
    assert wrong == []


def test_every_link_leads_somewhere(site: Path) -> None:
    ids = {path: set(html.ids) for path, html in pages_of(site)}
    wrong = []
    for path, html in pages_of(site):
        for link in html.links:
            found = target(path, link)
            if found is None:
                continue
            file, fragment = found
            if not (site / file).is_file() or (fragment and fragment not in ids.get(file, set())):
                wrong.append(f"{path}: {link}")
    assert wrong == []


def test_every_page_exists_in_both_languages(site: Path) -> None:
    paths = {path for path, _ in pages_of(site)}
    french = {path.removeprefix("fr/") for path in paths if path.startswith("fr/")}
    assert {path for path in paths if not path.startswith("fr/")} ^ french == set()
