"""Ids in a text, found by their hyphens, are those that a pattern written plainly finds."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from knownbase.model.ids import ids_in

PLAINLY = re.compile(r"(?<![\w-])(?:FAQ|ANO|PAT)-[0-9]{4,9}(?![\w-])", re.ASCII)
PIECES = st.sampled_from(
    [
        "ANO-0017",
        "FAQ-1",
        "PAT-123456789",
        "ANO",
        "FAQ-",
        "-",
        "0",
        "1234",
        "_",
        "é",
        "x",
        " ",
        ".",
        "\n",
        ">",
        "ano-0017",
    ]
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join))
@example("ANO-0017")
@example("\nANO-0017\nANO-0018 éFAQ-0001 xPAT-0002 -PAT-0003 ANO-0004- ANO-1234567890")
def test_they_are_those_that_stand_alone(text: str) -> None:
    assert list(ids_in(text)) == [(match.start(), match[0]) for match in PLAINLY.finditer(text)]
