"""Ids as people say them, in Python and in the browser, on one table."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from search.engine import Engine

from knownbase.search.spoken_ids import spoken_ids

CASES = yaml.safe_load(Path(__file__).with_name("spoken_ids.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"] or "nothing")
def test_python_agrees_with_the_table(case: dict[str, Any]) -> None:
    assert spoken_ids(case["text"]) == case["ids"]


def test_the_browser_agrees_with_the_table(engine: Engine) -> None:
    found = engine.page.evaluate("(texts) => texts.map(kbSearch.spokenIds)", [case["text"] for case in CASES])
    assert found == [case["ids"] for case in CASES]
