"""`knownbase schema`."""

import sys
from pathlib import Path

import click

from knownbase.cli.terminal import root_option
from knownbase.outputs.api.schemas import api_schemas
from knownbase.schema import schemas

API = "api/v1"
"""Folder of the schemas of the published API."""


@click.command()
@root_option
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when a file is stale.")
def schema(root: Path, only_check: bool) -> None:
    """Write the JSON Schemas into schema/: of the content, for editors, and of the API.

    \b
    Examples:
      knownbase schema
      knownbase schema --check
    """
    folder = root / "schema"
    texts = schemas() | {f"{API}/{name}": text for name, text in api_schemas().items()}
    stale = [
        name
        for name, text in texts.items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]
    if only_check:
        for name in stale:
            click.echo(f"schema/{name} is stale; run `knownbase schema`")
        sys.exit(1 if stale else 0)
    (folder / API).mkdir(parents=True, exist_ok=True)
    for name in stale:
        (folder / name).write_text(texts[name], "utf-8", newline="\n")
    click.echo(f"{len(stale)} of {len(texts)} schemas written")
