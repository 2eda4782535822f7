"""From shares to totals, by any slices and any period, as `docs/indicators.md` says they come together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import WrongUse
from core.sql import load
from eventlog.reading import EventLog
from metrics.chosen import Chosen, choose
from metrics.cut import Cut
from metrics.declaration import Indicator, Measure
from metrics.empty import empty_totals
from metrics.kaplan_meier import Reached, quantiles
from metrics.period import Period, period_of
from metrics.stored import base_currency, stored_indicator
from metrics.total import (
    FINE,
    WORTH,
    Sums,
    Total,
    hours_of_all,
    part_told,
    told_names,
    unit_of,
    value_of,
)

if TYPE_CHECKING:
    import pyarrow

FIXED = 2**40
"""Sums are made of whole parts of this size, so that they are the same in whatever order shares are added."""

ONE = "(value is not null)::integer"
PARTS: Mapping[str, tuple[str, str]] = {
    "sum": ("value * {factor}", "0"),
    "mean": ("value * {factor}", ONE),
    "mean_abs": ("abs(value) * {factor}", ONE),
    "spread": ("value * {factor}", ONE),
    "ratio": ("numerator * {factor}", "denominator * {factor}"),
    "skill": ("numerator * {factor}", "denominator * {factor}"),
    "weighted": ("value * (weight * {factor})", "weight * {factor}"),
}
"""What goes above the line and below it."""

Row = Mapping[str, Any]
Told = list[float | None]
WHOLE = Cut()


def totals(log: EventLog, indicator: Indicator | str, cut: Cut = WHOLE) -> list[Total]:
    """The totals of an indicator that its log's viewer may see: of each measure, bucket of time and slice.

    The whole has a total also where there are no shares; it then says why there is no value.
    """
    found = stored_indicator(log, indicator) if isinstance(indicator, str) else indicator
    seen = cut.seen_by(log.viewer)
    wanted = _wanted(found, cut.measures)
    answered: dict[tuple[str | None, ...], list[Total]] = {}
    told: list[Total] = []
    for measure in found.measures:
        if not wanted & set(told_names(measure)):
            continue
        key = (measure.shares, measure.aggregate, measure.below)
        if key not in answered:
            answered[key] = list(_of_measure(log, found, measure, seen))
        told += [named for total in answered[key] if (named := _named(total, measure)).measure in wanted]
    return told


def _wanted(indicator: Indicator, measures: Sequence[str]) -> set[str]:
    """The measures to tell, by the names they are told under."""
    names = {measure.name: set(told_names(measure)) for measure in indicator.measures}
    everything = set().union(*names.values())
    unknown = [name for name in measures if name not in names and name not in everything]
    if unknown:
        raise WrongUse(
            f"{indicator.title} has no measure {', '.join(map(repr, unknown))}. It has: "
            f"{', '.join(name for measure in indicator.measures for name in told_names(measure))}."
        )
    return set().union(*(names.get(name, {name}) for name in measures)) if measures else everything


def measure_told_as(indicator: Indicator, name: str) -> Measure:
    """The measure that is told under a name, such as that of p90."""
    _wanted(indicator, (name,))
    return next(measure for measure in indicator.measures if name in (measure.name, *told_names(measure)))


def _named(total: Total, measure: Measure) -> Total:
    """The total under the name of another measure that has the same shares."""
    return total if total.of is measure else replace(total, of=measure, measure=measure.name)


def _of_measure(log: EventLog, indicator: Indicator, measure: Measure, cut: Cut) -> Iterator[Total]:
    chosen = choose(log.database, indicator, measure, cut)
    tell = _durations if measure.aggregate == "km" else _sums
    found = list(_placed(tell(log, indicator, measure, chosen), measure, cut))
    if not cut.by:
        found += empty_totals(log, indicator, measure, chosen, (cut, {total.period for total in found}))
        found.sort(key=lambda total: (total.period.first if total.period else date.min, total.measure))
    yield from found


def _placed(told: Iterable[Total], measure: Measure, cut: Cut) -> Iterator[Total]:
    """The totals with their periods, and without a value where the cut cannot have one."""
    lacking = sorted(set(measure.above_only) & cut.slices)
    for total in told:
        total.period = period_of(total.period.first, cut.grain) if cut.grain and total.period else cut.period
        if lacking:
            why = f"What is below the line has no {lacking[0]}."
            total.value, total.denominator, total.why = None, None, why
        elif measure.monthly and (total.period is None or total.period.grain != "month"):
            total.value, total.why = None, "Told for single months only."
        yield total


def _sums(log: EventLog, indicator: Indicator, measure: Measure, chosen: Chosen) -> Iterator[Total]:
    above, below = PARTS[measure.aggregate]
    money = measure.is_money
    named = {"above": above.format(factor=WORTH if money else 1), "below": below.format(factor=WORTH if money else 1)}
    if measure.aggregate == "spread":
        named["squares"] = f"({named['above']}) ** 2"
    if money:
        named |= {"above_worth": above.format(factor="worth"), "below_worth": below.format(factor="worth")}
    sums = [f"sum((({of}) * {FIXED}::double)::hugeint) as {name}" for name, of in named.items()]
    sums += ["count(distinct person) as people"] if indicator.about_people else []
    statement = load("metrics", "sums.sql").replace("{keys}", ", ".join(chosen.keys)).replace("{things}", chosen.things)
    statement = statement.replace("{sums}", ", ".join(sums)).replace("{chosen}", chosen.statement)
    own = _own_currencies(log, chosen) if money else {}
    base = base_currency(log.database) if money else None
    for row in chosen.rows(log.database, statement):
        currency = own.get(tuple(row[name] for name in chosen.by))
        yield _summed(indicator, measure, row, (currency, base), chosen.by)


def _own_currencies(log: EventLog, chosen: Chosen) -> dict[tuple[Any, ...], str | None]:
    """By the values of the slices, the currency of those that only ever have one."""
    one = "case when min(currency) = max(currency) and count(currency) = count(*) then min(currency) end as currency"
    rows = chosen.rows(log.database, f"select {chosen.slices} {one} from ({chosen.ever}) group by all")
    return {tuple(row[name] for name in chosen.by): row["currency"] for row in rows}


def _summed(
    indicator: Indicator, measure: Measure, row: Row, currencies: tuple[str | None, str | None], by: tuple[str, ...]
) -> Total:
    own, base = currencies
    ending = "_worth" if measure.is_money and own is None else ""
    scale = FIXED * (WORTH if measure.is_money else 1)
    counted = measure.aggregate in ("mean", "mean_abs", "spread")
    above, below = int(row[f"above{ending}"] or 0), int(row["below" if counted else f"below{ending}"] or 0)
    below_scale = FIXED if counted else scale
    known = not (ending and row["without_rate"])
    sums = Sums(above, below, scale, below_scale, int(row.get("squares") or 0))
    value = value_of(measure, sums) if known else None
    why = "" if value is not None else "Nothing to divide by." if known else "Not every currency in it has a rate."
    return Total(
        indicator=indicator.name, measure=measure.name, of=measure, unit=measure.unit, value=value, n=row["n"],
        open=row["open"], numerator=part_told(measure, above, scale) if known else None,
        denominator=part_told(measure, below, below_scale) if known else None, currency=own or base,
        slice={name: row[name] for name in by},
        period=_bucket(row), people=row.get("people"), why=why,
    )  # fmt: skip


def _bucket(row: Row) -> Period | None:
    first = row.get("bucket")
    return Period(first, first) if first is not None else None


def _durations(log: EventLog, indicator: Indicator, measure: Measure, chosen: Chosen) -> Iterator[Total]:
    """Half and nine in ten, by working time and by the wall clock."""
    people = ", count(distinct person) as people" if indicator.about_people else ""
    keys = ", ".join(chosen.keys)
    groups = f"select {keys}, {chosen.things} {people} from ({chosen.statement}) group by all order by {keys}"
    rows = chosen.rows(log.database, groups)
    things = f"from ({chosen.statement}) where {chosen.stands}"
    if not chosen.stands:
        times = "min(value) as value, min(elapsed) as elapsed, bool_or(is_open) as is_open"
        things = f"select {keys}, {times} from ({chosen.statement}) group by {keys}, {chosen.thing}"
    same = " and ".join(f"things.{name} is not distinct from numbered.{name}" for name in chosen.keys)
    statement = (
        f"with numbered as (select {keys}, row_number() over (order by {keys}) - 1 as number from ({chosen.statement}) "
        f"group by {keys}) select number::bigint as number, value, elapsed, is_open from ({things}) as things "
        f"join numbered on {same}"
    )
    table = log.database.arrow(statement, **{name: of for name, of in chosen.values.items() if f"${name}" in statement})
    columns = {"business": "value", "elapsed": "elapsed"}
    with ThreadPoolExecutor(len(measure.clocks)) as pool:
        found = pool.map(
            lambda clock: _quantiles(table, columns[clock], unit_of(measure, clock), len(rows)), measure.clocks
        )
    places = [({name: row[name] for name in chosen.by}, _bucket(row)) for row in rows]
    for clock, (half, tenth, lost) in zip(measure.clocks, found, strict=True):
        unit = unit_of(measure, clock)
        median, ninth = (name for name in told_names(measure) if name.endswith("_elapsed") == (clock == "elapsed"))
        for row, (slices, bucket), *both, without in zip(rows, places, half, tenth, lost, strict=True):
            for name, time, left in ((median, both[0], "half"), (ninth, both[1], "nine in ten")):
                yield Total(
                    indicator=indicator.name, measure=name, of=measure, unit=unit, value=time,
                    n=row["n"], open=row["open"], slice=slices, period=bucket, people=row.get("people"),
                    why="" if time is not None and not without else _why(time, left, without, row["n"]),
                )  # fmt: skip


def _quantiles(table: "pyarrow.Table", column: str, unit: str, rows: int) -> tuple[Told, Told, list[int]]:
    """Of each row the times by which half and nine in ten are done, as people read them, and how many have none."""
    group, still, times = (table[name].to_numpy() for name in ("number", "is_open", column))
    unknown = np.isnan(times)
    without = np.bincount(group[unknown], minlength=rows).tolist()
    if unknown.any():
        group, still, times = (column[~unknown] for column in (group, still, times))
    counted = times.astype(np.int64 if unit == "hours" else np.float64)
    half, tenth = quantiles(group, counted, still.astype(bool), rows)
    return _told(half, unit), _told(tenth, unit), without


def _told(reached: Reached, unit: str) -> Told:
    times = reached.times
    told = hours_of_all(times.astype(np.int64)) if unit == "hours" else [round(time, FINE) for time in times.tolist()]
    return [None if never else time for time, never in zip(told, reached.never.tolist(), strict=True)]


def _why(time: float | None, left: str, without: int, things: int) -> str:
    """Why a duration has no value, or not of all its things."""
    why = f"Fewer than {left} are done." if time is None else ""
    if not without:
        return why
    if without == things:
        return "No entity in it has a calendar, so there is no working time."
    return f"Without {without:,} of {things:,}, whose entity has no calendar. {why}".strip()
