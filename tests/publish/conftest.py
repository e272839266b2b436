from pathlib import Path

import pytest
from roots import BASE, copy_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small content root, to be changed."""
    return copy_of(BASE, tmp_path / "content")
