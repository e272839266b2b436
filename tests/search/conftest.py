"""The engine of the pages, one for the whole run."""

import pytest
from playwright.sync_api import Browser
from search.engine import Engine


@pytest.fixture(scope="session")
def engine(chromium: Browser) -> Engine:
    return Engine(chromium)
