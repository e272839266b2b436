"""Findings → text for people, JSON for programs, annotations for a pull request."""

from collections.abc import Callable, Iterable

from knownbase.check.result import Report
from knownbase.model.finding import Finding

LONGEST_LINE = 160
MOST_ROWS = 500
"""GitHub drops a job summary of more than 1 MiB."""

Style = Callable[[str, str], str]
"""(text, role) → the text as it is shown; roles: place, error, warning, note, dim, good."""


def plain(text: str, role: str) -> str:
    return text


def as_text(report: Report, style: Style = plain) -> str:
    """Each finding with its source line, a caret and the line to paste; then one line that sums up."""
    return "\n".join([*blocks(report, style), summary(report, style)])


def blocks(report: Report, style: Style = plain) -> list[str]:
    return [_block(finding, style) for finding in report.findings]


def summary(report: Report, style: Style = plain) -> str:
    errors, warnings = counts(report.findings)
    entries = _number(report.entries, "entry")
    if errors:
        text = f"{_number(errors, 'error')}, {_number(warnings, 'warning')} in {entries}"
        if report.taxonomy is None:
            text += "; without a taxonomy their tags were not looked at"
        return style(text, "error")
    text = f"{entries}: category, product and OS valid"
    if warnings:
        text += f"; {_number(warnings, 'warning')}"
    return style(text, "good")


def counts(findings: Iterable[Finding]) -> tuple[int, int]:
    """How many errors, how many warnings."""
    levels = [finding.level for finding in findings]
    return levels.count("error"), levels.count("warning")


def headline(finding: Finding) -> str:
    """`path:line:column CODE message; remedy`."""
    remedy = f"; {finding.remedy}" if finding.remedy else ""
    return f"{_place(finding)} {finding.rule} {finding.message}{remedy}"


def _place(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}:{finding.column}" if finding.line else finding.path


def _block(finding: Finding, style: Style) -> str:
    place, _, rest = headline(finding).partition(f" {finding.rule} ")
    level = "" if finding.level == "error" else f"({finding.level}) "
    lines = [f"{style(place, 'place')} {style(finding.rule, finding.level)} {level}{rest}"]
    if finding.source.strip():
        lines += _excerpt(finding, style)
        if finding.paste and len(finding.paste) <= LONGEST_LINE:
            lines += [style("  paste:", "dim"), style(f"    {finding.paste}", "good")]
    return "\n".join(lines) + "\n"


def _excerpt(finding: Finding, style: Style) -> list[str]:
    """The source line, or the part of it around the fault, and a caret below."""
    source, column = finding.source.replace("\t", "→"), finding.column - 1
    start = max(0, column - LONGEST_LINE // 2) if len(source) > LONGEST_LINE else 0
    shown = source[start : start + LONGEST_LINE]
    before, after = "…" if start else "", "…" if len(source) > start + LONGEST_LINE else ""
    width = max(1, min(finding.width, len(shown) - (column - start)))
    caret = " " * (len(before) + column - start) + style("^" * width, finding.level)
    return [f"    {before}{shown}{after}", f"    {caret}"]


def as_json(report: Report) -> str:
    """A list of objects {rule, level, path, line, column, message, remedy}."""
    import json  # for this alone: every command tells of findings

    names = ("rule", "level", "path", "line", "column", "message", "remedy")
    rows = [{name: getattr(finding, name) for name in names} for finding in report.findings]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_github(report: Report) -> str:
    """Workflow commands, one a finding; see GitHub's "Workflow commands for GitHub Actions"."""
    lines = [_annotation(finding) for finding in report.findings]
    return "\n".join([*lines, summary(report)])


def _annotation(finding: Finding) -> str:
    command = "notice" if finding.level == "note" else finding.level
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
            f"| `{_cell(_place(one))}` | {one.rule} | {_cell(one.message)} | {_cell(one.remedy)} |"
            for one in report.findings[:MOST_ROWS]
        ]
        if len(report.findings) > MOST_ROWS:
            lines += ["", f"… and {_number(len(report.findings) - MOST_ROWS, 'finding')} more"]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return escaped.replace("|", "\\|").replace("\n", " ")


def _number(count: int, what: str) -> str:
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{count:,} {what if count == 1 else plural}"
