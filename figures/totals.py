"""A total of an indicator as charts and tables tell it: durations in business days, points as parts of one."""

from figures.amounts import Unit
from metrics.total import Total

HOURS_A_DAY, POINTS = 24, 100


def unit_of(total: Total, day: float | None) -> Unit:
    """The unit in which a total is told; `day` is how many hours a working day has."""
    if total.unit == "hours":
        if total.clock == "elapsed":
            return Unit("days")
        return Unit("business_days") if day else Unit("business_hours")
    kinds = {"money": "money", "share": "share", "points": "points", "days": "days", "business_days": "business_days"}
    kind = kinds.get(total.unit, "hours" if total.unit == "worked_hours" else "count")
    return Unit(kind, total.currency or "" if kind == "money" else "")  # type: ignore[arg-type]


def scale_of(total: Total, day: float | None) -> float:
    """What a value in the total's own unit is divided by to be in that of `unit_of`."""
    if total.unit == "hours":
        return HOURS_A_DAY if total.clock == "elapsed" else day or 1
    return POINTS if total.unit == "points" else 1


def sized(total: Total | None, day: float | None) -> float | None:
    """A total's value in the unit of `unit_of`."""
    if total is None or total.value is None:
        return None
    return total.value / scale_of(total, day)
