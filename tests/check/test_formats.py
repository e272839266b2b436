"""The other forms of a report, its exit codes, and colours."""

import json
from pathlib import Path

from click.testing import CliRunner
from planted import FAQ2, swap
from roots import BASE, copy_of

from knownbase.cli import main

FAULT = swap(FAQ2, ("category: daily", "category: dayly"))
ARGUMENTS = ["check", "--no-findability"]


def run(root: Path, *more: str, environment: dict[str, str] | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(main, [*ARGUMENTS, "--root", str(root), *more], env=environment)
    return result.exit_code, result.output


def test_json_is_a_list_of_findings(tmp_path: Path) -> None:
    root = copy_of(BASE, tmp_path / "root")
    FAULT(root)
    code, text = run(root, "--format", "json")
    assert code == 1
    assert [one for one in json.loads(text) if one["level"] == "error"] == [
        {
            "rule": "KB201",
            "level": "error",
            "path": "faq/FAQ-0002.yaml",
            "line": 2,
            "column": 11,
            "message": '"dayly" is not a category of FAQs',
            "remedy": "did you mean daily?",
        }
    ]


def test_github_prints_annotations_and_writes_a_summary(tmp_path: Path) -> None:
    root = copy_of(BASE, tmp_path / "root")
    swap(FAQ2, ("category: daily", 'category: "100%,a:b|c"'))(root)
    summary = tmp_path / "summary.md"
    code, text = run(root, "--format", "github", environment={"GITHUB_STEP_SUMMARY": str(summary)})
    assert code == 1
    line = next(line for line in text.split("\n") if line.startswith("::error"))
    assert line.startswith("::error file=faq/FAQ-0002.yaml,line=2,col=11,title=KB")
    assert "100%25,a:b|c" in line
    assert "a:b\\|c" in summary.read_text("utf-8")
    assert summary.read_text("utf-8").startswith("## ❌ 1 error, ")


def test_exit_codes_and_quiet(tmp_path: Path) -> None:
    root = copy_of(BASE, tmp_path / "root")
    assert run(root)[0] == 0
    assert run(root)[1].split("\n")[-2].startswith("13 entries: category, product and OS valid; ")
    assert run(root, "--format", "yaml")[0] == 2
    assert run(tmp_path / "nowhere")[0] == 2
    FAULT(root)
    code, text = run(root, "--quiet")
    assert (code, "errors, " in text or "error, " in text) == (1, False)


def test_no_colour_but_on_a_terminal(tmp_path: Path) -> None:
    root = copy_of(BASE, tmp_path / "root")
    FAULT(root)
    assert "\x1b" not in run(root)[1]
