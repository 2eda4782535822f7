"""A total: the number that an indicator tells of some shares, with what stands behind it and why there may be none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from metrics.declaration import Measure
from metrics.period import Period

CENTS, FINE = 2, 6
"""Digits behind the point, of sums of money and of all else. Rounding is half to even, and last."""

WORTH = 10_000
MICROSECONDS_AN_HOUR = 3_600_000_000
SCALE: Mapping[str, Fraction] = {"worked_hours": Fraction(1, 60), "money": Fraction(1, 100)}
"""What makes of a unit in shares the unit that people read."""

ONE, PERCENT = Fraction(1), 100
QUOTIENTS = ("ratio", "skill", "weighted")


# by projects there are thousands of them, and to freeze one takes longer than to sum it
@dataclass(slots=True)
class Total:
    """One number. `n` counts things once, those still open among them; `people` only where it is about people.

    Without a value, or where something is not in it, `why` says so. `slice` has the value of each slice it is cut by.
    """

    indicator: str
    measure: str
    of: Measure = field(repr=False)
    unit: str
    value: float | None
    n: int = 0
    open: int = 0
    numerator: float | None = None
    denominator: float | None = None
    currency: str | None = None
    slice: Mapping[str, str | None] = field(default_factory=dict)
    period: Period | None = None
    people: int | None = None
    why: str = ""
    hidden: bool = False

    @property
    def clock(self) -> Literal["business", "elapsed", ""]:
        """By which clock a duration is told."""
        if self.of.aggregate != "km":
            return ""
        return "elapsed" if self.measure.endswith("_elapsed") else "business"

    @property
    def title(self) -> str:
        """What the number is, with the statistic of a duration: Ready to sent, half within."""
        if self.of.aggregate != "km":
            return self.of.title
        words = "half within" if "median" in self.measure.rsplit("_", 2) else "9 in 10 within"
        return f"{self.of.title}, {words}{' (elapsed)' if self.clock == 'elapsed' else ''}"


class Sums(NamedTuple):
    """What stands above and below the line, and the squares of what is above: whole numbers, of which so many make one.

    Where there are squares, `below_scale` is theirs too.
    """

    above: int
    below: int
    above_scale: int
    below_scale: int
    squares: int = 0


def told_names(measure: Measure) -> tuple[str, ...]:
    """The names under which a measure is told: of a duration four, else its own."""
    if measure.aggregate != "km":
        return (measure.name,)
    prefix = "" if measure.name == "value" else f"{measure.name}_"
    endings = {"business": "", "elapsed": "_elapsed"}
    return tuple(f"{prefix}{word}{endings[clock]}" for clock in measure.clocks for word in ("median", "p90"))


def unit_of(measure: Measure, clock: str) -> str:
    """Time by the wall clock is in hours, whatever working time is counted in."""
    return "hours" if clock == "elapsed" else measure.unit


def hours(microseconds: float) -> float:
    """As people read it."""
    above, below = microseconds.as_integer_ratio()
    return _nearest(above, below * MICROSECONDS_AN_HOUR, FINE)


def hours_of_all(microseconds: npt.NDArray[np.int64]) -> list[float]:
    """The same of whole numbers, many at once."""
    fine, half = MICROSECONDS_AN_HOUR // 10**FINE, MICROSECONDS_AN_HOUR // 10**FINE // 2
    whole, rest = np.divmod(microseconds, fine)
    told: list[float] = ((whole + ((rest > half) | ((rest == half) & (whole % 2 == 1)))) / 10**FINE).tolist()
    return told


def value_of(measure: Measure, sums: Sums) -> float | None:
    """The number that sums come to; None where there is nothing to divide by."""
    if measure.aggregate == "sum":
        return _told(sums.above, sums.above_scale, measure.unit, CENTS if measure.unit == "money" else FINE)
    if not sums.below:
        return None
    above, below = sums.above, sums.below
    if sums.above_scale != sums.below_scale:
        above, below = above * sums.below_scale, below * sums.above_scale
    if measure.aggregate == "skill":
        return _nearest(abs(below) - abs(above - below), abs(below), FINE)
    if measure.aggregate == "spread":
        variance = Fraction(sums.squares, sums.below) - Fraction(above, below) ** 2
        return round(sqrt(abs(variance)) * float(SCALE.get(measure.unit, ONE)), FINE)
    if measure.aggregate == "ratio":
        return _nearest(above * (PERCENT if measure.unit == "points" else 1), below, FINE)
    return _told(above, below, measure.unit)


def part_told(measure: Measure, part: int, scale: int) -> float | None:
    """What is above or below the line, as people read it, where the value is a quotient."""
    return _told(part, scale, measure.parts) if measure.aggregate in QUOTIENTS else None


def _told(above: int, below: int, unit: str, digits: int = FINE) -> float:
    """A quotient in what people read a unit in, to so many digits."""
    scale = SCALE.get(unit, ONE)
    return _nearest(above * scale.numerator, below * scale.denominator, digits)


def _nearest(above: int, below: int, digits: int) -> float:
    """The nearest number of so many digits to a quotient, half to even, by whole numbers: those of a thousand slices
    are not felt."""
    tens = 10**digits
    whole, rest = divmod(above * tens, below) if below > 0 else divmod(-above * tens, -below)
    if 2 * rest > abs(below) or (2 * rest == abs(below) and whole % 2):
        whole += 1
    nearest: float = whole / tens
    return nearest
