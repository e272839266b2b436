"""Serves a folder over HTTP as a static host does: 404.html for what is missing, no directory listings."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest


class StaticHost(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Fixed here: the system's own table differs from machine to machine.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".ics": "text/calendar; charset=utf-8",
        ".md": "text/markdown; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".xml": "application/xml",
    }

    def list_directory(self, path: Any) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.exists():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return None

    def log_message(self, *arguments: Any) -> None:
        """Quiet: a failing test shows its own requests."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Quiet: a browser that closes a page drops its connections."""


@pytest.fixture(scope="session")
def http_site() -> Iterator[Callable[[Path], str]]:
    """`http_site(folder)` serves the folder on an own port of 127.0.0.1; returns "http://127.0.0.1:PORT"."""
    with contextlib.ExitStack() as servers:

        def serve(folder: Path) -> str:
            server = Server(("127.0.0.1", 0), partial(StaticHost, directory=str(folder)))
            servers.callback(server.server_close)
            servers.callback(server.shutdown)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
            return f"http://127.0.0.1:{server.server_port}"

        yield serve
