"""`knownbase verify`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from knownbase.cli.terminal import style
from knownbase.verify import NoManifest
from knownbase.verify import verify as run_verify

SHOWN = 20
"""Paths of a kind that are listed; --json has them all."""


@click.command()
@click.argument("site", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with every path.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit status says it.")
def verify(site: Path, as_json: bool, quiet: bool) -> None:
    """Compare a published site, a folder or a ZIP, with its manifest.

    Every file must have the SHA-256 with which it was published, and no other file may be there.

    Exit status: 0 whole, 1 differences, 2 nothing to compare with.

    \b
    Examples:
      knownbase verify site
      knownbase verify knownbase-2026-11-24.zip --json
    """
    try:
        found = run_verify(site)
    except NoManifest as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        click.echo(json.dumps({"whole": found.none, **asdict(found)}, ensure_ascii=False))
    elif not quiet:
        for word, paths in (("missing", found.missing), ("changed", found.changed), ("added", found.added)):
            for path in paths[:SHOWN]:
                click.echo(f"{style(f'{word:<8}', 'error')} {path}")
            if len(paths) > SHOWN:
                click.echo(f"{word:<8} {len(paths) - SHOWN:,} more; --json lists all")
        if found.none:
            click.echo(f"{found.files:,} files, each as it was published")
    sys.exit(0 if found.none else 1)
