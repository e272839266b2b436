"""Terms that are mended after an edit are those of a new index."""

from hypothesis import given
from hypothesis import strategies as st

from knownbase.search.related import all_neighbours, is_entry, neighbours_of, touched
from knownbase.search.terms import Terms, posting_text, postings_in

places = st.integers(0, 5).flatmap(
    lambda kind: st.one_of(st.integers(0, 60), st.integers(0, 999_999_999)).map(
        lambda ordinal: kind << 30 | ordinal
    )
)
# One letter stands in many documents, two together in few.
weights = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 63), max_size=8)
collections = st.dictionaries(places, weights, max_size=30)


@given(st.sets(st.tuples(places, st.integers(1, 63)), min_size=1, max_size=40))
def test_postings_are_read_as_they_were_written(found: set[tuple[int, int]]) -> None:
    postings = sorted({place: place << 6 | weight for place, weight in found}.values())
    assert list(postings_in(posting_text(postings))) == postings


@given(collections, collections)
def test_mended_terms_are_those_of_a_new_index(
    before: dict[int, dict[str, int]], changed: dict[int, dict[str, int]]
) -> None:
    after = {place: found for place, found in sorted({**before, **changed}.items()) if found}
    terms = Terms.of(sorted(before.items()))
    for place, found in changed.items():
        terms.mend(place, before.get(place, {}), found)
    assert terms == Terms.of(after.items())


@given(collections, collections)
def test_whoever_is_not_touched_keeps_its_neighbours(
    before: dict[int, dict[str, int]], changed: dict[int, dict[str, int]]
) -> None:
    after = {place: found for place, found in sorted({**before, **changed}.items()) if found}
    old_terms, terms = Terms.of(sorted(before.items())), Terms.of(sorted(before.items()))
    again = set(changed)
    for place, found in changed.items():
        moved = before.get(place, {}).keys() ^ found.keys()
        again |= touched(moved, terms)
        terms.mend(place, before.get(place, {}), found)
        again |= touched(moved, terms)
    same = [place for place in after if place in before and is_entry(place) and place not in again]
    assert neighbours_of(same, after.__getitem__, terms) == neighbours_of(same, before.__getitem__, old_terms)


@given(collections)
def test_all_neighbours_at_once_are_those_of_each(found: dict[int, dict[str, int]]) -> None:
    terms = Terms.of(sorted(found.items()))
    entries = [place for place in found if is_entry(place)]
    assert all_neighbours(entries, terms) == neighbours_of(entries, found.__getitem__, terms)
