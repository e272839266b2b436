"""What is not given to the Markdown parser is what it would have found nothing in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knownbase.check import prose, typography
from knownbase.model.locale import Locale

PIECES = (
    "a", "word", "9", " ", "  ", "\n", "\n\n", "\u00a0", "*", "**", "_", "`", "```", "\\", "!", "?", ":", " :", "**:", ";", "«", "»",
    "'", '"', "[", "](", "](u)", "]: ", "]", ")", "(", "<b>", "<", "<a@b.c>", "&nbsp;", "&#58;", "&#65;NO-0001", "ANO-0001", "FAQ-12345", "#", "##", "###", "-",
    "---", "===", ">", "- ", "> ", "1. ", "|", "|---|", "http://x.y", "é", "📬",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


@settings(max_examples=1000, deadline=None)
@given(texts)
def test_a_text_that_is_not_scanned_holds_no_markup(text: str) -> None:
    found = {spot.what for spot in prose.scan(text)} - {"id"}
    assert prose.has_markup(text) or not found


@settings(max_examples=1000, deadline=None)
@given(texts)
def test_the_source_holds_every_id_that_a_scan_finds(text: str) -> None:
    found = {spot.text for spot in prose.scan(text) if spot.what == "id"}
    assert found <= set(prose.ids_in_source(text))


@pytest.mark.parametrize("locale", ["en", "fr"])
@settings(max_examples=1000, deadline=None)
@given(text=texts)
def test_a_text_that_is_not_suspect_has_no_fault(locale: Locale, text: str) -> None:
    quick = list(typography.faults(text, locale))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typography, "is_suspect", lambda *_: True)
        assert quick == list(typography.faults(text, locale))


@pytest.mark.parametrize("depth", [prose.MAX_NESTING, prose.MAX_NESTING + 1])
@pytest.mark.parametrize("mark", [">", "> ", "- ", "1. "])
def test_depth_is_seen_where_it_is_refused(mark: str, depth: int) -> None:
    text = f"a\n\n{mark * depth}x"
    is_refused = depth > prose.MAX_NESTING
    assert any(spot.what == "deep" for spot in prose.scan(text)) == is_refused
    assert prose.has_markup(text) or not is_refused
    assert prose.has_markup(text.lstrip("a\n")) or not is_refused
