"""What surfaces take where nobody says otherwise: the last month or week that is over, the hours of a working day."""

from datetime import date, timedelta

from eventlog.reading import EventLog
from metrics.empty import last_day
from metrics.period import Grain, Period, period_of
from metrics.stored import place_of


def usual_period(log: EventLog, grain: Grain = "month") -> Period:
    """The last one that is over: before the one in which the log ends."""
    return period_of(period_of(as_of(log), grain).first - timedelta(days=1), grain)


def as_of(log: EventLog) -> date:
    """The day up to which the log is complete; today where it holds nothing."""
    return last_day(log.database) or date.today()


def day_hours(log: EventLog) -> float | None:
    """The hours of a working day, where all entities work as long; None where they do not, or nobody has a calendar."""
    lengths = log.database.column(
        f"select distinct round(mean_minutes / 60, 3) from {place_of(log.database)}fact.entity_calendar"
    )
    return float(lengths[0]) if len(lengths) == 1 and lengths[0] else None
