"""Collections of questions and answers: they name products and systems, but no versions."""

from collections.abc import Iterable, Mapping, Sequence

from corpus_conversion.log import Note
from corpus_conversion.records import Record
from corpus_conversion.statements import Item, Named, systems_of


class Faqs:
    def __init__(self, key: str, label: str) -> None:
        self.key = key
        self.label = label
        self.summary = {"en": f"Subject of the {label} FAQ.", "fr": f"Sujet de la FAQ {label}."}

    def named(self, record: Record, product: str) -> Iterable[Named]:
        return ()

    def items(self, record: Record, product: str, known: Sequence[str], note: Note) -> list[Item]:
        return [Item(systems_of(record))]

    def lines(self, shipped: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
        return []
