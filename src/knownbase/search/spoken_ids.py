"""Ids as people type and say them: ANO-0017, ano17, anomalie 17, FAQ n° 3, or a bare 17.

browser/spoken-ids.js does the same; tests/search/spoken_ids.yaml holds both.
"""

import re

from knownbase.search.analysis import fold

_PREFIXES = {"ANO": "ano|anomaly|anomalies|anomalie", "FAQ": "faq|question", "PAT": "pat|patch|correctif"}
_SPOKEN = {
    prefix: re.compile(
        rf"(?<![\w-])(?:{words})(?: (?:n[o°]|no\.|number|numero) ?| ?#|[- ])?0*([0-9]{{1,9}})"
        r"(?!\w|[-.:,/][^\W_])"
    )
    for prefix, words in _PREFIXES.items()
}
_BARE = re.compile(r"#?0*([0-9]{1,6})\Z")


def spoken_ids(text: str) -> list[str]:
    """The ids that a text may mean, in the order in which it says them; whether they exist is not known here."""
    said = " ".join(fold(text).split())
    bare = _BARE.match(said)
    if bare:
        return [_id(prefix, bare[1]) for prefix in _PREFIXES]
    found = [
        (match.start(), _id(prefix, match[1]))
        for prefix, pattern in _SPOKEN.items()
        for match in pattern.finditer(said)
    ]
    return list(dict.fromkeys(entry_id for _, entry_id in sorted(found)))


def _id(prefix: str, digits: str) -> str:
    return f"{prefix}-{digits.zfill(4)}"
