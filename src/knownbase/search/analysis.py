"""Text → the terms that are indexed and asked for.

    "L'accusé de réception X.400 n'arrive pas"
      words      accusé de réception X.400 arrive pas        elision and punctuation gone
      terms      accus, acceptes… → stems of the accented AND of the folded form, `x.400` whole

Codes (a token with a digit, or letters joined by . - / _) stay whole: `x.400`, `ano-0017`,
`0x80040115`. Stems come from Snowball; both forms are kept because folding first would separate
*rejeté* from *rejetée*.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

from knownbase.model.locale import Locale

_LANGUAGE: dict[Locale, str] = {"en": "english", "fr": "french"}
_STEMMERS = {locale: Stemmer.Stemmer(name) for locale, name in _LANGUAGE.items()}
_TOKEN = re.compile(r"[^\W_]+(?:[.\-/_:][^\W_]+)*")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\w)", re.IGNORECASE)
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'"})

STOP_WORDS: dict[Locale, frozenset[str]] = {
    "en": frozenset(
        "a an and are as at be but by can do does for from has have how i if in into is it its my no not of on or "
        "our so such that the their then there these they this to was we what when where which who why will with "
        "you your".split()
    ),
    "fr": frozenset(
        "a au aux avec ce ces cette comment dans de des du elle en est et etre il ils je la le les leur lui ma mais "
        "me mes mon ne nos notre nous on ou par pas pour pourquoi qu quand que quel quelle quels quelles qui sa se "
        "ses si son sont sur ta te tes ton tu un une vos votre vous y".split()
    ),
}


def fold(text: str) -> str:
    """Lower case without accents or ligatures: `Réception` → `reception`, `cœur` → `coeur`."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES).casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def words(text: str) -> Iterator[str]:
    """The words of a text in order, lower case, elisions taken off, codes whole."""
    plain = unicodedata.normalize("NFC", _ELISION.sub(" ", text))
    for match in _TOKEN.finditer(plain):
        yield match[0].casefold()


@lru_cache(maxsize=200_000)
def terms_of(word: str, locale: Locale) -> tuple[str, ...]:
    """The terms of one lower-case word; () for a stop word."""
    folded = fold(word)
    if folded in STOP_WORDS[locale]:
        return ()
    if not folded.isalpha():
        parts = [part for part in re.split(r"[.\-/_:]", folded) if len(part) > 1]
        if any(character.isdigit() for character in folded):
            return tuple(dict.fromkeys([folded, *(part for part in parts if part.isalpha())]))
        return tuple(dict.fromkeys([folded, *(term for part in parts for term in terms_of(part, locale))]))
    stem = _STEMMERS[locale].stemWord
    return tuple(dict.fromkeys([fold(stem(word)), fold(stem(folded))]))


def terms(text: str, locale: Locale) -> list[str]:
    """Every term of a text, in order, stop words left out."""
    return [term for word in words(text) for term in terms_of(word, locale)]
