"""One number by two formulas: the steps from the one to the other, in what makes the difference."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import WrongUse
from core.sql import load
from eventlog.reading import EventLog
from metrics.chosen import choose
from metrics.cut import Cut
from metrics.declaration import Indicator, Measure
from metrics.rollup import measure_told_as
from metrics.standing import too_few
from metrics.stored import group_limit, stored_indicator
from metrics.total import FINE, PERCENT, SCALE


@dataclass(frozen=True)
class Step:
    """A step: what is added or taken away, how much of it (hours, money or a count), and what the number is then."""

    words: str
    amount: float
    value: float | None


def formulas(indicator: Indicator) -> dict[str, str]:
    """The measures of an indicator that tell one number by formulas of their own, with what each formula is."""
    return {measure.name: measure.formula for measure in indicator.measures if measure.formula}


def reconciled(log: EventLog, indicator: Indicator | str, one: str, other: str, cut: Cut) -> list[Step]:
    """From formula `one` to formula `other`: a step for what only one of them counts above and below the line.

    The first step is the number by `one`, the last is the number by `other`. What has nothing in it is left out.
    """
    found = stored_indicator(log, indicator) if isinstance(indicator, str) else indicator
    measures = [measure_told_as(found, name) for name in (one, other)]
    if any(measure.aggregate != "ratio" or not measure.formula for measure in measures):
        known = ", ".join(formulas(found)) or "none"
        raise WrongUse(f"Steps lead from one formula of a ratio to another. {found.title} has these: {known}.")
    seen = cut.seen_by(log.viewer)
    first, second = (choose(log.database, found, measure, seen) for measure in measures)
    statement = load("metrics", "formula_steps.sql").replace("{one}", first.statement.replace("$measure", "$one"))
    statement = statement.replace("{other}", second.statement.replace("$measure", "$other"))
    values = {name: value for name, value in first.values.items() if name != "measure"}
    if found.about_people:
        (people,) = first.rows(log.database, f"select count(distinct person) as people from ({first.statement})")
        if too_few(people["people"], group_limit(log.database)):
            raise WrongUse("These are figures about too few people, and are not shown. Take in more of them.")
    sums = log.database.row(statement, **values, one=measures[0].shares, other=measures[1].shares)
    return list(_steps((measures[0], measures[1]), [float(number or 0) for number in sums]))


def _steps(measures: tuple[Measure, Measure], sums: list[float]) -> Iterator[Step]:
    one, other = measures
    above, below, *changes = sums
    scale = float(SCALE.get(one.parts, 1))
    yield Step(one.formula, 0.0, _value(one, above, below))
    told = (
        ("Above the line, only by the second", 1, 0),
        ("Above the line, only by the first", -1, 0),
        ("Below the line, only by the second", 0, 1),
        ("Below the line, only by the first", 0, -1),
    )
    for (words, up, down), amount in zip(told, changes, strict=True):
        if amount:
            above, below = above + up * amount, below + down * amount
            yield Step(words, (up + down) * amount * scale, _value(one, above, below))
    yield Step(other.formula, 0.0, _value(other, above, below))


def _value(measure: Measure, above: float, below: float) -> float | None:
    scale = PERCENT if measure.unit == "points" else 1
    return round(above / below * scale, FINE) if below else None
