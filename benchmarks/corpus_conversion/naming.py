"""Ids for entries, products and operating systems."""

import re
import unicodedata
from collections.abc import Iterable

PREFIX = {"faq": "FAQ", "anomaly": "ANO"}
ANY_SYSTEM = "Any system"
"""The operating system of what a record says without naming one."""

_WRITTEN = {
    name.lower(): name
    for name in (
        "Windows", "Linux", "macOS", "iOS", "Android", "FreeBSD", "NetBSD", "OpenBSD", "DragonFly", "illumos",
        "Solaris", "Redox", "Fuchsia",
    )
}  # fmt: skip


def entry_id(kind: str, number: int) -> str:
    """FAQ-0001, ANO-0001, …: four digits at least, more when needed."""
    return f"{PREFIX[kind]}-{number:04d}"


def slug(name: str) -> str:
    """Lower-case letters, digits and single hyphens: `libsigc++ 2.0` → `libsigc-2-0`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-") or "x"


def unique_slugs(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(source, name) → id. The first to come keeps the plain slug, later ones carry their source."""
    given: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for source, name in names:
        if (source, name) in given:
            continue
        candidate = base = slug(name)
        if candidate in taken:
            candidate = f"{base}-{source}"
        number = 2
        while candidate in taken:
            candidate, number = f"{base}-{source}-{number}", number + 1
        taken.add(candidate)
        given[source, name] = candidate
    return given


def system_name(written: str) -> str:
    """One spelling for each operating system: the sources write both `windows` and `Windows`."""
    return _WRITTEN.get(written.lower(), written)


def system_order(name: str) -> tuple[bool, bool, int, str]:
    """Numbered Debian suites by number, unstable after them, names by alphabet, `Any system` last."""
    number = re.search(r" (\d+) ", name)
    return (name == ANY_SYSTEM, "unstable" in name, int(number[1]) if number else 0, name.lower())
