"""The command `knownbase`: parse, call, exit. One command a file."""

import click

from knownbase import __version__
from knownbase.cli.build import build
from knownbase.cli.check import check
from knownbase.cli.schema import schema
from knownbase.cli.search import search
from knownbase.cli.serve import serve
from knownbase.cli.verify import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="knownbase")
def main() -> None:
    """A bilingual static knowledge base built from checked YAML.

    \b
    Examples:
      knownbase check                    look at every entry, change nothing
      knownbase build                    check, then publish into site/
      knownbase search diagnostic 12     find an entry while the caller speaks
      knownbase verify site              is every file as it was published?
      knownbase serve                    preview that follows every change
    """


for command in (build, check, schema, search, serve, verify):
    main.add_command(command)
