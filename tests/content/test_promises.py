"""PROMISES.md names pages, parts of pages and tests that exist."""

import ast
from pathlib import Path

import pytest
from promises import LANGUAGES, Promise, promises
from roots import REPOSITORY

ROWS = promises((REPOSITORY / "PROMISES.md").read_text("utf-8"))


def missing(row: Promise, site: Path) -> list[str]:
    """What a row names that is not there."""
    file, _, name = row.test.partition("::")
    source = REPOSITORY / file
    tree = ast.parse(source.read_text("utf-8") if source.is_file() else "")
    tests = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
    found = [] if name in tests and name.startswith("test_") else [row.test]
    path, _, part = row.page.partition("#")
    for root in LANGUAGES.values():
        page = site / root / path.partition("?")[0]
        html = page.read_text("utf-8") if page.is_file() else ""
        # A state of a script has a slash; a part of the page has none.
        wanted = part and "/" not in part and f'id="{part}"' not in html
        if not html or wanted:
            found.append(f"{root}{row.page}")
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.picture)
def test_a_promise_has_its_page_and_its_test(row: Promise, site: Path) -> None:
    assert missing(row, site) == []


def test_every_promise_has_a_picture_of_its_own() -> None:
    assert len(ROWS) >= 18
    assert len({row.picture for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("page", "test", "count"),
    [
        ("faq/nothing.html", "tests/content/test_promises.py::test_every_promise_has_a_picture_of_its_own", 2),
        ("services/index.html#nothing", "tests/content/test_promises.py::test_every_promise_has_a_picture_of_its_own", 2),
        ("index.html", "tests/content/test_promises.py::test_nothing", 1),
        ("index.html", "tests/nothing.py::test_nothing", 1),
        ("index.html", "tests/content/test_promises.py::missing", 1),
    ],
)  # fmt: skip
def test_what_is_not_there_is_named(page: str, test: str, count: int, site: Path) -> None:
    assert len(missing(Promise("x", page, test, "x"), site)) == count


def test_a_line_that_is_no_row_is_refused() -> None:
    head = "| a | b | c | d |\n|---|---|---|---|\n"
    with pytest.raises(ValueError, match="no row of four cells"):
        promises(f"{head}| x | y | z | a |\n")
