import pytest

from knownbase import answers

pytest_plugins = ["site_html", "chromium", "firefox", "http_site"]


@pytest.fixture
def forking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Works get processes whatever threads earlier tests have left, unless `jobs` allows one process only."""
    monkeypatch.setattr(answers, "can_fork", lambda: answers.most() != 1)
