"""Records in columns against a plain table; a manifest that is mended against one that is made anew."""

import hashlib
import json
import tempfile
from pathlib import Path
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from knownbase.publish import manifest_of, publish
from knownbase.recorded import Changes, Record, Recorded
from knownbase.tree import MANIFEST, Tree

NAMES = st.sampled_from(["a", "b", "a b", 'a"b', "a: b", "é", "a\\", "z.html"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(
    lambda names: "/".join(f"{one}_" for one in names[:-1]) + names[-1]
)
RECORDS = st.tuples(
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.integers(0, 2**63),
    st.integers(-(2**62), 2**62),
    st.integers(0, 2**64 - 1),
)
CHANGES = st.dictionaries(PATHS, st.none() | RECORDS)


def folders_of(paths: list[str]) -> set[str]:
    found = {""}
    for path in paths:
        names = path.split("/")[:-1]
        found |= {"/".join(names[:n]) for n in range(1, len(names) + 1)}
    return found


@given(st.lists(CHANGES, max_size=4), st.sets(PATHS))
def test_columns_hold_what_a_table_holds(edits: list[Changes], asked: set[str]) -> None:
    plain: dict[str, Record] = {}
    recorded = Recorded()
    for changes in edits:
        recorded.apply(changes)
        for path, record in changes.items():
            plain.pop(path, None)
            if record is not None:
                plain[path] = record
        for table in (recorded, Recorded(recorded.columns())):
            assert dict(table) == plain
            assert len(table) == len(plain)
            assert {path for path in asked if path in table} == asked & plain.keys()
            assert table.folders >= folders_of(list(plain))
    assert dict(recorded.without(asked)) == {path: one for path, one in plain.items() if path not in asked}
    assert dict(recorded) == plain


@given(
    st.dictionaries(PATHS, st.binary(max_size=3)),
    st.dictionaries(PATHS, st.none() | st.binary(max_size=3)),
    st.booleans(),
    st.sampled_from([0, 1_000_000]),
)
def test_a_manifest_says_what_is_there_whether_it_was_mended_or_not(
    before: dict[str, bytes], edit: dict[str, bytes | None], damaged: bool, worth_mending: int
) -> None:
    with (
        tempfile.TemporaryDirectory() as place,
        mock.patch("knownbase.publish._WORTH_MENDING", worth_mending),
    ):
        out, known, there = Path(place, "site"), Recorded(), {}
        for n, files in enumerate((before, edit)):
            Path(place, str(n)).mkdir()
            tree = Tree(Path(place, str(n)), known)
            for path, data in files.items():
                if data is None:
                    tree.drop([path])
                    there.pop(path, None)
                else:
                    tree.write(path, data)
                    there[path] = data
            known.apply(publish(tree, out))
            data = (out / MANIFEST).read_bytes()
            sums = {path: hashlib.sha256(data).hexdigest() for path, data in there.items()}
            assert data == manifest_of(sums.items())
            assert json.loads(data) == {"files": sums}
            if damaged:
                (out / MANIFEST).write_bytes(data[::-1])
