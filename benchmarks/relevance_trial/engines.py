"""Engines side by side: documents and queries in, the ids of the first ten documents of each query out."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from knownbase.model.locale import Locale
from knownbase.search.documents import Document
from knownbase.search.engine import engine_script
from knownbase.search.index import whole_index

HERE = Path(__file__).parent
CHROMIUM = ("KNOWNBASE_CHROMIUM", "chromium", "chromium-browser", "google-chrome", "chrome")

PAGEFIND = """async (queries) => {
    const pagefind = await import("/pagefind/pagefind.js");
    await pagefind.init();
    const found = [];
    for (const text of queries) {
        const { results } = await pagefind.search(text);
        const pages = await Promise.all(results.slice(0, 10).map((one) => one.data()));
        found.push(pages.map(({ url }) => url.replaceAll("/", "")));
    }
    return found;
}"""


def knownbase(
    documents: Sequence[Document], glossary: Sequence[Any], queries: Sequence[str], locale: Locale, work: Path
) -> list[list[str]]:
    folder = work / "knownbase" / locale
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, text in whole_index(documents, locale, glossary):
        (folder / name).write_text(text, "utf-8")
    engine = work / "knownbase" / "engine.js"
    engine.write_text(engine_script(), "utf-8")
    return _node("knownbase.js", list(queries), str(engine), str(folder), locale)


def in_node(
    script: str,
    documents: Sequence[Document],
    queries: Sequence[str],
    locale: Locale,
    modules: Path,
) -> list[list[str]]:
    """lunr and MiniSearch."""
    asked = {"documents": _plain(documents), "queries": list(queries), "locale": locale}
    return _node(script, asked, modules=modules)


def pagefind(
    documents: Sequence[Document], queries: Sequence[str], locale: Locale, work: Path, modules: Path
) -> list[list[str]]:
    """In Chromium, because Pagefind's engine knows only browsers."""
    from playwright.sync_api import sync_playwright

    site = work / "pagefind" / locale
    pagefind_index(documents, locale, site / "pagefind", modules)
    (site / "index.html").write_text(f'<!doctype html><html lang="{locale}"><title>Trial</title>', "utf-8")
    handler = partial(_Quiet, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
            found: list[list[str]] = page.evaluate(PAGEFIND, list(queries))
            browser.close()
    finally:
        server.shutdown()
    return found


def pagefind_index(documents: Sequence[Document], locale: Locale, out: Path, modules: Path) -> None:
    """Writes Pagefind's index of the documents into `out`."""
    asked = {"documents": _plain(documents), "locale": locale}
    _node("pagefind_index.js", asked, str(out), modules=modules, answers=False)


def chromium() -> str:
    """The path of the system's Chromium. Raises FileNotFoundError."""
    import shutil

    names = [os.environ.get(CHROMIUM[0], ""), *CHROMIUM[1:]]
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    if path is None:
        raise FileNotFoundError("no Chromium; KNOWNBASE_CHROMIUM may name one")
    return path


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass


def _plain(documents: Sequence[Document]) -> list[dict[str, str]]:
    return [
        {
            "id": one.id,
            "title": " ".join([one.title, *one.names]),
            "asked": "\n".join(one.asked),
            "exact": "\n".join(one.exact),
            "body": one.body,
            "others": "\n".join(one.others),
        }
        for one in documents
    ]


def _node(
    script: str, given: Any, *arguments: str, modules: Path | None = None, answers: bool = True
) -> list[list[str]]:
    environment = {**os.environ, "NODE_PATH": str(modules / "node_modules") if modules else ""}
    done = subprocess.run(
        ["node", "--max-old-space-size=4096", str(HERE / script), *arguments],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if done.returncode != 0:
        print(done.stderr[-2000:], file=sys.stderr)
        raise RuntimeError(f"{script} failed")
    return json.loads(done.stdout) if answers else []
