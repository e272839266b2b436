"""Questions on the contracts are found one by one, on the page on which they stand."""

import pytest
from roots import REPOSITORY, site_of

from knownbase.model.locale import LOCALES, Locale, other
from knownbase.render.contracts import CONTRACT_QUESTIONS, PAGE, contract_questions
from knownbase.render.documents import PageText, page_documents
from knownbase.render.site import Site
from knownbase.render.theme import page_texts
from knownbase.search.documents import Document

ARTICLE = "<article><h1>T</h1><p>x</p><!-- kb: contract-questions --></article>"


def found(site: Site, *paths: str) -> list[Document]:
    """Documents of pages with the slot, behind those of the pages themselves."""
    pages = page_texts(dict.fromkeys(paths, ARTICLE))
    return list(page_documents(site, pages))[len(paths) :]


@pytest.mark.parametrize("locale", LOCALES)
def test_each_question_is_a_document_that_leads_to_its_row(locale: Locale) -> None:
    site = site_of(REPOSITORY, locale)
    asked = site.taxonomy.contract_questions
    documents = found(site, "guides/which.html", PAGE)
    assert [one.title for one in documents] == [one.question.get(locale) for one in asked]
    assert [one.others for one in documents] == [(one.question.get(other(locale)),) for one in asked]
    assert [one.ordinal for one in documents] == list(range(2, 2 + len(asked)))
    html = contract_questions(site)
    for question, one in zip(asked, documents, strict=True):
        path, _, anchor = one.path.partition("#")
        assert path == PAGE
        assert f'<tr id="{anchor}">' in html
        names = [site.taxonomy.contract_by_id[id_].name.get(locale) for id_ in question.contracts]
        assert one.body == (
            f"{question.answer.get(locale)}\n"
            f"{site.t('contract')}{site.t('colon')}{', '.join(names) or site.t('contract_none')}"
        )
        assert one.chips == tuple(names)


def test_without_the_page_of_the_contracts_they_stand_where_the_slot_is() -> None:
    site = site_of(REPOSITORY, "en")
    assert {one.path.partition("#")[0] for one in found(site, "z.html", "b.html")} == {"b.html"}
    pages = {"a.html": PageText("a.html", "T", "x", ("contracts",)), PAGE: PageText(PAGE, "T", "x")}
    assert [one.path for one in page_documents(site, pages)] == ["a.html", PAGE]
    assert page_texts({PAGE: ARTICLE})[PAGE].slots == (CONTRACT_QUESTIONS,)
