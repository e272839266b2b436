"""Text → the terms that are indexed and asked for. The browser has the same in assets/kb/js/search/.

    L’accusé de réception X.400 n’arrive pas : « Diagnostic 12 » (unrecognised-OR-name)
      words   accusé de réception x.400 arrive pas diagnostic 12 unrecognised-or-name
      terms   accus recept x.400 x400 arriv diagnost 12 unrecognised-or-name unrecognisedorname
              unrecognisedornam unrecognised nam

A word with a digit or with a joint (. - / _ :) is a code. It stays whole, is there without its joints, so
that `x400` finds X.400 and `uafi` finds UA-FI, and gives the terms of its parts too.

Stems are Snowball's, of the accented word and of the folded one: folding first would separate *rejeté* from
*rejetée*, stemming alone would not find them when they are typed without accents.

Both halves look at code points, and at nothing that a newer Unicode changes for assigned characters.
tests/search/analysis_cases.yaml holds them together.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

import Stemmer

from knownbase.model.locale import LOCALES, Locale

CACHED = 1 << 18
LONGEST = 40
"""Code points of a term; what is longer is cut."""

STOP_WORDS: dict[Locale, frozenset[str]] = {
    "en": frozenset(
        "a am an and are as at be been but by can cannot could did do does for from had has have he her him his how "
        "i if in into is it its me my no not of on or our she should so such than that the their them then there "
        "these they this those to us was we were what when where which who why will with would you your "
        "arent cant couldnt didnt doesnt dont hasnt havent isnt shouldnt wasnt werent wont wouldnt".split()
    ),
    "fr": frozenset(
        "a ai as au aux avec avez avons ce cela ces cet cette comment d dans de des dois doit donc du elle elles en "
        "est et ete etre eu faut il ils j je l la le les leur leurs lui m ma mais me mes moi mon n ne nos notre nous "
        "on ont ou par pas peut peux pour pourquoi pouvez puis qu quand que quel quelle quelles quels qui quoi s sa "
        "se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y".split()
    ),
}
"""Folded. Words without their apostrophe are among them: `cant`, and `l erreur` as typed on a telephone."""

# Combining marks on letters, and what is invisible inside a word: soft hyphen, joiners, directions.
_DROPPED = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u20e3\ufe00-\ufe0f" + (
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
)
_ROUGH = re.compile(rf"[\w{_DROPPED}]+(?:[-./:'’‐‑－．＇][\w{_DROPPED}]+)*")
_INVISIBLE = re.compile(f"[{_DROPPED}]+")
_SPELLED = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‐": "-"})
_ELISION = re.compile(r"(^|[-./_:])(?:[cdjlmnst]|(?:jus|lors|pres|puis|quel|quoi)?qu)'(?=[^\W_])")
_CONTRACTION = re.compile(r"'(?:d|ll|m|re|s|ve)(?![^\W_]|')")
_WORD = re.compile(r"[^\W_]+(?:[-./_:][^\W_]+)*")
_JOINT = re.compile(r"[-./_:]")
_OUTER_JOINT = re.compile(r"[-/_:]")
# "existe-t-il", "puis-je", "celui-ci": what follows the hyphen asks or points, it names nothing.
_INVERSION = re.compile(
    r"(?:-t|(t))-(?:elles?|ils?|on)\Z|-(?:ce|ci|je|la|le|les|leur|lui|là|moi|nous|tu|vous)\Z"
)
_BEYOND_MARKS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ς": "σ"}
)
# No cache of its own: terms_of has one.
_STEM = {locale: Stemmer.Stemmer(name, 0).stemWord for locale, name in [("en", "english"), ("fr", "french")]}


def fold(text: str) -> str:
    """Lower case without accents, ligatures or other widths: `Réception` → `reception`, `Ｐ７` → `p7`."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).lower().translate(_BEYOND_MARKS)
    return "".join(character for character in plain if not unicodedata.category(character).startswith("M"))


def words(text: str) -> Iterator[str]:
    """The words of a text in order: lower case, accents kept, elisions and possessives off, codes whole."""
    for rough in _ROUGH.findall(text):
        yield from _words_of(rough)


@lru_cache(maxsize=CACHED)
def terms_of(word: str, locale: Locale, keep_stop_words: bool = False) -> tuple[str, ...]:
    """The different terms of one of `words`; () for a stop word, unless those are kept."""
    if locale == "fr" and "-" in word:
        word = _INVERSION.sub(r"\1", word)
    found = _plain if word.isalpha() else _code
    return tuple(dict.fromkeys([term[:LONGEST] for term in found(word, locale, keep_stop_words)]))


def terms(text: str, locale: Locale, keep_stop_words: bool = False) -> list[str]:
    """The terms of every word of a text, in order. A text of stop words only has terms when they are kept."""
    of_run = _TERMS_OF_RUN[locale, keep_stop_words].__getitem__
    return list(chain.from_iterable(map(of_run, text.split())))


class _TermsOfRun(dict[str, tuple[str, ...]]):
    """What stands between white space → its terms.

    A word never reaches across white space, so a text can be split there, and every run but a new one is then
    only looked up: some millions of times in a large build.
    """

    def __init__(self, locale: Locale, keep_stop_words: bool) -> None:
        super().__init__()
        self._how = (locale, keep_stop_words)

    def __missing__(self, run: str) -> tuple[str, ...]:
        if len(self) >= CACHED:
            self.clear()
        locale, keep_stop_words = self._how
        found: tuple[str, ...]
        # What no earlier text had is a number or a code for the most part; no stop word has a digit.
        if run.isascii() and run.isalnum() and not run.isalpha():
            found = (run.lower()[:LONGEST],)
        else:
            by_word = (terms_of(word, locale, keep_stop_words) for word in words(run))
            found = tuple(chain.from_iterable(by_word))
        self[run] = found
        return found


_TERMS_OF_RUN = {(locale, keep): _TermsOfRun(locale, keep) for locale in LOCALES for keep in (False, True)}


def _words_of(rough: str) -> list[str]:
    """The words in a run of letters, digits, joints and apostrophes as written; mostly one."""
    plain = rough.lower()
    if not rough.isascii():
        plain = unicodedata.normalize("NFKC", rough).lower()
        plain = _INVISIBLE.sub("", plain).translate(_SPELLED)
    if "'" in plain:
        plain = _CONTRACTION.sub("", _ELISION.sub(r"\1", plain)).replace("'", "")
    return _WORD.findall(plain)


def _plain(word: str, locale: Locale, keep_stop_words: bool) -> Iterator[str]:
    """The stems of a word of letters."""
    folded = fold(word)
    if keep_stop_words or folded not in STOP_WORDS[locale]:
        stem = _STEM[locale]
        yield fold(stem(word))
        yield fold(stem(folded))


def _code(word: str, locale: Locale, keep_stop_words: bool) -> Iterator[str]:
    """What a word with digits or joints is found by.

    x.400/ua-fi → itself, x400uafi; then as for its parts x.400 (x.400, x400), ua, fi
    """
    folded = fold(word)
    if word.isalnum():
        if keep_stop_words or folded not in STOP_WORDS[locale]:
            yield folded
        return
    parts = _JOINT.split(word)
    if not keep_stop_words and all(fold(part) in STOP_WORDS[locale] for part in parts):
        return
    yield folded
    squeezed = "".join(parts)
    if _lettered(word):
        yield fold(squeezed)
    if squeezed.isalpha():
        yield from _plain(squeezed, locale, keep_stop_words)
    for part in _inner(word):
        yield from terms_of(part, locale, keep_stop_words)


def _inner(word: str) -> list[str]:
    """The parts of a code that are words themselves: not a lone letter, nor the numbers of 5.2.5 or 12:30."""
    outer = _OUTER_JOINT.split(word)
    if len(outer) == 1:
        return [part for part in word.split(".") if len(part) > 1 and _lettered(part)]
    if not _lettered(word):
        return [part for part in outer if len(part) > 2]
    return [part for part in outer if len(part) > 1 or not _lettered(part)]


def _lettered(word: str) -> bool:
    return any(map(str.isalpha, word))
