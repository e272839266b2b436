"""What day it is, the same for a whole build and for a repeated one."""

import datetime as dt
import os

_EARLIEST_ZONE = dt.timezone(dt.timedelta(hours=14))


def build_instant() -> dt.datetime:
    """`SOURCE_DATE_EPOCH` (seconds, https://reproducible-builds.org) if set, else now; in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The day in Paris, where the hotline is."""
    from zoneinfo import ZoneInfo  # a build asks for the latest day only

    return build_instant().astimezone(ZoneInfo("Europe/Paris")).date()


def latest_today() -> dt.date:
    """The day where it is latest on Earth (UTC+14): only what is after it lies in the future."""
    return build_instant().astimezone(_EARLIEST_ZONE).date()


def day_began() -> dt.datetime:
    """When that day began, in UTC: no time of a build is told more closely, so that all builds of a day are the same."""
    return dt.datetime.combine(latest_today(), dt.time(), _EARLIEST_ZONE).astimezone(dt.UTC)
