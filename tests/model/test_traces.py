"""Codes are found by their traces as they are found without."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roots import REPOSITORY, catalogue_of

from knownbase.model.codes import CodeIndex
from knownbase.model.taxonomy import Code, CodeFamily, Taxonomy
from knownbase.model.text import Label
from knownbase.model.traces import Traces

LABEL = Label(en="a", fr="b")
SHIPPED = catalogue_of(REPOSITORY).taxonomy
NAMES = ("busy", "Kiss", "line-too-long", "Ünwell-ß-fit", "é-ÉTÉ", "no route", "half-a loaf", "été", "a`b")
WORDS = ("reason", "Raison", "problème de bind", "Maß", "cause é")
ODD = SHIPPED.model_copy(
    update={
        "code_families": (
            CodeFamily(
                id="odd",
                name=LABEL,
                standard="x",
                about=LABEL,
                written=WORDS,
                codes=tuple(
                    Code(number=n, name=name, meaning=LABEL, remedy=LABEL)
                    for n, name in enumerate(NAMES)  # type: ignore[arg-type]
                ),
            ),
        )
    }
)
PIECES = (
    *(words for family in SHIPPED.code_families for words in family.written),
    *NAMES, *WORDS, *(name.upper() for name in (*NAMES, *WORDS)), "bind problem", "unrecognised-OR-name", "loop-detected", "BUSY",
    "\u212aiſſ", "kıſs", "reaſon", "lıne-too-long", " ", "\n", "\u00a0", "\u202f", "`", "``", "-", "_", ".", "/", "0", "1", "2", "3 ", "12", "word", "œ", "ß",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)


class Everywhere(Traces):
    """Sends every text to the slow search."""

    def of(self, text: str) -> tuple[bool, bool, bool]:
        return True, True, True


def _slow(taxonomy: Taxonomy) -> CodeIndex:
    index = CodeIndex(taxonomy)
    index.__dict__["_traces"] = Everywhere([], [])
    return index


INDEXES = {
    "shipped": (CodeIndex(SHIPPED), _slow(SHIPPED)),
    "odd": (CodeIndex(ODD), _slow(ODD)),
}


@pytest.mark.parametrize("taxonomy", INDEXES)
@settings(max_examples=1000, deadline=None)
@given(ones=st.lists(texts, max_size=3), errors=st.lists(texts, max_size=1))
def test_a_text_without_a_trace_names_no_code(taxonomy: str, ones: list[str], errors: list[str]) -> None:
    quick, slow = INDEXES[taxonomy]
    assert _found(quick, ones, errors) == _found(slow, ones, errors)


def _found(index: CodeIndex, ones: list[str], errors: list[str]) -> object:
    try:
        return [ref.key for ref in index.named_in(ones, errors)]
    except KeyError as error:  # a dotless i that a pattern takes for an i
        return repr(error)
