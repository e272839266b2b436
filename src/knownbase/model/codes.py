"""Which codes of the taxonomy an entry names.

    "reason 1 and diagnostic 0"      a family's words before a number
    unrecognised-OR-name             a name with a hyphen, anywhere in the text
    `busy`                           a name of one word, only as `code` or as an exact message:
                                     in prose it is an ordinary word

A name that two families share counts for both: the text alone does not say which is meant.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from knownbase.model.taxonomy import Code, CodeFamily, Taxonomy
from knownbase.model.traces import Traces

_BETWEEN = "\n.\n"
"""Between texts: nothing is found across it."""

_RUN = re.compile(r"[\w-]+")
# Digits and hyphens are rare in prose: the patterns begin with them, and what stands before is looked at after.
_NUMBER = re.compile(r"[0-9](?<=\s[0-9])[0-9]?[0-9]?(?![\w./])")
_FROM_HYPHEN = re.compile(r"-[\w-]*")
_LETTER = re.compile(r"\w")
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
    def _ends(self) -> frozenset[str]:
        """Names from their first hyphen on."""
        return frozenset(name[name.index("-") :] for name in self._by_name if "-" in name)

    @cached_property
    def _unusual(self) -> re.Pattern[str] | None:
        """Names that are no run of letters, digits and hyphens; None when there are none."""
        names = sorted((name for name in self._by_name if not _RUN.fullmatch(name)), key=len, reverse=True)
        if not names:
            return None
        return re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")

    @cached_property
    def _by_words(self) -> dict[str, str]:
        families = {ref.family.id: ref.family for ref in self.refs.values()}
        return {words.casefold(): family.id for family in families.values() for words in family.written}

    @cached_property
    def _words(self) -> tuple[str, ...]:
        """Words before a number, the longest first: `disconnect reason` before `reason`."""
        return tuple(sorted(self._by_words, key=len, reverse=True))

    @cached_property
    def _traces(self) -> Traces:
        return Traces(self._by_words, self._by_name)

    def named_in(self, texts: Sequence[str], errors: Sequence[str] = ()) -> tuple[CodeRef, ...]:
        """Codes that an entry's texts, in any language, and exact messages name, in the order of the taxonomy."""
        if not self.refs:
            return ()
        text = _BETWEEN.join([*texts, *errors])
        keys = set(self._keys(text, self._traces.of(text), texts, errors))
        return tuple(ref for key, ref in self.refs.items() if key in keys) if keys else ()

    def _keys(
        self, text: str, traces: tuple[bool, bool, bool], texts: Sequence[str], errors: Sequence[str]
    ) -> Iterator[tuple[str, int]]:
        number, hyphened, bare = traces
        if number:
            yield from self._numbers(text)
        if hyphened:
            for name in self._names_in(text, self._hyphened(text)):
                if "-" in name:
                    yield from (ref.key for ref in self._by_name[name])
        # A run with a hyphen that stands in a code span has been found above, for it stands in the text too.
        if bare or (hyphened and self._unusual is not None):
            spans = _BETWEEN.join([*(_spans(one) for one in texts if "`" in one), *errors])
            for name in self._names_in(spans, _RUN.findall(spans)):
                yield from (ref.key for ref in self._by_name[name])

    def _numbers(self, text: str) -> Iterator[tuple[str, int]]:
        for match in _NUMBER.finditer(text):
            key = (self._family_before(text[: match.start()].rstrip()), int(match[0]))
            if key in self.refs:
                yield key

    def _hyphened(self, text: str) -> Iterator[str]:
        """Runs that are from their first hyphen on like a name."""
        for match in _FROM_HYPHEN.finditer(text):
            if match[0].casefold() in self._ends:
                start = match.start()
                while start and _LETTER.match(text, start - 1):
                    start -= 1
                yield text[start : match.end()]

    def _family_before(self, text: str) -> str:
        """The family whose words end a text; "" when there are none."""
        longest = len(self._words[0]) if self._words else 0
        before = text[-longest - 1 :].casefold()
        if not before.endswith(self._words):
            return ""
        for words in self._words:
            rest = before.removesuffix(words)
            if len(rest) < len(before) and not (rest and _RUN.match(rest[-1])):
                return self._by_words[words]
        return ""

    def _names_in(self, text: str, runs: Iterable[str]) -> Iterator[str]:
        """Names, case folded, that are among the runs or stand in the text. A run is looked up as a whole:
        that is faster than to search for each name.
        """
        for run in runs:
            name = run.casefold()
            if name in self._by_name:
                yield name
        if self._unusual is not None:
            for match in self._unusual.finditer(text):
                yield match[0].casefold()


def _spans(text: str) -> str:
    """What stands in code spans, one a line."""
    if "``" not in text:  # then every second piece is one, save what follows a last, lone backtick
        return "\n".join(text.split("`")[1:-1:2])
    return "\n".join(match[2] for match in _CODE_SPAN.finditer(text))
