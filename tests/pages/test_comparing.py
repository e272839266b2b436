"""The commands that compare a file with its checksum: exact for every name, the patch's own system first."""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from knownbase.render.comparing import commands

SHA256 = hashlib.sha256(b"x").hexdigest()
NAMES = ["relay-1.11.txt", "my relay.exe", "it's.ini", "-x.txt", "a&b;$(c).bin", "é.conf", "[1]%2`.zip"]


@pytest.mark.parametrize(
    ("os", "shells"),
    [
        ("linux", ["linux", "powershell", "cmd"]),
        ("windows", ["powershell", "cmd", "linux"]),
        ("aix", ["linux", "powershell", "cmd"]),
    ],
)
def test_the_patch_s_own_system_comes_first(os: str, shells: list[str]) -> None:
    assert [shell for shell, _ in commands("x", SHA256, os)] == shells


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
@pytest.mark.parametrize("name", NAMES)
def test_the_command_for_linux_tells_right_from_wrong(tmp_path: Path, name: str) -> None:
    command = dict(commands(name, SHA256, "linux"))["linux"]
    for data, right in ((b"x", True), (b"y", False)):
        (tmp_path / name).write_bytes(data)
        done = subprocess.run(
            command,
            shell=True,
            check=False,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env={"LC_ALL": "C.UTF-8"},
        )
        assert (done.returncode == 0, ": OK" in done.stdout) == (right, right), done


@pytest.mark.parametrize(
    ("name", "powershell", "cmd"),
    [
        ("relay-1.11.txt", "relay-1.11.txt", "relay-1.11.txt"),
        ("my relay.exe", "'my relay.exe'", '"my relay.exe"'),
        ("it's.ini", "'it''s.ini'", '"it\'s.ini"'),
        ("-x.txt", "'-x.txt'", '"-x.txt"'),
        ("[1]%2`.zip", "'[1]%2`.zip'", '"[1]%2`.zip"'),
    ],
)
def test_the_commands_for_windows_quote_what_a_shell_would_read(name: str, powershell: str, cmd: str) -> None:
    found = dict(commands(name, SHA256, "windows"))
    assert found["cmd"] == f"certutil -hashfile {cmd} SHA256"
    expected = f"(Get-FileHash -LiteralPath {powershell} -Algorithm SHA256).Hash -eq '{SHA256}'"
    assert found["powershell"] == expected
    assert not re.search(r"[\r\n]", "".join(found.values()))
