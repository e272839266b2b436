"""What stands in every text that names a code: a quick look, before the slow one that says which.

Few texts name one. The look is at octets in lower case, which are searched ten times as fast as characters of any
case. It tells ASCII letters only, so what is sought is an ASCII part of each name.
"""

import re
from collections.abc import Callable, Iterable

_ASCII = re.compile(r"[\x00-\x7f]+")
# Other letters that are ASCII ones once their case is folded, such as the long s and the ligature ﬁ; with the
# dotless i, which a pattern that ignores case takes for an i.
_FOLDS_TO_ASCII = re.compile("[\u00df\u0130\u0131\u0149\u017f\u01f0\u1e96-\u1e9a\u1e9e\u212a\ufb00-\ufb06]")
# One octet of each of them that French and English hardly have.
_OTHER_OCTETS = bytes(set(range(0x100)) - set(b"\x84\x9f\xc4\xc5\xc7\xe1\xef"))


class Traces:
    """The traces of a taxonomy's codes. A text without trace names none; one with a trace may."""

    def __init__(self, words: Iterable[str], names: Iterable[str]) -> None:
        """Both with their case folded: `words` stand before a number."""
        names = list(names)
        tails = [re.split(r"[^\x00-\x7f]", one)[-1] for one in words]
        self._words = _shortest(tails)
        self._numbers = [
            re.compile(re.escape(tail) + rb"[^!-~]+[0-9]")  # what is not visible ASCII may be a space
            for tail in _shortest(tails, bytes.endswith)
        ]
        heads = {re.split(r"[^\x00-\x7f]", name[name.index("-") :])[0] for name in names if "-" in name}
        self._hyphens = re.compile(b"|".join(re.escape(head) for head in _shortest(heads)))
        self._bare = _shortest(
            max(_ASCII.findall(name), key=len, default="") for name in names if "-" not in name
        )
        self._any_hyphen = bool(heads)

    def of(self, text: str) -> tuple[bool, bool, bool]:
        """Whether there may be a number, a name with a hyphen, a name without."""
        octets = text.encode("utf-8", "surrogatepass").lower()
        if octets.translate(None, _OTHER_OCTETS) and _FOLDS_TO_ASCII.search(text):
            return True, True, True
        return (
            any(word in octets for word in self._words)
            and any(number.search(octets) for number in self._numbers),
            self._any_hyphen and self._hyphens.search(octets) is not None,
            any(trace in octets for trace in self._bare),
        )


def _shortest(
    traces: Iterable[str], holds: Callable[[bytes, bytes], bool] = bytes.__contains__
) -> list[bytes]:
    """Without those that hold another one (anywhere, or as `holds` says): that one is there too."""
    kept: list[bytes] = []
    for trace in sorted({one.encode() for one in traces}, key=lambda one: (len(one), one)):
        if not any(holds(trace, one) for one in kept):
            kept.append(trace)
    return kept
