"""Peers from npm, for benchmarks only: installed once into the user's cache folder, never into the repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PEERS = {"lunr": "2.3.9", "lunr-languages": "1.14.0", "minisearch": "7.2.0", "pagefind": "1.6.0"}


class NoPeers(Exception):
    """The peers cannot be installed here; the message says why."""


def peers() -> Path:
    """The folder whose node_modules holds the peers in their versions. Raises NoPeers."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NoPeers("node and npm are not installed")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "knownbase-bench"
    wanted = [f"{name}@{version}" for name, version in PEERS.items()]
    folder = cache / "-".join(version for version in PEERS.values())
    if not (folder / "complete").exists():
        print(f"installing {', '.join(wanted)}", file=sys.stderr, flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), *wanted]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise NoPeers(done.stderr.strip()[-400:])
        (folder / "complete").touch()
    return folder
