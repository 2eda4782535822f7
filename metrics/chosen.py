"""The shares of one measure that a cut is about, as a query; and how their things are counted."""

from dataclasses import dataclass
from typing import Any

from core.database import Database
from core.sql import load, quoted
from eventlog.filters.condition import Bindings
from metrics.cut import Cut
from metrics.declaration import Indicator, Measure
from metrics.shares import SCHEMA, SLICES, bit_of, shares_of
from metrics.stored import place_of


@dataclass(frozen=True)
class Chosen:
    """`statement` gives the shares, with their `bucket` of time. `ever` gives those of any time.

    Where one row of each thing stands for it in each group, `stands` is the condition on that row. Else things are told
    apart one by one, by `thing`; not those still open where `none_open`.
    """

    statement: str
    ever: str
    values: dict[str, object]
    by: tuple[str, ...]
    in_time: bool
    stands: str | None
    thing: str
    none_open: bool

    @property
    def slices(self) -> str:
        """The slices, each with a comma behind it."""
        return "".join(f"{quoted(name)}, " for name in self.by)

    @property
    def keys(self) -> tuple[str, ...]:
        """What tells groups apart, in their order: by one column alone it takes half the time."""
        return tuple(map(quoted, self.by if self.by and not self.in_time else ("bucket", *self.by)))

    @property
    def things(self) -> str:
        """How many things there are, and how many of them are open."""
        if self.stands:
            return f"count(*) filter ({self.stands}) as n, count(*) filter ({self.stands} and is_open) as open"
        # few are open: a filter would tell all apart once more
        still = "0::bigint" if self.none_open else f"count(distinct case when is_open then {self.thing} end)"
        return f"count(distinct {self.thing}) as n, {still} as open"

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
    conditions += [f"{measure.below} is not null"] if measure.below else []
    bucket = f"date_trunc('{cut.grain}', day)::date" if cut.grain else "null::date"
    place = (f"{place_of(database)}{shares_of(indicator)}", bucket, _told(measure))
    ever = _statement(place, conditions)
    conditions += _when(database, measure, cut, bindings)
    one_day, compared, own = _how_they_lie(database, indicator, measure)
    # the shares of a stock that are chosen for a bucket are of one day
    one_day = one_day or measure.stock or cut.grain == "day"
    stands = _stands(cut, compared, own) if one_day else None
    # to tell apart those that are open is a sixth of such a question, to see that there are none next to nothing
    open_ones = f"select bool_or(is_open) from {place[0]} where measure = $measure"
    return Chosen(
        _statement(place, conditions), ever, bindings.values, cut.by, cut.grain is not None, stands,
        "thing_no" if one_day else "hash(object_id, part)",
        stands is None and not database.value(open_ones, measure=measure.shares),
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


def _told(measure: Measure) -> str:
    """The columns of its shares, with what is its own below the line."""
    others = {"value", "weight"} if measure.below else set()
    own = [f"{measure.below} as denominator"] if measure.below not in (None, "denominator") else []
    replaced = ", ".join([*own, *(f"null::double as {name}" for name in sorted(others))])
    return f"* replace ({replaced})" if replaced else "*"


def _statement(place: tuple[str, str, str], conditions: list[str]) -> str:
    shares, bucket, told = place
    text = load("metrics", "chosen_shares.sql").replace("{told}", told).replace("{bucket}", bucket)
    return text.replace("{shares}", shares).replace("{condition}", " and ".join(conditions) or "true")


def _stands(cut: Cut, compared: bool, own: set[str]) -> str | None:
    """Which row of a thing of one day stands for it in its group: the first, or that which first has the group's value
    of the one slice of which it may have several. Of several values at once, none does."""
    several = cut.slices - own
    if not several:
        return '"first"'
    name = min(several)
    alone = name in cut.by or any(len(each.values) == 1 and not each.is_not for each in cut.only if each.slice == name)
    return f"(again & {bit_of(name)}) = 0" if compared and several == {name} and alone else None


def _how_they_lie(database: Database, indicator: Indicator, measure: Measure) -> tuple[bool, bool, set[str]]:
    """Whether each thing is of one day only, whether all its rows were compared, and of which slices it has one value a
    day; without shares all is so."""
    measured = f"{place_of(database)}{SCHEMA}.measured"
    found = database.rows(
        f"select one_day, compared, own from {measured} where indicator = $name and measure = $measure",
        name=indicator.name,
        measure=measure.shares,
    )
    return (*found[0][:2], set(found[0][2])) if found else (True, True, set(SLICES))
