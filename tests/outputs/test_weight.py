"""What a reader loads is weighed as a browser would, and told of when it is more than it should be."""

import gzip

from knownbase.outputs.weight import BUDGET, Weight, weigh

SHELL = """
<link rel="icon" href="../assets/icon.svg"><link rel="stylesheet" href="../assets/a.css">
<link rel="stylesheet" media="print" href="../assets/b.css"><script>inline()</script>
<script src="../assets/a.js" defer></script><script src="https://elsewhere.example/x.js"></script>
"""
ASSETS = {
    "assets/icon.svg": b"i" * 99,
    "assets/a.css": b"a" * 99,
    "assets/b.css": b"b" * 99,
    "assets/a.js": b"j" * 99,
}


def test_a_page_its_styles_and_its_scripts() -> None:
    pages = {
        "index.html": 900,
        "faq/FAQ-0001.html": 100,
        "fr/faq/FAQ-0001.html": 110,
        "anomalies/ANO-0001.html": 300,
    }
    found = weigh(SHELL, ASSETS, pages)
    one = len(gzip.compress(b"a" * 99, 9, mtime=0))
    assert found == Weight(110, 900, "index.html", styles=2 * one, scripts=one)


def test_more_than_the_budget_is_told() -> None:
    just = Weight(BUDGET["page"], BUDGET["largest"], "a.html", BUDGET["styles"], BUDGET["scripts"])
    assert list(just.over()) == []
    assert list(just._replace(scripts=just.scripts + 1).over()) == [
        "scripts: 60,001 octets, 60,000 are allowed"
    ]
