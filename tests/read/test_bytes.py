"""Whatever bytes an entry file holds, reading it ends with an entry or with problems."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some
from roots import BASE

from knownbase.read.content import Loaded, load_file

PATH = "faq/FAQ-0001.yaml"
VALID = (BASE / PATH).read_bytes()


def load(raw: bytes) -> Loaded:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / PATH
        file.parent.mkdir()
        file.write_bytes(raw)
        return load_file(Path(folder), PATH, "faq")


def test_line_ends_and_byte_order_mark_change_nothing() -> None:
    usual = load(VALID)
    assert usual.entry is not None
    assert usual.problems == ()
    for raw in (VALID.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + VALID, VALID.replace(b"\n", b"\r")):
        assert load(raw) == usual


@settings(max_examples=300, deadline=None)
@given(some.binary(max_size=300))
def test_any_bytes(raw: bytes) -> None:
    loaded = load(raw)
    assert loaded.entry is None or loaded.problems != ()


@settings(max_examples=300, deadline=None)
@given(some.text(alphabet="abc:-[]{}\"'|>#&*!%@ \n\t\x00é«\u202e", max_size=120))
def test_any_text(text: str) -> None:
    loaded = load(text.encode())
    assert loaded.entry is None or loaded.problems != ()


@settings(max_examples=200, deadline=None)
@given(some.integers(0, len(VALID) - 1), some.integers(0, 255), some.booleans())
def test_one_byte_changed_or_cut_off(place: int, byte: int, cut: bool) -> None:
    raw = VALID[:place] if cut else VALID[:place] + bytes([byte]) + VALID[place + 1 :]
    loaded = load(raw)
    assert loaded.entry is not None or loaded.problems != ()
