"""The site over HTTP, as a static host serves it, with what the preview adds.

    /…              files of the last good site; 404.html for what is missing; no listings
    /_kb/events     server-sent events: one message for each build
    /_kb/report     what is wrong now
    /_kb/overlay.js the script that is added to every page

Whatever leads out of the site's folder does not exist.
"""

import contextlib
import errno
import json
import os
import socket
import sys
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from socketserver import TCPServer
from typing import Any
from urllib.parse import quote, unquote

from knownbase.preview.overlay import EVENTS, REPORT, SCRIPT, missing_page, report_page, script, with_script
from knownbase.preview.session import Session, State

FIRST_PORT = 8000
_PORTS_TRIED = 20
_HEARTBEAT = 15.0
"""Seconds after which a silent stream says something, to learn whether anybody listens."""
_HTML = "text/html; charset=utf-8"
# Fixed here: the system's own table differs from machine to machine.
_TYPES = {
    ".html": _HTML,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".xml": "application/xml",
    ".ics": "text/calendar; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".zip": "application/zip",
    ".gz": "application/gzip",
}


class CannotListen(Exception):
    """The address cannot be used; the message says why and what to do."""


@contextlib.contextmanager
def listening(session: Session, host: str, port: int | None) -> Iterator[str]:
    """Serves a session in threads of its own; yields the address. Raises CannotListen.

    Without a port it is 8000 or the next free one; 0 is any free one.
    """
    server = _bind(session, host, port)
    # A wildcard address is for listening; a browser needs one that leads here.
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 compared, not bound
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield f"http://{f'[{shown}]' if ':' in shown else shown}:{server.server_address[1]}/"
    finally:
        session.close()
        server.shutdown()
        server.server_close()
        thread.join()


def _bind(session: Session, host: str, port: int | None) -> "_Server":
    tried = range(FIRST_PORT, FIRST_PORT + _PORTS_TRIED) if port is None else [port]
    for number in tried:
        try:
            return _Server(session, host, number)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotListen(f"cannot listen on {host}, port {number}: {error.strerror}") from None
    if port is None:
        taken = f"ports {tried[0]} to {tried[-1]} of {host} are taken; name a free one with --port"
    else:
        taken = f"port {port} of {host} is taken; name another, or leave --port out to get the next free one"
    raise CannotListen(taken)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # Windows would let two servers share a port

    def __init__(self, session: Session, host: str, port: int) -> None:
        self.session = session
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        # Not HTTPServer's own, which asks the name service for our name: that may take seconds.
        TCPServer.server_bind(self)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves a page drops its connections; that is no error."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds that a connection may be idle
    server: _Server

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        # Taken before any file is read, so that a page is never older than its revision says.
        state = self.server.session.state
        if path == EVENTS:
            self._events()
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, _TYPES[".js"], script())
        elif path == REPORT:
            self._send(HTTPStatus.OK, _HTML, report_page(state))
        elif not state.site:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, _HTML, report_page(state))
        else:
            self._site(path, query, state)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _site(self, path: str, query: str, state: State) -> None:
        place = self.server.session.place
        file = find(place, path)
        if file is not None and file.is_dir():
            if not path.endswith("/"):
                names = [quote(name) for name in _names(path)]
                return self._redirect("/".join(["", *names, ""]) + (f"?{query}" if query else ""))
            file /= "index.html"
        elif path.endswith("/"):
            file = None  # a file is no folder
        content = _read(file) if file is not None else None
        if file is None or content is None:
            page = _read(place / "404.html")
            page = missing_page(state) if page is None else with_script(page, state)
            return self._send(HTTPStatus.NOT_FOUND, _HTML, page)
        kind = _TYPES.get(file.suffix.lower(), "application/octet-stream")
        return self._send(HTTPStatus.OK, kind, with_script(content, state) if kind == _HTML else content)

    def _redirect(self, address: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", address)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _events(self) -> None:
        """https://html.spec.whatwg.org/multipage/server-sent-events.html"""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(b"retry: 1000\n\n")
        session, revision = self.server.session, ""
        while not session.closed:
            state = session.after(revision, _HEARTBEAT)
            if state is None:
                self.wfile.write(b":\n\n")
                continue
            revision = state.revision
            news = {"revision": revision, "result": state.result, "headline": state.headline}
            self.wfile.write(f"data: {json.dumps(news)}\n\n".encode())

    def log_message(self, *arguments: Any) -> None:
        """The terminal is for builds."""


def find(place: Path, path: str) -> Path | None:
    """The file or folder of the site at a URL's path; None where there is none, or it lies outside."""
    names = _names(path)
    if ".." in names:
        return None
    try:
        file = place.joinpath(*names).resolve(strict=True)
    except (OSError, ValueError):  # missing, too long; a NUL in the name
        return None
    return file if file.is_relative_to(place.resolve()) else None


def _names(path: str) -> tuple[str, ...]:
    """`/fr//faq/` → ("fr", "faq")."""
    return PurePosixPath(unquote(path).strip("/")).parts


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
