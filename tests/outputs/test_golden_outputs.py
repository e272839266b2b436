"""API, Markdown twins and llms.txt of the small root against stored ones.

    base/faq/FAQ-0001.yaml ─► golden/api/v1/entries/FAQ-0001.json, golden/faq/FAQ-0001.md, golden/fr/faq/FAQ-0001.md

JSON is stored indented, to be read. To rewrite: KNOWNBASE_UPDATE_GOLDEN=1 pytest tests/outputs/test_golden_outputs.py;
then read the difference.
"""

import json
import os
from pathlib import Path

import pytest
from roots import BASE, built, files_of

GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("KNOWNBASE_UPDATE_GOLDEN") == "1" and not os.environ.get("CI")


def as_stored(path: str, data: bytes) -> str:
    if not path.endswith(".json"):
        return data.decode()
    text = data.decode()
    value = json.loads(text)
    compact = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert text.replace("\n", "") == compact, f"{path} is not compact"
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def test_the_files_are_the_stored_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")  # the index of the API tells the day
    built(BASE, tmp_path / "site")
    made = {
        path: as_stored(path, data)
        for path, data in files_of(tmp_path / "site").items()
        if path.endswith((".md", "llms.txt"))
        or (path.startswith("api/") and not path.startswith("api/v1/schema/"))
    }
    if UPDATE:
        for path, text in made.items():
            file = GOLDEN / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="\n")
        pytest.skip("rewritten: read the difference")
    others = (".xml", ".ics")  # of test_feeds and test_calendars
    stored = {path: data.decode() for path, data in files_of(GOLDEN).items() if not path.endswith(others)}
    assert set(made) ^ set(stored) == set()
    assert {path: made[path] for path in made if made[path] != stored[path]} == {}
    assert len(made) == 6 + 3 * 12 + 2
