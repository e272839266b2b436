"""Which codes a text names; the taxonomy is the repository's."""

import pytest
from roots import REPOSITORY, catalogue_of

from knownbase.model.codes import CodeIndex
from knownbase.model.entry import Faq
from knownbase.model.text import Text

INDEX = CodeIndex(catalogue_of(REPOSITORY).taxonomy)
FAQ = next(iter(catalogue_of(REPOSITORY).visible("public").faqs))


def named(text: str) -> set[str]:
    entry: Faq = FAQ.model_copy(update={"question": Text(en=text), "answer": Text()})
    return {f"{ref.family.id} {ref.code.name}" for ref in INDEX.named_in(entry.written())}


FIRST = next(iter(INDEX.refs.values()))
"""Number 0 of the reasons: its name has a hyphen."""
BARE = next(ref for ref in INDEX.refs.values() if ref.code.name.isalpha())
"""A name of one word."""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{words} {number}", True),
        ("A {words} \n\u00a0 {number}, they say", True),
        ("{words}{number}", False),
        ("{words} 1{number}34", False),
        ("{words} {number}.5", False),
        ("({name})", True),
        ("{name}-", False),
        ("é{name}", False),
        ("peut-être:{name}", True),
    ],
)
def test_a_code_is_named_by_its_number_or_its_hyphened_name(text: str, found: bool) -> None:
    for words in FIRST.family.written:
        for name in (FIRST.code.name, FIRST.code.name.upper()):
            written = text.format(words=words, number=FIRST.code.number, name=name)
            assert (f"{FIRST.family.id} {FIRST.code.name}" in named(written)) is found, written


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{name}", False),
        ("`{name}`", True),
        ("`a` {name} `b`", False),
        ("`a` {name} `", False),
        ("a `` ` `` `{name}`", True),
        ("```\n{name}\n```", True),
    ],
)
def test_a_name_of_one_word_counts_as_code_only(text: str, found: bool) -> None:
    written = text.format(name=BARE.code.name)
    assert (f"{BARE.family.id} {BARE.code.name}" in named(written)) is found
