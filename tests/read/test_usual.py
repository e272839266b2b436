"""What is read by patterns is what the parser would have read."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from roots import REPOSITORY

from knownbase.read.content import all_paths, read_text
from knownbase.read.document import parse
from knownbase.read.usual import usual

LINES = (
    "a: b", "b: c d", "c:", "a:", "  en: x", "  fr: |", "  fr:", "d: |", "    text", "  text", "   more", "      deep: 'x'", "", "  ", "    ",
    "# note", "  # note", "- x", "  - y", "- a: b", "  b: c", "  - a: b", "    b: |", "      lines", "-  k: v", "   l: w", "- - z", "-", "- |",
    "e: {p: q, os: [r, s]}", "- {p: q, r: \"s t\"}", "f: [1.10, \"no\", x]", "f: []", "f: {}", "g: \"a # b: c\"", "g: 'it is'", "g: 'it''s'",
    "g: \"a\\nb\"", "h: x: y", "h: x #y", "h: x#y:z", "h: x:", "h: ~", "h: *a", "h: &a b", "h: !!str b", "i: |-", "i: >", "---", "...", "%YAML 1.2",
    "? a", ": b", "é: x", "j: été", "j: \u00a0x", "j:\u00a0x", "j: x ", "k-l_m: n", "1: x", "n:x", "\"q\": x", "o: [a, b: c]", "o: {a: b, a: c}", "o: {a: b", "o: [a,b]",
    "o: {a : b}", "o: [a b]", "p: 'a' b", "p: \"\"", "p: ''", "s: https://x.y/z#t", "t: - x", "u: x - y", "v: |  ", "v: | # w", "\ttab: x", "w: x\ty", "<<: x", "=: x", "y: [1, -2, a/b]",
)  # fmt: skip
texts = st.lists(st.sampled_from(LINES), max_size=9).flatmap(
    lambda lines: st.sampled_from(["\n".join(lines), "\n".join([*lines, ""])])
)


def _agree(text: str) -> None:
    data = usual(text)
    if data is not None:
        document = parse(text, places=True)
        assert data == document.data, text
        assert _keys(data) == _keys(document.data)
        assert document.duplicates == []


def _keys(data: object) -> object:
    """Keys in their order."""
    if isinstance(data, dict):
        return [(key, _keys(value)) for key, value in data.items()]
    return [_keys(one) for one in data] if isinstance(data, list) else None


@settings(max_examples=5000, deadline=None)
@given(texts)
@example("a:\n- b: c\n  d:\n  - e\nf: |\n\n  x\n")
@example("a: |\n    x\n\n      y\n      \n\nb: c\n")
@example("a: |\n  x\n b: c\n")
@example("a: |\n  x\n# b\n  y\n")
@example("a: b\n# c\n  d\n")
@example("a: b\n\n  d\n")
@example("a:\n  b:\n   c: d\n  e: f\n")
def test_what_is_read_by_patterns_is_what_the_parser_reads(text: str) -> None:
    _agree(text)


ENTRIES = [read_text(REPOSITORY, path) for path, _ in all_paths(REPOSITORY)]


@pytest.mark.parametrize("text", ENTRIES, ids=[path for path, _ in all_paths(REPOSITORY)])
def test_an_entry_of_ours_is_read_alike(text: str) -> None:
    _agree(text)


@settings(max_examples=2000, deadline=None)
@given(st.sampled_from(ENTRIES), st.data())
def test_an_entry_with_a_slip_of_the_hand_is_read_alike(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(st.sampled_from([*LINES, *(f"  {line}" for line in LINES), *lines]))
    _agree("\n".join([*lines[:at], other, *lines[at + data.draw(st.integers(0, 1)) :]]))
    column = data.draw(st.integers(0, len(text)))
    character = data.draw(st.sampled_from(" :-#|>[]{},&*!'\"%@`\nxé\u00a0"))
    _agree(text[:column] + character + text[column + data.draw(st.integers(0, 1)) :])


def test_most_entries_of_ours_are_written_in_the_usual_way() -> None:
    assert sum(usual(text) is not None for text in ENTRIES) > 0.9 * len(ENTRIES)


@pytest.mark.parametrize(
    "text",
    [
        " " * 200_000 + "*\n",
        "a: " + " " * 200_000 + "*\n",
        "- " * 100_000 + "\n",
        "x" * 200_000,
        "@" * 200_000 + "\n",
        "a: {" + "b: c, " * 30_000 + "\n",
        "a: [" + "b, " * 60_000 + "}\n",
        "a: |\n  x\n" + "\n" * 200_000 + " b\n",
        "#\n" * 100_000 + "*\n",
        "".join(" " * n + "a:\n" for n in range(600)),
        "".join(" " * 2 * n + "- a:\n" for n in range(400)),
    ],
    ids=range(11),
)
def test_no_text_takes_long(text: str) -> None:
    begun = time.process_time()
    assert usual(text) is None
    assert time.process_time() - begun < 1
