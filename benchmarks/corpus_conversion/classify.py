"""Categories and impacts, by rules simple enough to be checked by eye.

Category of an anomaly (how it is processed, not how severe it is), by the English title:

- C, irregular: the title speaks of a race, of something intermittent, sporadic or occasional;
- A, minor: the record only gives notice (RustSec `unmaintained`, `notice`), or the title speaks of a
  label, a typing error, a translation, an alignment or a tooltip;
- B, wrong result: everything else, security advisories among them.

Impact: `security` for Debian's advisories, for RustSec's categories that name an attack, and where the
title says so; `service-stop` for denial of service and crashes; `data-loss` where the title says so.

Category of a FAQ: the first feature that the source names, or the part of the source's own id
(PYFAQ-design-01: design).
"""

import re

from corpus_conversion.naming import slug
from corpus_conversion.records import Record

_IRREGULAR = re.compile(
    r"\b(?:data races?|race conditions?|races?|intermittent\w*|sporadic\w*|occasional\w*)\b", re.IGNORECASE
)
_MINOR = re.compile(
    r"\b(?:labels?|typos?|misspell\w*|translat\w*|alignment|misaligned|tooltips?)\b", re.IGNORECASE
)
_NOTICES = {"unmaintained", "notice"}
_ATTACKS = {
    "memory-corruption", "memory-exposure", "crypto-failure", "malicious", "code-execution", "format-injection",
    "privilege-escalation", "file-disclosure",
}  # fmt: skip
_SECURITY = re.compile(r"\b(?:security|vulnerabilit\w+|CVE-\d+|XSS)\b", re.IGNORECASE)
_STOP = re.compile(r"\b(?:denial of service|crash\w*|out of memory|site (?:is )?down)\b", re.IGNORECASE)
_LOSS = re.compile(r"\b(?:data loss|loses?|lost)\b", re.IGNORECASE)

IMPACTS = (
    ("data-loss", "data loss", "perte de données"),
    ("security", "security", "sécurité"),
    ("service-stop", "service stop", "arrêt du service"),
)

_PARTS_FR = {
    "design": "conception", "extending": "extension", "general": "généralités", "gui": "interfaces graphiques",
    "installed": "installation", "library": "bibliothèque", "programming": "programmation", "windows": "Windows",
}  # fmt: skip


def anomaly_category(record: Record) -> str:
    title = record.title.get("en", "")
    if _IRREGULAR.search(title):
        return "C"
    only_notice = bool(record.categories) and set(record.categories) <= _NOTICES
    return "A" if only_notice or _MINOR.search(title) else "B"


def impacts(record: Record, source: str) -> list[str]:
    """Ids in the order of IMPACTS."""
    title, categories = record.title.get("en", ""), set(record.categories)
    found = {
        "data-loss": bool(_LOSS.search(title)),
        "security": source == "debian" or bool(categories & _ATTACKS) or bool(_SECURITY.search(title)),
        "service-stop": "denial-of-service" in categories or bool(_STOP.search(title)),
    }
    return [impact for impact, _, _ in IMPACTS if found[impact]]


def faq_category(record: Record, source: str, label: str) -> tuple[str, str, str]:
    """(id, English label, French label)."""
    if record.feature:
        part = part_fr = record.feature.split(",")[0].strip()
    else:
        match = re.match(r"[A-Z]+-([a-z]+)-\d+$", record.id)
        part = match[1] if match else "general"
        part_fr = _PARTS_FR.get(part, part)
    return f"{source}-{slug(part)}", f"{label}: {part}", f"{label}\u00a0: {part_fr}"
