"""When the hotline is open: its hours, its holidays for the coming years, and what js/hotline.js needs to say "now"."""

from markupsafe import Markup

from knownbase.closures import YEARS, Closures
from knownbase.model.clock import latest_today
from knownbase.model.taxonomy import Hotline
from knownbase.render.pieces import script_json
from knownbase.render.site import Site
from knownbase.render.subscribe import hotline_calendar
from knownbase.render.templates import fragment

SHOWN = 2
"""Years whose holidays a page lists."""

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
"""As JavaScript numbers them."""

TEXTS = "hotline_"


def shows_holidays() -> bytes:
    """The years of which holidays are known: a page that tells of them is made anew when these are others."""
    return f"{latest_today().year}+{YEARS}".encode()


def hotline_hours(site: Site) -> Markup:
    """Hours, the state now, and the holidays of this year and the next."""
    return _hotline(site, card=False)


def home_hotline(site: Site) -> Markup:
    """Hours and the state now, as a card."""
    return _hotline(site, card=True)


def _hotline(site: Site, *, card: bool) -> Markup:
    hotline = site.taxonomy.hotline
    if hotline is None:
        return Markup("")
    hours = site.t(
        "hotline_hours",
        first=site.t(f"day_{hotline.days[0]}"),
        last=site.t(f"day_{hotline.days[-1]}"),
        opens=_clock(hotline.opens, site),
        closes=_clock(hotline.closes, site),
    )
    first = latest_today().year
    found = site.closures
    years = [
        (year, [(site.date(day), name) for day, name in found.items() if day.year == year])
        for year in range(first, first + SHOWN)
    ]
    known = script_json(_known(hotline, found, site))
    extended = site.taxonomy.contract_by_id[hotline.extended_by] if hotline.extended_by else None
    return fragment(
        "hotline",
        site,
        hours=hours,
        card=card,
        known=known,
        years=years,
        extended=extended,
        calendar=hotline_calendar(site),
    )


def _known(hotline: Hotline, closed: Closures, site: Site) -> dict[str, object]:
    last = max(closed, default=latest_today()).year
    return {
        "zone": hotline.time_zone,
        "opens": hotline.opens,
        "closes": hotline.closes,
        "days": [_DAYS.index(day) for day in hotline.days],
        "holidays": {day.isoformat(): name for day, name in closed.items()},
        "until": f"{last}-12-31",
        "t": {key: site.strings[key] for key in site.strings if key.startswith(TEXTS)},
    }


def _clock(text: str, site: Site) -> str:
    """`09:00`, or `9 h` and `9 h 30` in French."""
    if site.locale == "en":
        return text
    hour, minute = text.split(":")
    return f"{int(hour)}\u00a0h" + (f"\u00a0{minute}" if minute != "00" else "")
