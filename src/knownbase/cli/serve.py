"""`knownbase serve`."""

import os
import sys
from pathlib import Path

import click

from knownbase.cli.making import audience_option, render_pages
from knownbase.cli.terminal import root_option, style
from knownbase.model.audience import Audience


@click.command()
@root_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=None,
    show_default="8000, or the next free one",
    help="Port of the preview; 0 takes any free one.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; 0.0.0.0 lets every machine of your network in.",
)
@audience_option
@click.option(
    "--open/--no-open",
    "open_browser",
    default=None,
    show_default="open, on a desktop",
    help="Show the preview in the browser.",
)
def serve(root: Path, port: int | None, host: str, audience: Audience, open_browser: bool | None) -> None:
    """Show the site in the browser and build it again after every change.

    What is wrong stands in the terminal and over the page; the last good site stays until it is
    mended. The preview lives in a temporary folder and leaves site/ alone. Ctrl-C ends it.

    Exit status: 0 ended by Ctrl-C, 2 wrong usage or the port is taken.

    \b
    Examples:
      knownbase serve
      knownbase serve --audience customers --no-open
      knownbase serve --host 0.0.0.0 --port 8080
    """
    from knownbase.preview.run import preview
    from knownbase.preview.server import CannotListen

    wanted = _desktop() if open_browser is None else open_browser
    try:
        preview(
            root,
            audience,
            render_pages,
            host=host,
            port=port,
            open_browser=wanted,
            say=click.echo,
            style=style,
        )
    except CannotListen as error:
        raise click.UsageError(str(error)) from None


def _desktop() -> bool:
    """Whether a person sits here with a browser that has a window of its own."""
    windows = os.name == "nt" or sys.platform == "darwin"
    return sys.stdout.isatty() and (windows or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY"))))
