"""Sort keys for version strings: Debian's, dotted numbers with -pN, and semantic versions.

Keys are compared only within one scheme. Versions that a scheme calls equal but that are written
differently are told apart by their text, so that an order is always total.
"""

import re
from typing import Any

Key = tuple[Any, ...]

DEBIAN = re.compile(r"(?:\d+:)?\d[A-Za-z0-9.+~-]*")
DOTTED = re.compile(r"\d{1,4}(?:\.\d{1,4}){1,3}(?:-p\d+)?")
SEMVER = re.compile(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?")


def debian_key(version: str) -> Key:
    """Debian Policy 5.6.12: epoch, upstream version, revision; `~` sorts before the end of a part."""
    epoch, colon, rest = version.partition(":")
    upstream, hyphen, revision = (rest if colon else version).rpartition("-")
    if not hyphen:
        upstream, revision = revision, "0"
    return (int(epoch) if colon else 0, _debian_part(upstream), _debian_part(revision), version)


def _debian_part(text: str) -> Key:
    """Runs of other characters and runs of digits by turns, closed by an empty run."""
    runs = re.findall(r"([^0-9]*)([0-9]*)", text)
    key = [(_debian_run(other), int(digits or 0)) for other, digits in runs if other or digits]
    return (*key, (_debian_run(""), 0))


def _debian_run(text: str) -> Key:
    """`~` below the end (0), the end below letters, letters below everything else."""
    return (*(-1 if char == "~" else ord(char) if char.isalpha() else ord(char) + 256 for char in text), 0)


def dotted_key(version: str) -> Key:
    """2.4.5 < 2.4.5-p1 < 2.4.5-p11 < 2.4.6. Raises ValueError."""
    if not DOTTED.fullmatch(version):
        raise ValueError(f"not a dotted version: {version!r}")
    numbers, _, patch = version.partition("-p")
    return (tuple(int(number) for number in numbers.split(".")), int(patch or 0), version)


def semver_key(version: str) -> Key:
    """Semantic Versioning 2.0, clause 11; missing numbers count as 0. Raises ValueError."""
    match = SEMVER.fullmatch(version)
    if not match:
        raise ValueError(f"not a semantic version: {version!r}")
    numbers = tuple(int(match[group] or 0) for group in (1, 2, 3))
    return (numbers, _prerelease(match[4]), match[5] or "")


def _prerelease(text: str | None) -> Key:
    """No pre-release sorts last; numeric identifiers sort as numbers and before words."""
    if text is None:
        return (1,)
    parts = text.split(".")
    return (0, tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts))
