"""What `build` and `bundle` have in common: whose site, how many processes, how far it has come, why it was not made."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from knownbase.answers import jobs
from knownbase.cli.terminal import style
from knownbase.cli.ticker import ticking
from knownbase.failure import NotMade
from knownbase.progress import Progress
from knownbase.publish import Refused

audience_option = click.option(
    "--audience",
    type=click.Choice(["public", "customers"]),
    default="public",
    show_default=True,
    help="Whose entries are in it.",
)
jobs_option = click.option(
    "-j",
    "--jobs",
    "processes",
    type=click.IntRange(min=1),
    default=None,
    show_default="2, where there are two processors",
    help="Processes at the same time; 1 takes less memory and longer.",
)


def render_pages(root: Path, tree: Path) -> None:
    """The hand-written pages of a content root, by the site generator."""
    from knownbase.plugin import render_pages as by_mkdocs  # mkdocs takes half a second to import

    by_mkdocs(root, tree)


@contextmanager
def making(processes: int | None, *, speaks: bool, nothing: str) -> Iterator[Progress]:
    """Within it so many processes work; what it yields prints how far they have come, if it `speaks`.

    What cannot be made ends the command, with the reason and `nothing`: what has not happened.
    """
    begun = time.perf_counter()

    def progress(what: str, count: int) -> None:
        if speaks:
            click.echo(f"{time.perf_counter() - begun:6.2f} s  {count:>7,} {what}")

    try:
        with jobs(processes), ticking(speaks):
            yield progress
    except Refused as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        _fail(f"{error.strerror or error}{place}", nothing)
    except NotMade as error:
        _fail(str(error), nothing)


def _fail(message: str, nothing: str) -> None:
    click.echo(f"{style('error', 'error')} {message}\n{nothing}", err=True)
    sys.exit(1)
