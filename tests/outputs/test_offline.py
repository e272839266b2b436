"""What a page of an offline copy has besides that of the site."""

import datetime as dt

import pytest

from knownbase.model.taxonomy import Product
from knownbase.model.text import Label
from knownbase.outputs.offline import offline_pages

DAY = dt.date(2026, 5, 1)
PRODUCT = Product(id="a-b", name="A & B <i>", summary=Label(en="x", fr="x"), os=())
SITE = "https://support.example/"
PAGE = b'<html><head></head><a href="../index.html">Home</a><a href="index.html">FAQ</a><footer>F</footer></html>'


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            "faq/index.html",
            'Offline copy of 1 May 2026. What has come since: <a href="https://support.example/index.html">'
            "https://support.example/</a>",
        ),
        (
            "fr/index.html",
            "Copie hors ligne du 1er mai 2026. Ce qui a paru depuis\u00a0: "
            '<a href="https://support.example/fr/index.html">https://support.example/fr/</a>',
        ),
    ],
)
def test_a_page_says_the_day_and_where_the_site_is(path: str, said: str) -> None:
    on_paper = said.partition(".")[0] + "."
    assert offline_pages(DAY, None, SITE).page(path, PAGE).decode() == (
        '<html><head></head><a href="../index.html?en">Home</a><a href="index.html">FAQ</a>'
        f'<footer>F<div class="kb-wrap"><p>{said}</p></div><p class="kb-printed">{on_paper}</p></footer></html>'
    )


def test_without_an_address_no_site_is_named_and_a_name_is_text() -> None:
    page = offline_pages(DAY, PRODUCT, "").page("x.html", b"<footer></footer>").decode()
    said = "Offline copy of 1 May 2026. It holds what concerns A &amp; B &lt;i&gt;."
    assert (
        page == f'<footer><div class="kb-wrap"><p>{said}</p></div><p class="kb-printed">{said}</p></footer>'
    )


def test_the_first_page_alone_has_the_script_of_the_language() -> None:
    pages = offline_pages(DAY, None, SITE)
    found = {
        path: b"<head><script>(() => {" in pages.page(path, PAGE)
        for path in ("index.html", "fr/index.html", "faq/index.html")
    }
    assert found == {"index.html": True, "fr/index.html": False, "faq/index.html": False}


def test_what_is_no_page_stays_as_it_is() -> None:
    data = b'<head></head> href="index.html" </footer>'
    assert offline_pages(DAY, None, SITE).page("index.js", data) == data
