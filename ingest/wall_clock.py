"""Moments as the clock on a wall shows them, for systems that note no more of a time than that."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

NEAR = timedelta(hours=2)
"""More than any clock is put back by."""


def on_the_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clock shows at a moment."""
    return moment.astimezone(zone).replace(tzinfo=None)


def since_on_the_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """From where on to read what came after a moment: earlier around the night the clock is put back, when an hour
    comes twice and the later pass would seem to lie before the earlier one."""
    before, later = ((moment + step).astimezone(zone).utcoffset() or timedelta() for step in (-NEAR, NEAR))
    return on_the_wall(moment, zone) - max(before - later, timedelta())
