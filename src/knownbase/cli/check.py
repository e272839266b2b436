"""`knownbase check`."""

import os
import sys
from pathlib import Path

import click

from knownbase.check.files import FolderUnreadable
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
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option(
    "--files",
    type=click.Path(path_type=Path, exists=True, file_okay=False, readable=True),
    metavar="FOLDER",
    help="Look for the files that patches offer in this folder, and not in downloads/files.",
)
@click.option(
    "--findability/--no-findability", default=None, help="Force KB701 on or off (on up to 1,000 entries)."
)
@click.option("-q", "--quiet", is_flag=True, help="Print findings only.")
def check(root: Path, form: str, files: Path | None, findability: bool | None, quiet: bool) -> None:
    """Look at every entry, page and the taxonomy; change nothing.

    With --files every file that a patch offers, also one of another site (its name is the last part of the URL),
    must lie in the folder with the stated size and SHA-256; a file that no patch offers is a note.

    Exit status: 0 clean, warnings or notes only, 1 errors, 2 wrong usage.

    \b
    Examples:
      knownbase check
      knownbase check --json | jq '.[].path'
      knownbase check --files /srv/www/downloads/files
    """
    # A file name or a terminal that knows no UTF-8 must not stop the report.
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        report = run_check(root, findability=findability, files=files)
    except FolderUnreadable as error:
        raise click.BadParameter(str(error), param_hint="--files") from None
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
