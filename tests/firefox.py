"""Firefox for tests, driven by WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/): Playwright cannot drive the system's.

firefox ──► Firefox: open(url), run(function, …), press(keys), logged
"""

import base64
import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import absent, apt_install

NAMES = ["firefox-esr", "firefox"]
PREFERENCES = {
    # Otherwise a driven Firefox gets preferences of its own, one of which opens file: URLs to each other.
    "remote.prefs.recommended": False,
    "security.fileuri.strict_origin_policy": True,
    "app.update.auto": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.newtab.preload": False,
    "browser.newtabpage.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


class Socket:
    """The little of RFC 6455 that a client needs to send and receive text."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        head = f"GET /session HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        self._socket.sendall(f"{head}Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        self._file = self._socket.makefile("rb")
        assert b" 101 " in self._file.readline()
        while self._file.readline() not in (b"\r\n", b""):
            pass

    def send(self, text: str) -> None:
        data = text.encode()
        size = len(data)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + struct.pack("!H", size)
        if size > 0xFFFF:
            length = b"\xff" + struct.pack("!Q", size)
        mask = secrets.token_bytes(4)
        masked = bytes(byte ^ mask[n % 4] for n, byte in enumerate(data))
        self._socket.sendall(b"\x81" + length + mask + masked)

    def receive(self) -> str:
        text = b""
        while True:
            first, second = self._file.read(2)
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack("!H", self._file.read(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", self._file.read(8))
            data = self._file.read(size)
            if first & 0x0F in (0, 1):
                text += data
                if first & 0x80:
                    return text.decode()

    def close(self) -> None:
        self._file.close()
        self._socket.close()


class Firefox:
    """One tab. `logged`: console errors and uncaught exceptions; `requests`: URLs asked for."""

    def __init__(self, port: int) -> None:
        self._socket = Socket(port)
        self._count = 0
        self.logged: list[str] = []
        self.requests: list[str] = []
        self._tab = ""
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._tab = self.command("browsingContext.getTree")["contexts"][0]["context"]

    def command(self, method: str, **parameters: Any) -> Any:
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.receive())
            if answer.get("method") == "log.entryAdded" and answer["params"]["level"] == "error":
                self.logged.append(answer["params"]["text"])
            elif (
                answer.get("method") == "network.beforeRequestSent"
                and answer["params"]["context"] == self._tab  # the browser itself asks for things too
            ):
                self.requests.append(answer["params"]["request"]["url"])
            elif answer.get("id") == self._count:
                assert answer["type"] == "success", answer
                return answer["result"]

    def open(self, url: str, *, at: str = "") -> None:
        """Opens a page and waits for it; `at`: for the page to which that one leads on at once."""
        if not at:
            self.command("browsingContext.navigate", context=self._tab, url=url, wait="complete")
            return
        # What leads on before it is there counts as aborted.
        self.open("about:blank")
        self.command("browsingContext.navigate", context=self._tab, url=url, wait="none")
        self.arrive(at)

    def arrive(self, url: str) -> None:
        """Waits until that page is there."""
        last = time.monotonic() + 10
        found = ""
        while found != url and time.monotonic() < last:
            with contextlib.suppress(AssertionError):  # asked of a page that is just being left
                found = self.run("() => document.readyState === 'complete' ? location.href : ''")
        assert found == url

    def run(self, function: str) -> Any:
        """The result, by way of JSON, of a function in the page; what it promises is awaited."""
        result = self.command(
            "script.callFunction",
            functionDeclaration=f"async () => JSON.stringify(await ({function})())",
            target={"context": self._tab},
            awaitPromise=True,
        )
        assert result["type"] == "success", result
        return json.loads(result["result"].get("value", "null"))

    def press(self, *keys: str) -> None:
        """Keys one after the other; special ones by their code points in WebDriver."""
        actions = [{"type": way, "value": key} for key in keys for way in ("keyDown", "keyUp")]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self.command("input.performActions", context=self._tab, actions=[source])

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def firefox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Firefox]:
    path = _find() or (apt_install(request.config, "firefox-esr", "Firefox") and _find())
    if not path:
        absent("no Firefox: install it")
    profile = tmp_path / "profile"
    profile.mkdir()
    lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines))
    command = [path, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    environment = {**os.environ, "HOME": str(tmp_path), "MOZ_REMOTE_SETTINGS_DEVTOOLS": "0"}
    running = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert running.stderr is not None
        port = next(
            (int(found[1]) for line in running.stderr if (found := re.search(r"ws://[^:]+:(\d+)", line))), 0
        )
        assert port, "Firefox ended before it listened"
        browser = Firefox(port)
        yield browser
        browser.close()
    finally:
        running.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(10)
        running.kill()
        running.wait()
        running.stderr.close()


def _find() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)
