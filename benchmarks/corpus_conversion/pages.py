"""The hand-written pages that every content root needs, as short as they can be, and mkdocs.yml."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

FOLDERS = {"en": "docs", "fr": "docs_fr"}

_PAGES = {
    "index.md": (
        ("home-products", "home-news"),
        ("Home", "Public records of other publishers, converted to try this software.", "Converted public records"),
        ("Accueil", "Fiches publiques d’autres éditeurs, converties pour essayer ce logiciel.", "Fiches publiques converties"),
    ),
    "faq/index.md": (
        ("faq-hub",),
        ("FAQ", "Questions and answers of the converted records, by category.", "Frequently asked questions"),
        ("FAQ", "Questions et réponses des fiches converties, par catégorie.", "Foire aux questions"),
    ),
    "anomalies/index.md": (
        ("anomaly-hub",),
        ("Anomalies", "Anomalies of the converted records, by product.", "Known anomalies"),
        ("Anomalies", "Anomalies des fiches converties, par produit.", "Anomalies connues"),
    ),
    "downloads/index.md": (
        ("downloads-hub",),
        ("Downloads", "The converted records offer no file.", "Download space"),
        ("Téléchargements", "Les fiches converties ne proposent aucun fichier.", "Espace de téléchargement"),
    ),
    "products/index.md": (
        ("products-hub",),
        ("Products", "Products that the converted records name.", "Products"),
        ("Produits", "Produits cités dans les fiches converties.", "Produits"),
    ),
}  # fmt: skip


def page_files() -> Iterator[tuple[str, str]]:
    """(path below the content root, text) of every page in both languages."""
    for path, (slots, *texts) in _PAGES.items():
        for folder, (title, description, heading) in zip(FOLDERS.values(), texts, strict=True):
            slot_lines = "".join(f"\n<!-- kb: {slot} -->\n" for slot in slots)
            yield (
                f"{folder}/{path}",
                f"---\ntitle: {title}\ndescription: {description}\n---\n\n# {heading}\n{slot_lines}",
            )


def site_config(repository_root: Path, names: Mapping[str, str]) -> str | None:
    """The repository's mkdocs.yml for the converted content; None when it has none.

    The site's name is replaced in both languages, and pages that do not exist here leave the navigation.
    The text is edited, not parsed: its tags and comments stay.
    """
    file = repository_root / "mkdocs.yml"
    if not file.is_file():
        return None
    lines = file.read_text("utf-8").splitlines()
    return "\n".join(_without_missing(_renamed(lines, names), _PAGES)) + "\n"


def _renamed(lines: list[str], names: Mapping[str, str]) -> Iterator[str]:
    """`site_name` in the first column is English, an indented one the other language's."""
    for line in lines:
        match = re.match(r"( *)site_name:", line)
        yield f'{match[0]} "{names["fr" if match[1] else "en"]}"' if match else line


def _without_missing(lines: Iterator[str], pages: Collection[str]) -> list[str]:
    """Drops navigation entries whose page is missing, then headings that are left without entries."""
    kept: list[str] = []
    inside = False
    for line in lines:
        if re.match(r"\S", line):
            kept = _without_empty_sections(kept) if inside else kept
            inside = line.startswith("nav:")
        page = re.search(r"([^\s:]+\.md)\s*$", line) if inside else None
        if not page or page[1] in pages:
            kept.append(line)
    return _without_empty_sections(kept) if inside else kept


def _without_empty_sections(lines: list[str]) -> list[str]:
    """`lines` ends with the navigation."""
    kept: list[str] = []
    below = 0
    for line in reversed(lines):
        indent = len(line) - len(line.lstrip())
        if line.startswith("nav:"):
            return lines[: lines.index(line) + 1] + kept[::-1]
        if not (re.match(r"\s+- .*:\s*$", line) and below <= indent):
            kept.append(line)
            below = indent if line.strip() else below
    return lines
