"""How the shares of a measure are spread: how many lie in each step of a scale, those still open apart."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eventlog.reading import EventLog
from metrics.chosen import choose
from metrics.cut import Cut
from metrics.declaration import Indicator
from metrics.rollup import measure_told_as
from metrics.stored import stored_indicator
from metrics.total import MICROSECONDS_AN_HOUR, SCALE, unit_of

BINS = 20
WIDE = 95
"""The scale reaches to this percentile; what lies above is in the last bin, which has no end."""

NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Bin:
    """From `first` up to but not with `end`, which is None for the last; how many are done, and how many still open."""

    first: float
    end: float | None
    done: int
    open: int


def distribution(log: EventLog, indicator: Indicator | str, measure: str, cut: Cut) -> list[Bin]:
    """The bins of a duration, by the clock of `measure`, or of a value each thing has; none where there is none."""
    found = stored_indicator(log, indicator) if isinstance(indicator, str) else indicator
    of = measure_told_as(found, measure)
    elapsed = of.aggregate == "km" and measure.endswith("_elapsed")
    column = "elapsed" if elapsed else "value"
    chosen = choose(log.database, found, of, cut.seen_by(log.viewer))
    # a thing of several projects counts once
    statement = (
        f"select any_value({column}) as own_value, bool_or(is_open) as still from ({chosen.statement}) "
        f"where {column} is not null group by object_id, part, day"
    )
    values = {name: value for name, value in chosen.values.items() if f"${name}" in statement}
    table = log.database.arrow(statement, **values)
    if not table.num_rows:
        return []
    in_hours = of.aggregate == "km" and unit_of(of, "elapsed" if elapsed else "business") == "hours"
    scale = 1 / MICROSECONDS_AN_HOUR if in_hours else float(SCALE.get(of.unit, 1))
    numbers = table["own_value"].to_numpy() * scale
    still = table["still"].to_numpy().astype(bool)
    return _bins(numbers, still)


def _bins(numbers: npt.NDArray[np.float64], still: npt.NDArray[np.bool_]) -> list[Bin]:
    low, high = min(0.0, float(numbers.min())), float(np.percentile(numbers, WIDE))
    step = _nice((high - low) / BINS or 1.0)
    start = np.floor(low / step) * step
    steps = max(1, int(np.ceil((high - start) / step + 1e-9)))
    place = np.clip(((numbers - start) / step + 1e-9).astype(int), 0, steps)
    done, waiting = (np.bincount(place[chosen], minlength=steps + 1).tolist() for chosen in (~still, still))
    edges = [round(float(start + step * number), 9) for number in range(steps + 2)]
    bins = [Bin(edges[n], edges[n + 1], done[n], waiting[n]) for n in range(steps)]
    return [*bins, Bin(edges[steps], None, done[steps], waiting[steps])]


def _nice(width: float) -> float:
    """The next width that reads well: 1, 2, 2.5, 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(width))
    return float(next(part * power for part in NICE if part * power >= width * (1 - 1e-9)))
