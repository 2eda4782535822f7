"""The totals of a measure by each slice against plain sums over what the indicator's statement gives, by one query.

Money, which converts, and stocks, of which a range shows the last month, are left to the tests, and so are regions,
which entities lend; of durations only the things are counted here.
"""

from collections.abc import Iterator, Sequence
from math import isclose

from core.sql import load, quoted
from eventlog.reading import EventLog
from metrics.cut import Cut
from metrics.declaration import Indicator, Measure
from metrics.rollup import PARTS, totals
from metrics.total import SCALE, Total

SUMMED = ("ratio", "sum", "mean")


def told_otherwise(log: EventLog, indicator: Indicator, measure: Measure, slices: Sequence[str]) -> Iterator[str]:
    """A sentence for each slice and value of which something else is told than the plain sums come to."""
    columns = set(log.database.column(f"select column_name from (describe {indicator.statement})"))
    names = [name for name in slices if name in columns and name != "region"]
    if measure.is_money or measure.stock or not names:
        return
    told = {
        (name, total.slice[name]): total
        for name in names
        for total in totals(log, indicator, Cut((name,), measures=(measure.name,)))
    }
    rows = log.database.rows(_statement(indicator, measure, names, columns), measure=measure.shares, names=names)
    summed = {(name, value): sums for name, value, *sums in rows if value is not None or name not in measure.above_only}
    for key in told.keys() | summed.keys():
        if key not in told or key not in summed or not _agree(told[key], measure, summed[key]):
            yield f"{indicator.name}, {measure.name} of {key}: {told.get(key)} and {summed.get(key)}"


def _statement(indicator: Indicator, measure: Measure, names: Sequence[str], columns: set[str]) -> str:
    conditions = [f"{measure.below} is not null"] if measure.below else []
    if "starts_at" in columns:
        conditions.append("(starts_at is null or coalesce(ends_at, span.as_of) >= starts_at)")
    above, below = PARTS[measure.aggregate] if measure.aggregate in SUMMED else ("null", "null")
    moments = [quoted(name) for name in ("starts_at", "at") if name in columns]
    named = {
        "slices": ", ".join(map(quoted, names)),
        "sets": ", ".join(f"({quoted(name)})" for name in names),
        "part": "part" if "part" in columns else "''",
        "above": above.format(factor=1),
        "below": below.format(factor=1).replace("denominator", measure.below or "denominator"),
        "at": f"coalesce({', '.join(moments)})",
        "condition": " and ".join(conditions) or "true",
        "given": indicator.statement,
    }
    statement = load("benchmarks", "direct_sums.sql")
    for name, text in named.items():
        statement = statement.replace(f"{{{name}}}", text)
    return statement


def _agree(total: Total, measure: Measure, sums: Sequence[float | None]) -> bool:
    things, above, below = (float(each or 0) for each in sums)
    if total.n != things:
        return False
    if measure.aggregate not in SUMMED:
        return True
    if measure.aggregate == "ratio":
        scale = float(SCALE.get(measure.parts, 1))
        pairs = [(total.numerator, above * scale), (total.denominator, below * scale)]
    else:
        scale = float(SCALE.get(measure.unit, 1))
        pairs = [(total.value, scale * (above if measure.aggregate == "sum" else above / (below or 1)))]
    return all(told is None or isclose(told, summed, rel_tol=1e-9, abs_tol=1e-5) for told, summed in pairs)
