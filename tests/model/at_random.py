"""Products and what anomalies state of them: written out, and at random."""

import datetime as dt

from hypothesis import strategies as some

from knownbase.model.entry import Affected
from knownbase.model.taxonomy import Product, Release
from knownbase.model.text import Label

SYSTEMS = ("windows", "linux")


def product(*releases: tuple[str, str, dict[str, str]]) -> Product:
    return Product(
        id="relay",
        name="Relay",
        summary=Label(en="-", fr="-"),
        os=SYSTEMS,
        releases=tuple(
            Release.model_validate({"version": version, "branch": branch, "released": released})
            for version, branch, released in releases
        ),
    )


def item(
    introduced: str, *, fixed: str | None = None, last: str | None = None, os: object = "all"
) -> Affected:
    data = {"product": "relay", "os": os, "introduced": introduced, "fixed": fixed, "last_affected": last}
    return Affected.model_validate({key: value for key, value in data.items() if value is not None})


DAYS = some.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 12))


@some.composite
def products(draw: some.DrawFn, most: int = 4) -> Product:
    """Of one to three branches with `most` releases each, or fewer."""
    releases = []
    for branch in range(draw(some.integers(1, 3))):
        for number in range(draw(some.integers(1, most))):
            systems = draw(some.lists(some.sampled_from(SYSTEMS), unique=True))
            released = {os: draw(DAYS).isoformat() for os in systems}
            releases.append((f"{branch}.{number}", str(branch), released))
    return product(*releases)


@some.composite
def ranges_of(draw: some.DrawFn, relay: Product) -> list[Affected]:
    names = [release.version for release in relay.releases]
    found = []
    for _ in range(draw(some.integers(0, 3))):
        end = draw(some.sampled_from(["open", "fixed", "last"]))
        name = draw(some.sampled_from(names))
        os = draw(some.sampled_from(["all", ["windows"], ["linux"]]))
        behind = names.index(name) + (end == "last")
        early = names if end == "open" else names[:behind]
        start = draw(some.sampled_from(["first", "unknown", *early]))
        found.append(
            item(start, fixed=name if end == "fixed" else None, last=name if end == "last" else None, os=os)
        )
    return found
