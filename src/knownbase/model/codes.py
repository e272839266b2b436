"""Which codes of the taxonomy an entry names.

    "reason 1 and diagnostic 0"      a family's words before a number
    unrecognised-OR-name             a name with a hyphen, anywhere in the text
    `busy`                           a name of one word, only as `code` or as an exact message:
                                     in prose it is an ordinary word

A name that two families share counts for both: the text alone does not say which is meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from knownbase.model.entry import Anomaly, Entry
from knownbase.model.locale import LOCALES
from knownbase.model.taxonomy import Code, CodeFamily, Taxonomy

_CODE_SPAN = re.compile(r"(`+)(.+?)(?<!`)\1(?!`)", re.DOTALL)


@dataclass(frozen=True)
class CodeRef:
    """One code of one family."""

    family: CodeFamily
    code: Code

    @property
    def key(self) -> tuple[str, int]:
        return (self.family.id, self.code.number)


class CodeIndex:
    """Finds the codes of a taxonomy in texts."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.refs = {
            (family.id, code.number): CodeRef(family, code)
            for family in taxonomy.code_families
            for code in family.codes
        }

    @cached_property
    def _by_name(self) -> dict[str, list[CodeRef]]:
        found: dict[str, list[CodeRef]] = {}
        for ref in self.refs.values():
            found.setdefault(ref.code.name.casefold(), []).append(ref)
        return found

    @cached_property
    def _names(self) -> re.Pattern[str]:
        names = sorted(self._by_name, key=len, reverse=True)
        return re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(map(re.escape, names)) or '(?!)'})(?![\w-])")

    @cached_property
    def _by_words(self) -> dict[str, str]:
        families = {ref.family.id: ref.family for ref in self.refs.values()}
        return {words.casefold(): family.id for family in families.values() for words in family.written}

    @cached_property
    def _numbers(self) -> re.Pattern[str]:
        words = sorted(self._by_words, key=len, reverse=True)  # `disconnect reason` before `reason`
        return re.compile(
            rf"(?i)(?<![\w-])({'|'.join(map(re.escape, words)) or '(?!)'})\s+([0-9]{{1,3}})(?![\w./])"
        )

    def named_in(self, entry: Entry) -> tuple[CodeRef, ...]:
        """Codes that the entry names in any language, in the order of the taxonomy."""
        keys: set[tuple[str, int]] = set()
        for text in _texts(entry):
            keys.update(self._keys(text, _spans(text)))
        if isinstance(entry, Anomaly):
            for error in entry.errors:
                keys.update(self._keys(error, error))
        return tuple(ref for key, ref in self.refs.items() if key in keys)

    def _keys(self, text: str, spans: str) -> Iterator[tuple[str, int]]:
        for match in self._numbers.finditer(text):
            key = (self._by_words[match[1].casefold()], int(match[2]))
            if key in self.refs:
                yield key
        for match in self._names.finditer(text):
            if "-" in match[0]:
                yield from (ref.key for ref in self._by_name[match[0].casefold()])
        for match in self._names.finditer(spans):
            yield from (ref.key for ref in self._by_name[match[0].casefold()])


def _texts(entry: Entry) -> Iterator[str]:
    for _, text in entry.texts():
        for locale in LOCALES:
            own = text.own(locale)
            if own is not None:
                yield own


def _spans(text: str) -> str:
    """What stands in code spans, one a line."""
    return "\n".join(match[2] for match in _CODE_SPAN.finditer(text))
