"""What is not given to the Markdown parser is what it would have found nothing in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownbase.check import prose, typography
from knownbase.model.locale import Locale

PIECES = (
    "a", "word", "9", " ", "  ", "\n", "\n\n", "\u00a0", "*", "**", "_", "`", "```", "\\", "!", "?", ":", ";", "«", "»",
    "'", '"', "[", "](", ")", "(", "<b>", "<", "&nbsp;", "&#58;", "&#65;NO-0001", "ANO-0001", "FAQ-12345", "#", "###", "-",
    "---", "===", ">", "- ", "> ", "1. ", "|", "|---|", "http://x.y", "é", "📬",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


@given(texts)
def test_a_text_that_is_not_scanned_holds_nothing(text: str) -> None:
    quick = prose.scan(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prose, "_telling", lambda _text: True)
        assert quick == prose.scan(text)


@pytest.mark.parametrize("locale", ["en", "fr"])
@given(text=texts)
def test_a_text_that_is_not_suspect_has_no_fault(locale: Locale, text: str) -> None:
    quick = list(typography.faults(text, locale))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typography, "_SUSPECT", dict.fromkeys(("en", "fr"), re.compile("")))
        assert quick == list(typography.faults(text, locale))


@pytest.mark.parametrize("depth", [prose.MAX_NESTING, prose.MAX_NESTING + 1])
@pytest.mark.parametrize("mark", [">", "> ", "- ", "1. "])
def test_depth_is_seen_where_it_is_refused(mark: str, depth: int) -> None:
    assert bool(prose.scan(f"{mark * depth}x").deep) == (depth > prose.MAX_NESTING)
