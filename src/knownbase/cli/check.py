"""`knownbase check`."""

import os
import sys
from pathlib import Path

import click

from knownbase.check.report import as_github, as_json, as_summary, as_text, blocks
from knownbase.check.run import check as run_check
from knownbase.cli.terminal import root_option, style


@click.command()
@root_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="text for people; json for programs; github for annotations and a job summary.",
)
@click.option(
    "--findability/--no-findability", default=None, help="Force KB701 on or off (on up to 1,000 entries)."
)
@click.option("-q", "--quiet", is_flag=True, help="Print findings only.")
def check(root: Path, form: str, findability: bool | None, quiet: bool) -> None:
    """Look at every entry, page and the taxonomy; change nothing.

    Exit status: 0 clean or warnings only, 1 errors, 2 wrong usage.

    \b
    Examples:
      knownbase check
      knownbase check --format json | jq '.[].path'
    """
    # A file name or a terminal that knows no UTF-8 must not stop the report.
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    report = run_check(root, findability=findability)
    if form == "json":
        click.echo(as_json(report))
    elif form == "github":
        click.echo(as_github(report))
        target = os.environ.get("GITHUB_STEP_SUMMARY")
        if target:
            with Path(target).open("a", encoding="utf-8") as file:
                file.write(as_summary(report))
    elif quiet:
        click.echo("\n".join(blocks(report, style)), nl=bool(report.findings))
    else:
        click.echo(as_text(report, style))
    sys.exit(1 if report.failed else 0)
