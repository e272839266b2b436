"""Findings → text for people, JSON for programs, annotations for a pull request."""

import json
from collections.abc import Callable, Iterable

from knownbase.check.run import Report
from knownbase.model.finding import Finding

Style = Callable[[str, str], str]
"""(text, role) → the text as it is shown; roles: place, error, warning, dim, good."""


def plain(text: str, role: str) -> str:
    return text


def as_text(report: Report, style: Style = plain) -> str:
    """Each finding with its source line, a caret and the line to paste; then one line that sums up."""
    blocks = [_block(finding, style) for finding in report.findings]
    return "\n".join([*blocks, summary(report, style)])


def summary(report: Report, style: Style = plain) -> str:
    errors, warnings = counts(report.findings)
    if errors:
        text = f"{_number(errors, 'error')}, {_number(warnings, 'warning')} in {_number(report.entries, 'entry')}"
        return style(text, "error")
    text = f"{_number(report.entries, 'entry')}: category, product and OS valid"
    if warnings:
        text += f"; {_number(warnings, 'warning')}"
    return style(text, "good")


def counts(findings: Iterable[Finding]) -> tuple[int, int]:
    """How many errors, how many warnings."""
    levels = [finding.level for finding in findings]
    return levels.count("error"), levels.count("warning")


def headline(finding: Finding) -> str:
    """`path:line:column CODE message; remedy`."""
    place = f"{finding.path}:{finding.line}:{finding.column}" if finding.line else finding.path
    remedy = f"; {finding.remedy}" if finding.remedy else ""
    return f"{place} {finding.rule} {finding.message}{remedy}"


def _block(finding: Finding, style: Style) -> str:
    place, _, rest = headline(finding).partition(" ")
    code, _, words = rest.partition(" ")
    lines = [f"{style(place, 'place')} {style(code, finding.level)} {words}"]
    if finding.level == "warning":
        lines[0] = f"{style(place, 'place')} {style(code, 'warning')} (warning) {words}"
    if finding.source.strip():
        shown = finding.source.replace("\t", "→")
        lines += [f"    {shown}", "    " + " " * (finding.column - 1) + style("^" * finding.width, finding.level)]
        if finding.paste:
            lines += [style("  paste:", "dim"), style(f"    {finding.paste}", "good")]
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> str:
    """A list of objects {rule, level, path, line, column, message, remedy}."""
    names = ("rule", "level", "path", "line", "column", "message", "remedy")
    rows = [{name: getattr(finding, name) for name in names} for finding in report.findings]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_github(report: Report) -> str:
    """Workflow commands, one a finding; see GitHub's "Workflow commands for GitHub Actions"."""
    lines = [_annotation(finding) for finding in report.findings]
    return "\n".join([*lines, summary(report)])


def _annotation(finding: Finding) -> str:
    command = "error" if finding.level == "error" else "warning"
    place = [("file", finding.path)]
    if finding.line:
        place += [("line", str(finding.line)), ("col", str(finding.column))]
    place.append(("title", finding.rule))
    where = ",".join(f"{name}={_property(value)}" for name, value in place)
    text = f"{finding.message}; {finding.remedy}" if finding.remedy else finding.message
    if finding.paste:
        text += f"\nPaste: {finding.paste.strip()}"
    return f"::{command} {where}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_summary(report: Report) -> str:
    """The job summary in Markdown."""
    errors, _ = counts(report.findings)
    lines = [f"## {'❌' if errors else '✅'} {summary(report)}", ""]
    if report.findings:
        lines += ["| Place | Rule | Problem | Remedy |", "| --- | --- | --- | --- |"]
        lines += [
            f"| `{_cell(f'{one.path}:{one.line}:{one.column}')}` | {one.rule} | {_cell(one.message)} | {_cell(one.remedy)} |"
            for one in report.findings
        ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return escaped.replace("|", "\\|").replace("\n", " ")


def _number(count: int, what: str) -> str:
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{count:,} {what if count == 1 else plural}"
