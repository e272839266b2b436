"""Asking a server in another thread or process, and waiting for it."""

import contextlib
import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Waits for something that another thread or process does."""
    latest = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < latest, "it did not happen"
        time.sleep(0.02)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


def ask(address: str, path: str, method: str = "GET") -> Answer:
    """Asks for exactly this path: no client in between cleans it."""
    with contextlib.closing(http.client.HTTPConnection(address.split("/")[2], timeout=10)) as connection:
        connection.request(method, path)
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read().decode())
