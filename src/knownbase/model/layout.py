"""What the folders and files of a content root are called; those of entries stand with the grammar of their ids."""

from knownbase.model.locale import Locale

TAXONOMY = "taxonomy.yaml"
FILES_FOLDER = "downloads/files"
PAGE_ROOTS: dict[Locale, str] = {"en": "docs", "fr": "docs_fr"}
"""Hand-written pages of each language, at the same paths below these folders."""
