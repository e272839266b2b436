"""`knownbase schema`."""

import sys
from pathlib import Path

import click

from knownbase.cli.terminal import root_option
from knownbase.schema import schemas


@click.command()
@root_option
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when a file is stale.")
def schema(root: Path, only_check: bool) -> None:
    """Write the JSON Schemas that editors use into schema/.

    \b
    Examples:
      knownbase schema
      knownbase schema --check
    """
    folder = root / "schema"
    stale = [
        name
        for name, text in schemas().items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]
    if only_check:
        for name in stale:
            click.echo(f"schema/{name} is stale; run `knownbase schema`")
        sys.exit(1 if stale else 0)
    folder.mkdir(exist_ok=True)
    for name in stale:
        (folder / name).write_text(schemas()[name], "utf-8", newline="\n")
    click.echo(f"{len(stale)} of {len(schemas())} schemas written")
