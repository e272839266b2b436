"""The trial of "Am I affected?": its anomalies are the same each time, and touch what they say."""

import sys

from roots import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "benchmarks"))

from verdict import SYSTEMS, cards_of, sizes, taxonomy_of

from knownbase.affected.installation import Installation, answers


def test_its_anomalies_are_the_same_each_time_and_of_every_verdict() -> None:
    taxonomy = taxonomy_of()
    cards = list(cards_of(200, taxonomy))
    assert cards == list(cards_of(200, taxonomy))
    assert len({card.stated for card in cards}) > 100
    product = taxonomy.products[0]
    told = [
        list(answers(Installation(product, os, product.shipped(os)[-1].version), cards)) for os in SYSTEMS
    ]
    assert {len(found) for found in told} == {200}
    verdicts = {one.verdict for found in told for one in found}
    assert verdicts == {"affected", "fixed", "not_stated"}


def test_what_is_counted_is_the_data_and_the_scripts() -> None:
    taxonomy = taxonomy_of()
    few, many = (sizes(list(cards_of(count, taxonomy)), taxonomy) for count in (10, 100))
    assert few["kb_gzip_scripts"] == many["kb_gzip_scripts"] > 1
    assert few["kb_gzip_data"] < many["kb_gzip_data"] < many["kb_gzip"]
