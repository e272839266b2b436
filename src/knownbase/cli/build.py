"""`knownbase build`."""

import gc
import json
import sys
import time
from pathlib import Path

import click

from knownbase.build import Outcome, PagesError
from knownbase.build import build as run_build
from knownbase.check.report import as_text, summary
from knownbase.cli.terminal import root_option, style
from knownbase.model.taxonomy import Audience
from knownbase.parallel import WorkerLost
from knownbase.publish import Refused
from knownbase.render.hubs import UnknownSlot
from knownbase.render.shell import ShellError


@click.command()
@root_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    show_default="site/ in the content root",
    help="Folder of the site; it is replaced as a whole.",
)
@click.option(
    "--audience",
    type=click.Choice(["public", "customers"]),
    default="public",
    show_default=True,
    help="Whose entries are in the site.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with counts and seconds.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
def build(root: Path, out: Path | None, audience: Audience, as_json: bool, quiet: bool) -> None:
    """Check the content, then publish the site.

    With an error nothing is published and the old site stays as it is.

    Exit status: 0 published, 1 errors in the content, 2 wrong usage.

    \b
    Examples:
      knownbase build
      knownbase build --audience customers --out customers-site
    """
    # A build makes much and drops little: looking for cycles among it takes a fifth of the time.
    gc.disable()
    begun = time.perf_counter()
    target = out if out is not None else root / "site"

    def progress(what: str, count: int) -> None:
        if not quiet and not as_json:
            click.echo(f"{time.perf_counter() - begun:6.2f} s  {count:>7,} {what}")

    try:
        outcome = run_build(root, target, audience, _render_pages, progress)
    except Refused as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        click.echo(
            f"{style('error', 'error')} {error.strerror or error}{place}\nNothing was published.", err=True
        )
        sys.exit(1)
    except (PagesError, ShellError, UnknownSlot, WorkerLost) as error:
        click.echo(f"{style('error', 'error')} {error}\nNothing was published.", err=True)
        sys.exit(1)
    _tell(outcome, target, time.perf_counter() - begun, as_json=as_json, quiet=quiet)
    sys.exit(0 if outcome.published else 1)


def _render_pages(root: Path, tree: Path) -> None:
    from knownbase.plugin import render_pages  # mkdocs takes half a second to import

    render_pages(root, tree)


def _tell(outcome: Outcome, target: Path, seconds: float, *, as_json: bool, quiet: bool) -> None:
    report = outcome.report
    if as_json:
        data = {
            "published": outcome.published,
            "entries": report.entries,
            "findings": len(report.findings),
            "pages": outcome.pages,
            "files": outcome.files,
            "seconds": round(seconds, 3),
            "stages": {name: round(value, 3) for name, value in outcome.seconds.items()},
        }
        click.echo(json.dumps(data))
    elif not outcome.published:
        click.echo(as_text(report, style))
        click.echo("Nothing was published.")
    elif not quiet:
        click.echo(as_text(report, style) if report.findings else summary(report, style))
        click.echo(f"{outcome.pages:,} pages in {target}, {seconds:.2f} s")
