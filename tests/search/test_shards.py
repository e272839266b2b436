"""The files of the index: the same for the same documents, whole, and untouched by what does not concern them."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from knownbase.search.documents import Document
from knownbase.search.index import whole_index
from knownbase.search.postings import weights
from knownbase.search.shards import DIGITS, KINDS, number

KIND_NUMBERS = {"anomaly": 0, "faq": 1, "patch": 2}


def read_number(text: str, at: int) -> tuple[int, int]:
    value, factor = 0, 1
    while True:
        digit = DIGITS.index(text[at])
        at += 1
        value += (digit & 31) * factor
        factor *= 32
        if digit < 32:
            return value, at


def read_index(files: dict[str, str]) -> dict[str, dict[tuple[int, int], int]]:
    """Term → (kind, ordinal) → weight, read back from the files by the words of their description."""
    data = {}
    for text in files.values():
        match = re.fullmatch(r'kbSearch\.take\("en/([^"]+)",(.*)\);\n', text, re.DOTALL)
        assert match
        data[match[1]] = json.loads(match[2])
    index: dict[str, dict[tuple[int, int], int]] = {}
    for n in range(len(data["meta"]["lexicon"])):
        shard, offset, lines, sizes = data[f"l{n}"]
        term, at = "", 0
        for line in lines.split("\n"):
            term = term[: DIGITS.index(line[0])] + line[1:]
            count, at = read_number(sizes, at)
            if count == 0:
                shard, offset = shard + 1, 0
                count, at = read_number(sizes, at)
            length, at = read_number(sizes, at)
            index[term] = read_postings(data[f"p{shard}"][offset : offset + length], count)
            offset += length
        assert at == len(sizes)
    return index


def read_postings(text: str, count: int) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    at = kind = ordinal = 0
    for n in range(count):
        gap, at = (0, at) if n == 0 else read_number(text, at)
        if gap:
            ordinal += gap
        else:
            place, at = read_number(text, at)
            ordinal, kind = divmod(place, KINDS)
        found[kind, ordinal] = DIGITS.index(text[at])
        at += 1
    assert at == len(text)
    return found


words = st.text(alphabet="abé’x.4-7œ𝔘漢 ", max_size=30)
documents = st.lists(
    st.builds(
        Document,
        kind=st.sampled_from(["anomaly", "faq", "patch"]),
        ordinal=st.integers(1, 999_999_999),
        path=st.just("p.html"),
        title=words,
        body=words,
        names=st.lists(st.sampled_from(["ANO-0001", "A-2016-112"]), max_size=1).map(tuple),
        lang=st.just("en"),
    ),
    max_size=12,
    unique_by=lambda one: (one.kind, one.ordinal),
)


@given(documents)
def test_what_is_written_is_what_was_weighed(found: list[Document]) -> None:
    expected: dict[str, dict[tuple[int, int], int]] = {}
    for document in found:
        for term, weight in weights(document, "en").items():
            expected.setdefault(term, {})[KIND_NUMBERS[document.kind], document.ordinal] = weight
    assert read_index(dict(whole_index(found, "en"))) == expected


@given(documents, st.randoms())
def test_the_order_in_which_documents_come_changes_no_byte(found: list[Document], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert list(whole_index(shuffled, "en")) == list(whole_index(found, "en"))


@given(st.integers(0, 2**40))
def test_a_number_is_read_as_it_was_written(value: int) -> None:
    assert read_number(number(value), 0) == (value, len(number(value)))


def test_one_more_entry_changes_no_weight_of_another() -> None:
    def entry(ordinal: int, title: str) -> Document:
        return Document(kind="anomaly", ordinal=ordinal, path=f"{ordinal}.html", title=title, lang="en")

    before = [entry(n, f"relay {n} stops at noon") for n in range(2, 40)]
    added = entry(1, "a gateway of another kind, with a longer title than all the others have")
    old, new = (read_index(dict(whole_index(found, "en"))) for found in (before, [added, *before]))
    for term, postings in old.items():
        assert {place: weight for place, weight in new[term].items() if place != (0, 1)} == postings
