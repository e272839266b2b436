"""Where an entry's page sends a reader whom it does not help."""

import re
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from roots import BASE, page_of, site_of

from knownbase.model.locale import LOCALES, Locale
from knownbase.render.affected import REPORT_PAGE
from knownbase.render.site import Site

SERVICES = "../services/index.html"


def way_on(entry_id: str, site: Site) -> tuple[str, str]:
    """URL and text of the last link beside the entry."""
    body = page_of(site.view.by_id[entry_id], site).body
    href, text = re.findall(r'<a href="([^"]+)">([^<]+)</a></p></aside>', body)[0]
    return unescape(href), unescape(text)


@pytest.mark.parametrize("locale", LOCALES)
def test_an_anomaly_leads_to_a_report_that_names_it(locale: Locale) -> None:
    plain = site_of(BASE, locale)
    site = replace(plain, pages=plain.pages | {REPORT_PAGE})
    several = several_systems = 0
    for entry in site.view.anomalies:
        href, text = way_on(entry.id, site)
        assert text == site.t("not_solved_report")
        path, query = urlsplit(href)[2:4]
        card = site.view.cards[entry.id]
        one = len(card.products) == 1
        several += not one
        several_systems += one and len(card.systems) > 1
        assert (path, parse_qs(query)) == (
            f"../{REPORT_PAGE}",
            {
                "about": [entry.id],
                "category": [card.category],
                **({"product": list(card.products)} if one else {}),
                **({"os": list(card.systems)} if one and len(card.systems) == 1 else {}),
            },
        )
    assert several
    assert several_systems
    for entry in (*site.view.patches, *site.view.by_kind["faq"]):
        assert way_on(entry.id, site) == (SERVICES, site.t("not_solved_link"))


def test_without_such_a_page_it_leads_where_other_entries_do() -> None:
    site = site_of(BASE, "en")
    assert {way_on(entry.id, site) for entry in site.view.anomalies} == {
        (SERVICES, site.t("not_solved_link"))
    }
