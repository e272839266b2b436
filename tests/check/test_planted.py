"""What the check says of each planted mistake, to the last character."""

import os
import re
import time
from pathlib import Path

import pytest
from planted import GOLDEN, MISTAKES, said_of

from knownbase.check.rules import RULES

UPDATE = os.environ.get("KNOWNBASE_UPDATE_GOLDEN")
SLOWEST = 5.0


@pytest.mark.parametrize("name", MISTAKES)
def test_the_check_says_what_is_stored(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23: a message names the day
    begun = time.perf_counter()
    said = said_of(name, tmp_path)
    assert time.perf_counter() - begun < SLOWEST
    stored = GOLDEN / f"{name}.txt"
    if UPDATE:
        GOLDEN.mkdir(exist_ok=True)
        stored.write_text(said, "utf-8")
        pytest.skip("stored")
    assert said == stored.read_text("utf-8")


def test_every_stored_text_has_its_mistake() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(MISTAKES)


def test_every_rule_has_a_mistake_that_breaks_it() -> None:
    found = {
        code for file in GOLDEN.glob("*.txt") for code in re.findall(r"\bKB\d{3}\b", file.read_text("utf-8"))
    }
    assert [rule.code for rule in RULES if rule.code not in found] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_says_what_it_asks_for(rule: object) -> None:
    functions = [one for name in ("look", "prose") if (one := getattr(rule, name)) is not None]
    assert [one.__name__ for one in functions if not (one.__doc__ or "").strip()] == []
