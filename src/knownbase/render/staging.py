"""The folder that the site generator reads, and what it says of it in the words of the content root."""

import logging
import re
import shutil
from pathlib import Path

from knownbase.model.layout import PAGE_ROOTS

_STAGED = re.compile(r"(?<=')(en|fr)/")


def stage_pages(root: Path, staging: Path) -> None:
    """One folder that holds both page roots, as static-i18n wants it; copies where links are refused."""
    for locale, folder in PAGE_ROOTS.items():
        source = (root / folder).resolve()
        try:
            (staging / locale).symlink_to(source, target_is_directory=True)
        except OSError:
            shutil.copytree(source, staging / locale)


class Listener(logging.Handler):
    """Collects the warnings of a build."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # MkDocs names pages by the staging folder; people know them by the real one.
        self.messages.append(_STAGED.sub(_real_folder, record.getMessage()))


def _real_folder(staged: re.Match[str]) -> str:
    return next(f"{folder}/" for locale, folder in PAGE_ROOTS.items() if locale == staged[1])
