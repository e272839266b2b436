"""The commands that compare a saved file with its SHA-256, as three shells take them.

Linux                     sha256sum --check         says OK
Windows, PowerShell       Get-FileHash              says True
Windows, command prompt   certutil -hashfile        shows the digits
"""

import re
import shlex
from typing import Literal

Shell = Literal["linux", "powershell", "cmd"]
_PLAIN = re.compile(r"[\w.+][\w.+-]*", re.ASCII)


def commands(name: str, sha256: str, os: str) -> list[tuple[Shell, str]]:
    """A command for each shell, those of the operating system first: a file may be fetched on another one."""
    windows: list[tuple[Shell, str]] = [
        (
            "powershell",
            f"(Get-FileHash -LiteralPath {_in_powershell(name)} -Algorithm SHA256).Hash -eq '{sha256}'",
        ),
        ("cmd", f"certutil -hashfile {_in_cmd(name)} SHA256"),
    ]
    linux: list[tuple[Shell, str]] = [("linux", f"echo {_in_sh(f'{sha256}  {name}')} | sha256sum --check")]
    return windows + linux if os.startswith("win") else linux + windows


def _in_powershell(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else "'" + name.replace("'", "''") + "'"


def _in_cmd(name: str) -> str:
    """No name on Windows holds a quotation mark."""
    return name if _PLAIN.fullmatch(name) else f'"{name}"'


def _in_sh(text: str) -> str:
    return shlex.quote(text)
