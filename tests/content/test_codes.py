"""The code tables against the standards' numbers, restated here: X.411 (1999), X.413 and ISO 8073.

Whoever changes a table changes it in two places, and looks at the standard once more.
"""

import re

import pytest
from roots import REPOSITORY, catalogue_of

from knownbase.model.taxonomy import Code

FAMILIES = {family.id: family for family in catalogue_of(REPOSITORY).taxonomy.code_families}

REASONS = """
0 transfer-failure · 1 unable-to-transfer · 2 conversion-not-performed · 3 physical-rendition-not-performed
4 physical-delivery-not-performed · 5 restricted-delivery · 6 directory-operation-unsuccessful
7 deferred-delivery-not-performed · 8 transfer-failure-for-security-reason
"""
DIAGNOSTICS = """
0 unrecognised-OR-name · 1 ambiguous-OR-name · 2 mts-congestion · 3 loop-detected · 4 recipient-unavailable
5 maximum-time-expired · 6 encoded-information-types-unsupported · 7 content-too-long · 8 conversion-impractical
9 implicit-conversion-prohibited · 10 implicit-conversion-not-subscribed · 11 invalid-arguments
12 content-syntax-error · 13 size-constraint-violation · 14 protocol-violation · 15 content-type-not-supported
16 too-many-recipients · 17 no-bilateral-agreement · 18 unsupported-critical-function
19 conversion-with-loss-prohibited · 20 line-too-long · 21 page-split · 22 pictorial-symbol-loss
23 punctuation-symbol-loss · 24 alphabetic-character-loss · 25 multiple-information-loss
26 recipient-reassignment-prohibited · 27 redirection-loop-detected · 28 dl-expansion-prohibited
29 no-dl-submit-permission · 30 dl-expansion-failure · 31 physical-rendition-attributes-not-supported
46 secure-messaging-error · 47 unable-to-downgrade · 48 unable-to-complete-transfer
49 transfer-attempts-limit-reached · 50 incorrect-notification-type
"""
P7_BIND = """
0 authentication-error · 1 unacceptable-security-context · 2 unable-to-establish-association
3 bind-extension-problem · 4 inadequate-association-confidentiality
"""
P1_BIND = """
0 busy · 2 authentication-error · 3 unacceptable-dialogue-mode · 4 unacceptable-security-context
5 inadequate-association-confidentiality
"""
TRANSPORT = """
0 reason-not-specified · 1 congestion-at-tsap · 2 session-entity-not-attached-to-tsap · 3 address-unknown
128 normal-disconnect · 129 remote-congestion · 130 negotiation-failed · 131 duplicate-reference
133 protocol-error · 136 connection-refused · 138 header-length-invalid
"""
FACTS = {
    "ndr-reason": REASONS,
    "ndr-diagnostic": DIAGNOSTICS,
    "p7-bind": P7_BIND,
    "mts-bind": P1_BIND,
    "transport-disconnect": TRANSPORT,
}
POSTAL = range(32, 46)
MEANINGS = {
    32: "address", 33: "office", 34: "incomplete", 35: "recipient", 36: "deceased", 37: "organi[sz]ation",
    38: "refused", 39: "claim", 51: "prohibited", 53: "policy", 59: "recipient", 61: "authentication",
    62: "decryption", 63: "key", 67: "integrity", 76: "unknown", 77: "algorithm", 78: "policy",
}  # fmt: skip
"""A word of the name of codes whose names are not restated."""


def table(text: str) -> dict[int, str]:
    pairs = (one.split() for line in text.strip().splitlines() for one in line.split("·"))
    return {int(number): name for number, name in pairs}


def codes(family: str) -> dict[int, Code]:
    return {code.number: code for code in FAMILIES[family].codes}


def test_every_family_is_there() -> None:
    assert set(FAMILIES) == set(FACTS)


@pytest.mark.parametrize("family", FACTS)
def test_numbers_and_names_are_those_of_the_standard(family: str) -> None:
    found = {number: code.name for number, code in codes(family).items()}
    facts = table(FACTS[family])
    assert {number: found.get(number) for number in facts} == facts


def test_the_diagnostics_are_complete() -> None:
    assert sorted(codes("ndr-diagnostic")) == list(range(79))
    assert all(codes("ndr-diagnostic")[number].name.startswith("undeliverable-mail-") for number in POSTAL)


@pytest.mark.parametrize(("number", "word"), MEANINGS.items())
def test_a_diagnostic_means_what_its_number_says(number: int, word: str) -> None:
    code = codes("ndr-diagnostic")[number]
    assert re.search(word, f"{code.name} {code.meaning.en}", re.IGNORECASE), code


@pytest.mark.parametrize(
    ("reason", "diagnostic", "word"), [(1, 0, "address"), (0, 5, "time|long"), (1, 7, "size|large|big|long"),
                                       (1, 17, "agreement")],
)  # fmt: skip
def test_the_pairs_that_everybody_meets_are_explained(reason: int, diagnostic: int, word: str) -> None:
    assert reason in codes("ndr-reason")
    code = codes("ndr-diagnostic")[diagnostic]
    assert re.search(word, f"{code.meaning.en} {code.remedy.en}", re.IGNORECASE)


def test_every_code_says_in_both_languages_what_to_do() -> None:
    silent = [
        f"{family.id} {code.number}"
        for family in FAMILIES.values()
        for code in family.codes
        for text in (code.meaning.en, code.meaning.fr, code.remedy.en, code.remedy.fr)
        if len(text) < 10
    ]
    assert silent == []
