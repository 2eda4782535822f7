"""The shares of one measure that a cut is about, as a query; and how their things are counted."""

from dataclasses import dataclass
from typing import Any

from core.database import Database
from core.sql import load, quoted
from eventlog.filters.condition import Bindings
from metrics.cut import Cut
from metrics.declaration import Indicator, Measure
from metrics.shares import SCHEMA, shares_of
from metrics.stored import place_of

THING = "object_id || chr(31) || part"


@dataclass(frozen=True)
class Chosen:
    """`statement` gives the shares, with their `bucket` of time. `ever` gives those of any time.

    Where every thing lies with all its rows in one group, its `first` row stands for it: `by_first`. Else things are
    told apart one by one.
    """

    statement: str
    ever: str
    values: dict[str, object]
    by: tuple[str, ...]
    by_first: bool

    @property
    def slices(self) -> str:
        """The slices, each with a comma behind it."""
        return "".join(f"{quoted(name)}, " for name in self.by)

    @property
    def things(self) -> str:
        """How many things there are, and how many of them are open."""
        if self.by_first:
            return 'count(*) filter ("first") as n, count(*) filter ("first" and is_open) as open'
        return f"count(distinct {THING}) as n, count(distinct {THING}) filter (is_open) as open"

    def rows(self, database: Database, statement: str) -> list[dict[str, Any]]:
        """The rows of a query over the shares, by column."""
        named = {name: value for name, value in self.values.items() if f"${name}" in statement}
        table = database.arrow(statement, **named)
        found: list[dict[str, Any]] = table.to_pylist()
        return found


def choose(database: Database, indicator: Indicator, measure: Measure, cut: Cut) -> Chosen:
    """The shares of `measure` for a cut that its viewer may see."""
    bindings = Bindings()
    bindings.values["measure"] = measure.shares
    conditions = [each.in_sql(bindings) for each in cut.only]
    # where what is below the line has no client, those who have none are not told as a client of their own
    conditions += [f"{quoted(name)} is not null" for name in cut.by if name in measure.above_only]
    bucket = f"date_trunc('{cut.grain}', day)::date" if cut.grain else "null::date"
    shares = f"{place_of(database)}{shares_of(indicator)}"
    ever = _statement(shares, bucket, conditions)
    conditions += _when(database, measure, cut, bindings)
    return Chosen(
        _statement(shares, bucket, conditions), ever, bindings.values, cut.by,
        _lies_in_one_group(database, (indicator.name, measure), cut),
    )  # fmt: skip


def last_months(database: Database, cut: Cut) -> list[Any]:
    """Of a stock, the month whose end stands for the period, or for each bucket of it."""
    statement = load("metrics", "last_months.sql").replace("{bucket}", cut.grain or "millennium")
    first, last = (cut.period.first, cut.period.last) if cut.period else (None, None)
    statement = statement.replace("{place}", place_of(database))
    return database.column(statement, first=first, last=last)


def _when(database: Database, measure: Measure, cut: Cut, bindings: Bindings) -> list[str]:
    if measure.stock:
        months = bindings.bind(last_months(database, cut))
        return [f"list_contains({months}::date[], date_trunc('month', day)::date)"]
    if cut.period is None:
        return []
    return [f"day between {bindings.bind(cut.period.first)} and {bindings.bind(cut.period.last)}"]


def _statement(shares: str, bucket: str, conditions: list[str]) -> str:
    text = load("metrics", "chosen_shares.sql").replace("{shares}", shares).replace("{bucket}", bucket)
    return text.replace("{condition}", " and ".join(conditions) or "true")


def _lies_in_one_group(database: Database, of: tuple[str, Measure], cut: Cut) -> bool:
    name, measure = of
    measured = f"{place_of(database)}{SCHEMA}.measured"
    found = database.rows(
        f"select one_day, own from {measured} where indicator = $name and measure = $measure",
        name=name,
        measure=measure.shares,
    )
    if not found:
        return True
    one_day, own = found[0]
    # the shares of a stock that are chosen for a bucket are of one day
    return bool(one_day or measure.stock or cut.grain == "day") and cut.slices <= set(own)
