"""Slots of hand-written pages: an HTML comment alone in its paragraph, `<!-- kb: faq-hub -->`."""

import re

SLOT = re.compile(r"<!--\s*kb:\s*([a-z-]+)\s*-->")


def slots_of(html: str) -> tuple[str, ...]:
    """Names of the slots of a page, in their order."""
    return tuple(SLOT.findall(html))
