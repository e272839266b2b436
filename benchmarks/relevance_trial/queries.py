"""Labelled queries: read from their files, or made from the documents by rules.

A made query asks for a record that its maker knows: some of the record's own words, enough of them to tell it
from every other record, then spoilt as people spoil them. The words are chosen by how many records hold them
as written, by no engine's analysis. Records of which another record holds all the words too are passed over.
"""

import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from knownbase.model.ids import ids_in
from knownbase.model.locale import Locale
from knownbase.search.documents import Document

KNOWN_ITEM = ("inflected", "accents", "typo", "code", "pasted line")
APART = ("other language", "question")
CLASSES = KNOWN_ITEM + APART
SEED = 20261124
MADE = {"inflected": 30, "accents": 25, "typo": 30, "code": 30, "pasted line": 20, "other language": 30}
"""How many of each are made in one language, where there are so many records that allow it."""

MOST_WORDS = 6
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CODE = re.compile(r"\b(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z-])[A-Za-z][\w]*(?:[-.][\w]+)+\b|\b0x[0-9a-fA-F]{4,}\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Query:
    """What is typed and which documents, by label, answer it."""

    kind: str
    text: str
    answers: tuple[str, ...]


def read(folder: Path, locale: Locale) -> list[Query]:
    """The queries of one language: those made by rules, then those written by hand."""
    return [
        Query(one["class"], one["text"], tuple(one["answers"]))
        for name in ("made", "handwritten")
        for one in yaml.safe_load((folder / f"{name}-{locale}.yaml").read_text("utf-8"))
    ]


class Maker:
    """Makes the queries of one language; `others` are the same documents in the other language."""

    def __init__(
        self, documents: Sequence[tuple[str, Document]], others: dict[str, Document], locale: Locale
    ) -> None:
        self.locale = locale
        self.others = others
        self.chance = random.Random(f"{SEED} {locale}")
        # Only what is written in this language: a translation that is missing answers no question in it.
        self.documents = [
            (label, one) for label, one in documents if one.lang == locale and one.kind != "patch"
        ]
        self.texts = {label: plain_words(f"{one.title} {one.body}") for label, one in documents}
        self.other_texts = {
            label: set(plain_words(f"{one.title} {one.body}")) for label, one in others.items()
        }
        self.holders: defaultdict[str, set[str]] = defaultdict(set)
        for label, found in self.texts.items():
            for word in found:
                self.holders[word].add(label)

    def made(self) -> Iterator[Query]:
        makers = {
            "inflected": self.inflected,
            "accents": self.accents,
            "typo": self.typo,
            "code": self.code,
            "pasted line": self.pasted,
            "other language": self.other_language,
        }
        for kind, make in makers.items():
            shuffled = list(self.documents)
            self.chance.shuffle(shuffled)
            # The shipped entries are few: every other query is about one of them, as far as they go.
            ours = [one for one in shuffled if one[0].startswith("shipped:")]
            theirs = [one for one in shuffled if not one[0].startswith("shipped:")]
            mixed = [one for pair in zip(ours, theirs, strict=False) for one in pair] + theirs[len(ours) :]
            made = 0
            for label, document in mixed:
                text = make(label, document)
                if text is not None and made < MADE[kind]:
                    made += 1
                    yield Query(kind, text, (label,))

    def telling(
        self, label: str, document: Document, allowed: Sequence[str], first: Sequence[str] | None = None
    ) -> list[str] | None:
        """Words of a document that no other one holds all of: one of `first`, rare ones of its title, others.

        None when there are none, or when `first` is empty.
        """
        if first is not None and not first:
            return None
        title = [word for word in plain_words(document.title) if word in allowed]
        body = [word for word in plain_words(document.body) if word in allowed and word not in title]
        chosen: list[str] = []
        alike = {label} | set(self.texts)
        by_rarity = sorted(title, key=lambda word: (len(self.holders[word]), word))
        self.chance.shuffle(body)
        begin = [self.chance.choice(first)] if first else []
        for word in dict.fromkeys([*begin, *by_rarity[:4], *body[:4]]):
            chosen.append(word)
            alike &= self.holders[word]
            if alike == {label} and len(chosen) >= 3:
                return chosen
            if len(chosen) == MOST_WORDS:
                break
        return None

    def inflected(self, label: str, document: Document) -> str | None:
        found = plain_words(f"{document.title} {document.body}")
        allowed = [word for word in found if len(word) > 4 and inflection(word, self.locale)]
        words = self.telling(label, document, allowed)
        return words and " ".join(inflection(word, self.locale) or word for word in words)

    def accents(self, label: str, document: Document) -> str | None:
        found = plain_words(f"{document.title} {document.body}")
        accented = [word for word in found if len(word) > 3 and word != unaccented(word)]
        words = self.telling(label, document, [word for word in found if len(word) > 3], accented)
        return words and " ".join(unaccented(word) for word in words)

    def typo(self, label: str, document: Document) -> str | None:
        found = plain_words(f"{document.title} {document.body}")
        words = self.telling(label, document, [word for word in found if len(word) > 4])
        if not words:
            return None
        spoilt = self.chance.randrange(len(words))
        return " ".join(slip(word, self.chance) if n == spoilt else word for n, word in enumerate(words))

    def code(self, label: str, document: Document) -> str | None:
        codes = [*document.exact, *_CODE.findall(f"{document.title}\n{document.body}")]
        alone = [
            one
            for one in dict.fromkeys(codes)
            if len(one) < 40 and not any(ids_in(one)) and self._holders_of(one) == {label}
        ]
        if not alone:
            return None
        chosen = self.chance.choice(alone[:4])
        way = self.chance.randrange(3)
        return [chosen, chosen.lower(), chosen.replace("-", " ")][way]

    def pasted(self, label: str, document: Document) -> str | None:
        lines = [
            one
            for one in _SENTENCE.split(document.body)
            if 6 <= len(one.split()) <= 30 and _CODE.search(one) and not any(ids_in(one))
        ]
        alone = [one for one in lines if self._holders_of(one) == {label}]
        return self.chance.choice(alone) if alone else None

    def other_language(self, label: str, document: Document) -> str | None:
        twin = self.others.get(label)
        if twin is None or twin.lang == self.locale:
            return None
        words = [word for word in plain_words(twin.title) if len(word) > 3][:6]
        foreign = set(words) - set(plain_words(document.title))
        alike = [other for other, its_words in self.other_texts.items() if its_words >= set(words)]
        # A query of names that both languages share would be none in the other language.
        return " ".join(words) if len(words) >= 3 and len(foreign) >= 3 and alike == [label] else None

    def _holders_of(self, text: str) -> set[str]:
        if not hasattr(self, "_whole"):
            self._whole = {
                label: "\n".join([one.title, one.body, *one.exact]).lower() for label, one in self.documents
            }
        return {label for label, whole in self._whole.items() if text.lower() in whole}


def plain_words(text: str) -> list[str]:
    """The different words of a text as written, lower case, elisions off, in order."""
    bare = re.sub(r"\b(?:[cdjlmnst]|qu)['’]", " ", text.lower())
    return list(dict.fromkeys(_WORD.findall(bare)))


def unaccented(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.replace("œ", "oe"))
    return "".join(one for one in plain if not unicodedata.combining(one))


def inflection(word: str, locale: Locale) -> str | None:
    """Another form of the same word, where the spelling tells one for sure; None otherwise."""
    if "-" in word:
        return None
    if locale == "fr":
        for ending, other in (("tions", "tion"), ("tion", "tions"), ("ée", "és"), ("ées", "é"), ("és", "ée"),
                              ("eurs", "eur"), ("eur", "eurs"), ("ages", "age"), ("age", "ages"),
                              ("ements", "ement"), ("ités", "ité"), ("ité", "ités")):  # fmt: skip
            if word.endswith(ending):
                return word.removesuffix(ending) + other
        return None
    for ending, other in (("ations", "ation"), ("ation", "ations"), ("ities", "ity"), ("ity", "ities"),
                          ("izing", "izes"), ("izes", "ized"), ("ating", "ated"), ("ated", "ating"),
                          ("ments", "ment"), ("ment", "ments"), ("tions", "tion"), ("tion", "tions"),
                          ("cted", "cting"), ("cting", "cted"), ("ages", "age"), ("age", "ages"),
                          ("ers", "er"), ("ords", "ord"), ("ails", "ail"), ("ects", "ecting")):  # fmt: skip
        if word.endswith(ending):
            return word.removesuffix(ending) + other
    return None


def slip(word: str, chance: random.Random) -> str:
    """One letter wrong: left out, doubled by another, changed, or swapped with the next."""
    while True:
        at = chance.randrange(len(word))
        letter = chance.choice(_LETTERS)
        way = chance.randrange(4)
        spoilt = [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        ][way]
        if spoilt != word:
            return spoilt


def faults(queries: Sequence[Query], labels: set[str]) -> list[str]:
    """What is wrong with queries: unknown classes or answers, a text that is asked twice."""
    found = [f"{one.text!r}: class {one.kind!r}" for one in queries if one.kind not in CLASSES]
    found += [
        f"{one.text!r}: no document {label}"
        for one in queries
        for label in one.answers
        if label not in labels
    ]
    twice = Counter(one.text for one in queries)
    return found + [f"{text!r}: asked {count} times" for text, count in twice.items() if count > 1]
