"""A preview from beginning to end."""

import tempfile
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

from knownbase.check.report import Style
from knownbase.model.audience import Audience
from knownbase.order import RenderPages
from knownbase.preview.console import cause, line
from knownbase.preview.ending import Ending, until_asked
from knownbase.preview.server import listening
from knownbase.preview.session import Session
from knownbase.preview.watch import Watch, places

Say = Callable[[str], None]


def preview(
    root: Path,
    audience: Audience,
    render_pages: RenderPages,
    *,
    host: str,
    port: int | None,
    open_browser: bool,
    say: Say,
    style: Style,
) -> None:
    """Serves the site of `root` and follows every change until a signal ends it. Raises CannotListen."""
    temporary = tempfile.TemporaryDirectory(prefix="knownbase-preview-", ignore_cleanup_errors=True)
    with until_asked() as ending, temporary as folder:
        session = Session(root, Path(folder) / "site", audience, render_pages)
        with listening(session, host, port) as address:
            say(f"{address} follows every change; Ctrl-C ends it")
            if open_browser:
                threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
            follow(session, Watch(places(root)), ending, say, style)
    say("\nThe preview has ended.")


def follow(session: Session, watch: Watch, ending: Ending, say: Say, style: Style) -> None:
    """Builds, and builds again after each change, until the end is asked for."""
    say(line("first build", session.rebuild(), style))
    while changed := watch.wait(ending):
        say(line(cause(changed), session.rebuild(), style))
