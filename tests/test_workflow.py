"""The hosted check: every action pinned by commit, nothing allowed but reading."""

import re
from pathlib import Path

import yaml

WORKFLOW = Path(__file__).parent.parent / ".github/workflows/check.yml"
TEXT = WORKFLOW.read_text(encoding="utf-8")


def test_every_action_is_pinned_by_commit_with_its_version():
    used = re.findall(r"uses: *(.*)", TEXT)
    assert used
    assert [use for use in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []


def test_it_may_only_read():
    workflow = yaml.safe_load(TEXT)
    assert workflow["permissions"] == {"contents": "read"}
    assert [name for name, job in workflow["jobs"].items() if "permissions" in job] == []
