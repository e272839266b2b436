"""knownbase: a bilingual static knowledge base built from checked YAML."""

__version__ = "0.1.0"
