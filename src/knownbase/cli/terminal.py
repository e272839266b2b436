"""Colours on a terminal only, and never against NO_COLOR (https://no-color.org)."""

import os
import sys
from pathlib import Path
from typing import Any

import click

_ROLES: dict[str, dict[str, Any]] = {
    "place": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"bold": True},
    "good": {"fg": "green"},
    "dim": {"dim": True},
}


def style(text: str, role: str) -> str:
    """The text in the colours of its role, when standard output is a terminal."""
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return text
    return click.style(text, **_ROLES[role])


root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    show_default="the current folder",
    help="Content root: the folder with taxonomy.yaml, faq/, anomalies_db/, downloads/.",
)
