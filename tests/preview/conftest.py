"""A content root of one FAQ and one page, and a preview of it whose pages come without a site generator."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from preview.asking import until
from preview.small_root import FAQ, TAXONOMY, fake_pages

from knownbase.check.report import plain
from knownbase.preview.ending import Ending
from knownbase.preview.run import follow
from knownbase.preview.server import listening
from knownbase.preview.session import Session
from knownbase.preview.watch import Watch, places


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A content root without errors."""
    root = tmp_path / "content"
    for name, text in {
        "taxonomy.yaml": TAXONOMY,
        "mkdocs.yml": "site_name: Support\n",
        "faq/FAQ-0001.yaml": FAQ,
        "docs/index.md": "# Home\n",
        "docs_fr/index.md": "# Accueil\n",
    }.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return root


@pytest.fixture
def session(root: Path, tmp_path: Path) -> Session:
    """A session that has not built anything yet."""
    return Session(root, tmp_path / "preview" / "site", "public", fake_pages)


@dataclass
class Preview:
    """A running preview. `log` grows."""

    root: Path
    session: Session
    address: str
    log: list[str] = field(default_factory=list)

    def write(self, name: str, text: str) -> None:
        """Changes a file of the content root and waits for the build that follows."""
        before = self.session.state.revision
        (self.root / name).write_text(text, "utf-8")
        assert self.session.after(before, 10) is not None, f"no build after the change of {name}"


@pytest.fixture
def preview(root: Path, session: Session) -> Iterator[Preview]:
    """The preview of `root`, its first build done."""
    ending = Ending()
    with listening(session, "127.0.0.1", 0) as address:
        running = Preview(root, session, address)
        watch = Watch(places(root))
        thread = threading.Thread(target=follow, args=[session, watch, ending, running.log.append, plain])
        thread.start()
        try:
            until(lambda: bool(running.log))
            yield running
        finally:
            ending.asked = True
            thread.join()
