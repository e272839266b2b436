"""`knownbase build`."""

import gc
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from knownbase.build import build as run_build
from knownbase.check.report import as_text, summary
from knownbase.cli.making import audience_option, jobs_option, making, render_pages
from knownbase.cli.terminal import root_option, style
from knownbase.model.audience import Audience
from knownbase.order import Outcome

NOTHING = "Nothing was published."

SLOWEST = 30
"""Functions that --profile names."""


@click.command()
@root_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    show_default="site/ in the content root",
    help="Folder of the site; it is replaced as a whole.",
)
@audience_option
@click.option(
    "--compress",
    "copies",
    type=click.Choice(["gz", "br"]),
    multiple=True,
    help="Put compressed copies beside the texts, for a server that hands them out; may be given twice.",
)
@click.option("--clean", is_flag=True, help="Make everything anew; forget what the last build has left.")
@jobs_option
@click.option("--profile", is_flag=True, help="Say afterwards, on stderr, in which functions the time went.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with counts and seconds.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
def build(
    root: Path,
    out: Path | None,
    audience: Audience,
    copies: tuple[str, ...],
    clean: bool,
    processes: int | None,
    profile: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Check the content, then publish the site.

    What has not changed since the last build stays as it is. With an error nothing is published, and the old site
    stays whole.

    Exit status: 0 published, 1 not published, 2 wrong usage, or another build is running.

    \b
    Examples:
      knownbase build
      knownbase build --clean --profile
      knownbase build --audience customers --out customers-site
      knownbase build --compress gz --compress br
    """
    # A build makes much and drops little: looking for cycles among it takes a fifth of the time.
    gc.disable()
    begun = time.perf_counter()
    target = out if out is not None else root / "site"

    with ExitStack() as stack:
        # A profile sees one process only.
        most = 1 if profile else processes
        progress = stack.enter_context(making(most, speaks=not quiet and not as_json, nothing=NOTHING))
        if profile:
            stack.enter_context(_profiled())
        outcome = run_build(
            root, target, audience, render_pages, progress, clean=clean, copies=sorted(set(copies))
        )
    _tell(outcome, target, time.perf_counter() - begun, as_json=as_json, quiet=quiet)
    sys.exit(0 if outcome.published else 1)


@contextmanager
def _profiled() -> Iterator[None]:
    import cProfile  # for this alone
    import pstats

    with cProfile.Profile() as profiler:
        yield
    pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(SLOWEST)


def _tell(outcome: Outcome, target: Path, seconds: float, *, as_json: bool, quiet: bool) -> None:
    report = outcome.report
    if outcome.notice:
        click.echo(f"{style('warning', 'warning')} {outcome.notice}", err=True)
    for over in outcome.weight.over() if outcome.weight is not None else ():
        click.echo(f"{style('warning', 'warning')} heavier than the budget: {over}", err=True)
    if as_json:
        data: dict[str, object] = {
            "published": outcome.published,
            "entries": report.entries,
            "findings": len(report.findings),
            "pages": outcome.pages,
            "files": outcome.files,
            "written": outcome.written,
            "seconds": round(seconds, 3),
            "stages": {name: round(value, 3) for name, value in outcome.seconds.items()},
        }
        if outcome.weight is not None:
            data["weight"] = outcome.weight._asdict()
        import json  # for this alone

        click.echo(json.dumps(data))
    elif not outcome.published:
        click.echo(as_text(report, style))
        click.echo(NOTHING)
    elif not quiet:
        click.echo(as_text(report, style) if report.findings else summary(report, style))
        changed = f"{outcome.written:,} files new" if outcome.written else "nothing has changed"
        click.echo(f"{outcome.pages:,} pages in {target}, {changed}, {seconds:.2f} s")
        if outcome.weight is not None:
            click.echo(f"{outcome.weight}")
