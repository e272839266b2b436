"""The command `knownbase`: parse, call, exit. One command a file."""

import os
import sys
from importlib import import_module

import click

from knownbase import __version__

COMMANDS = ("affected", "build", "bundle", "check", "schema", "search", "serve", "upgrade", "verify")


class _Commands(click.Group):
    """Imports the command that is asked for, and no other: that takes longer than a build that finds nothing to do."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"knownbase.cli.{cmd_name}"), cmd_name)
        return command


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="knownbase")
def main() -> None:
    """A bilingual static knowledge base built from checked YAML.

    \b
    Examples:
      knownbase check                    look at every entry, change nothing
      knownbase build                    check, then publish into site/
      knownbase search diagnostic 12     find an entry while the caller speaks
      knownbase affected --help          is this installation affected, and what mends it?
      knownbase upgrade --help           what would another release change?
      knownbase bundle                   the site as a ZIP that opens without a network
      knownbase verify site              is every file as it was published?
      knownbase serve                    preview that follows every change
    """


def run() -> None:
    """`main` for a process of its own, which ends at once: the system frees its memory faster than Python does."""
    # pydantic would look for plugins in every installed package; we use none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    try:
        main()
    except SystemExit as done:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        if done.code is None or isinstance(done.code, int):
            os._exit(done.code or 0)
        raise
