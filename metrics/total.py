"""A total: the number that an indicator tells of some shares, with what stands behind it and why there may be none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt
from typing import Literal

from metrics.declaration import Measure
from metrics.period import Period

CENTS, FINE = 2, 6
"""Digits behind the point, of sums of money and of all else. Rounding is half to even, and last."""

WORTH = 10_000
MICROSECONDS_AN_HOUR = 3_600_000_000
SCALE: Mapping[str, Fraction] = {"worked_hours": Fraction(1, 60), "money": Fraction(1, 100)}
"""What makes of a unit in shares the unit that people read."""

ONE, PERCENT = Fraction(1), Fraction(100)
QUOTIENTS = ("ratio", "skill", "weighted")


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Sums:
    """What stands above and below the line, and the squares of what is above; exact."""

    above: Fraction
    below: Fraction
    squares: Fraction = Fraction(0)


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


def value_of(measure: Measure, sums: Sums) -> float | None:
    """The number that sums come to; None where there is nothing to divide by."""
    if measure.aggregate == "sum":
        value = sums.above * SCALE.get(measure.unit, ONE)
        return rounded(value, CENTS if measure.unit == "money" else FINE)
    if not sums.below:
        return None
    if measure.aggregate == "skill":
        return rounded(1 - abs(sums.above - sums.below) / abs(sums.below))
    quotient = sums.above / sums.below
    if measure.aggregate == "spread":
        return round(sqrt(abs(sums.squares / sums.below - quotient**2)) * float(SCALE.get(measure.unit, ONE)), FINE)
    return rounded(quotient * _quotient_scale(measure))


def part_told(measure: Measure, part: Fraction) -> float | None:
    """What is above or below the line, as people read it, where the value is a quotient."""
    if measure.aggregate not in QUOTIENTS:
        return None
    return rounded(part * SCALE.get(measure.parts, ONE))


def _quotient_scale(measure: Measure) -> Fraction:
    """A ratio is without a unit, or in points; a mean has that of its shares."""
    if measure.aggregate == "ratio":
        return PERCENT if measure.unit == "points" else ONE
    return SCALE.get(measure.unit, ONE)


def rounded(number: Fraction, digits: int = FINE) -> float:
    """The nearest number of so many digits, half to even."""
    return _nearest(*number.as_integer_ratio(), digits)


def _nearest(above: int, below: int, digits: int) -> float:
    """The same of a quotient, by whole numbers: those of a thousand slices are not felt."""
    tens = 10**digits
    whole, rest = divmod(above * tens, below)
    if 2 * rest > below or (2 * rest == below and whole % 2):
        whole += 1
    nearest: float = whole / tens
    return nearest
