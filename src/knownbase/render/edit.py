"""What a build has to make again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from knownbase.cards import Card


@dataclass(frozen=True, slots=True)
class Edit:
    """What has changed since the last build: entries to be read again, entries that are gone, hand-written pages.

    `whole`: there was no last build, or it was of another taxonomy or program.
    """

    entries: Collection[str]
    gone: Collection[str] = ()
    before: Mapping[str, Card] = field(default_factory=dict)
    """Cards of the last build, as far as its audience could see them."""
    pages: bool = True
    whole: bool = True
    new_day: bool = True
    """Whether it is another day than then: feeds leave out what has become old, the hotline tells of the years to come."""
