"""What the schema of sitemaps (schema/sitemap.xsd) says against one."""

from pathlib import Path

import xmlschema

_XSD = xmlschema.XMLSchema(Path(__file__).parent / "schema" / "sitemap.xsd", allow="local")


def against_the_schema(data: bytes) -> list[str]:
    """What the schema says against a sitemap or an index: where, and why."""
    document = xmlschema.XMLResource(data.decode(), allow="none")
    return [f"{error.path}: {error.reason}" for error in _XSD.iter_errors(document)]
