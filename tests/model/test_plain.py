"""Prose on one line."""

import re

from hypothesis import given
from hypothesis import strategies as st

from knownbase.model.plain import one_line


@given(st.text(alphabet=" \t\r\n\u00a0\u202f\u000b\u001cab"))
def test_white_space_collapses_and_no_break_spaces_stay(text: str) -> None:
    assert one_line(text) == re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
