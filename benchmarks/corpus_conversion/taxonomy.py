"""taxonomy.yaml of the converted content."""

from collections.abc import Sequence
from typing import Any

from corpus_conversion.classify import IMPACTS, faq_category
from corpus_conversion.portfolio import Numbered, Portfolio, Product, system_id
from corpus_conversion.sources import source_of
from corpus_conversion.yaml_text import Flow, document

SITE_NAME = {"en": "Converted public records", "fr": "Fiches publiques converties"}

_NOTICE = {
    "en": "These pages are public records of other publishers, converted by a program to try this software. "
    "Dates of releases are estimates. Sources and licences: {}.",
    "fr": "Ces pages sont des fiches publiques d’autres éditeurs, converties par un programme pour essayer ce "
    "logiciel. Les dates des versions sont des estimations. Sources et licences\u00a0: {}.",
}
_CATEGORIES = (
    (
        "A",
        ("minor", "mineure"),
        ("A notice, or a fault that shows only in the display.", "Un avis, ou un défaut visible à l’affichage seulement."),
        ("See the source of the record.", "Voir la source de la fiche."),
    ),
    (
        "B",
        ("wrong result", "exécution erronée"),
        ("A function gives a wrong result or is open to attack.", "Une fonction donne un résultat erroné ou prête le flanc à une attaque."),
        ("Install the release that fixes it.", "Installer la version qui la corrige."),
    ),
    (
        "C",
        ("irregular", "irrégulière"),
        ("The fault depends on timing and cannot be shown at will.", "Le défaut dépend du moment et ne se reproduit pas à volonté."),
        ("See the source of the record.", "Voir la source de la fiche."),
    ),
)  # fmt: skip
_RULES = {
    "KB401": ("warning", "Many of the sources exist in English only."),
    "KB507": ("warning", "Titles stay as the sources wrote them, whatever their length and form."),
    "KB510": ("off", "Punctuation stays as the sources set it, thousands of times."),
}


def taxonomy_file(numbered: Sequence[Numbered], products: Portfolio) -> str:
    faqs = [one.record for one in numbered if one.record.kind == "faq"]
    sources = [source_of(record.source_repo) for record in faqs]
    categories = {
        faq_category(record, source.key, source.label) for record, source in zip(faqs, sources, strict=True)
    }
    fields = {
        "site": {"name": Flow(SITE_NAME), "vendor": "Public records", "notice": _notice(numbered)},
        "operating_systems": [Flow(id=system_id(name), name=name) for name in products.systems()],
        "products": [_product(product) for product in products.products.values()],
        "faq_categories": [Flow(id=one, label=Flow(en=en, fr=fr)) for one, en, fr in sorted(categories)],
        "anomaly_categories": [
            {
                "id": one,
                **{
                    field: Flow(en=en, fr=fr)
                    for field, (en, fr) in zip(("label", "meaning", "next"), texts, strict=True)
                },
            }
            for one, *texts in _CATEGORIES
        ],
        "impacts": [Flow(id=one, label=Flow(en=en, fr=fr)) for one, en, fr in IMPACTS],
        "default_audience": Flow(faq="public", anomaly="public", patch="public"),
        "rules": {code: Flow(level=level, reason=reason) for code, (level, reason) in _RULES.items()},
    }
    return document(fields, ["yaml-language-server: $schema=schema/taxonomy.schema.json"])


def _notice(numbered: Sequence[Numbered]) -> dict[str, str]:
    used = sorted({(one.record.source_repo, one.record.licence) for one in numbered})
    listed = "; ".join(f"{repository} ({licence})" for repository, licence in used)
    return {locale: text.format(listed) for locale, text in _NOTICE.items()}


def _product(product: Product) -> dict[str, Any]:
    return {
        "id": product.id,
        "name": product.name,
        "summary": Flow(product.source.summary),
        "os": [system_id(name) for name in product.systems],
        "releases": [
            Flow(
                version=release.version,
                branch=release.branch,
                released=Flow({system_id(name): day for name, day in release.released.items()}),
            )
            for release in product.releases
        ],
    }
