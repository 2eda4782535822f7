"""Each object's share in each indicator, kept with the generation as `indicator.<name>`.

An indicator's statement gives rows with `measure`, `object_id` and `entity`, and of `GIVEN` what else they have. A
duration's rows have `starts_at` and `ends_at` (null while it is open): its `at`, both durations and whether it is open
follow from them; in a measure of business days, working time is counted in mean working days of the entity. What ended
before it started is no duration. Shares lie in the order of measure, day and thing (object and part); `first` marks
the first row of a thing on a day, `thing_no` numbers the things of all days, `again` has a bit for each slice, in the
order of `SLICES`: set where an earlier row of the thing on that day has the same value of it.
"""

from collections.abc import Mapping
from difflib import get_close_matches

from core.business_time import worked_expression
from core.database import Database
from core.errors import BadSettings
from core.sql import load, quoted
from metrics.declaration import Indicator
from metrics.needs import untold

SLICES = (
    "entity", "region", "practice", "service_line", "client", "project", "project_manager", "billing_type", "kind",
    "approver_role", "rule",
)  # fmt: skip
NUMBERS = ("value", "numerator", "denominator", "weight")
GIVEN: Mapping[str, str] = {
    "measure": "varchar", "object_id": "varchar", "part": "varchar", "person": "varchar", "at": "timestamp",
    "starts_at": "timestamp", "ends_at": "timestamp", "is_open": "boolean", **dict.fromkeys(NUMBERS, "double"),
    "currency": "varchar", **dict.fromkeys(SLICES, "varchar"),
}  # fmt: skip
REQUIRED = ("measure", "object_id", "entity")
SCHEMA = "indicator"
LOOK_BACK = 12
"""With so many rows before it is each compared for `again`; `indicator.measured` says where a thing has more."""


def nothing_kept(database: Database) -> None:
    """An empty schema for shares in a generation under construction."""
    database.run(f"drop schema if exists {SCHEMA} cascade; create schema {SCHEMA}")
    database.run(load("metrics", "_kept.sql").replace("{schema}", SCHEMA))


def keep_reason(database: Database, name: str, reason: str) -> None:
    """Note why an indicator is left out."""
    database.run(f"insert into {SCHEMA}.left_out values ($name, $reason)", name=name, reason=reason)


def keep_base_currency(database: Database) -> None:
    """Note in which currency money of several is told."""
    database.run(f"insert into {SCHEMA}.base_currency {load('metrics', 'base_currency.sql')}")


def keep_shares(database: Database, indicator: Indicator) -> None:
    """Run an indicator's statement on the facts and keep its shares: none where no system tells what it needs."""
    database.run(f"create or replace temp view given as {indicator.statement}")
    columns = set(database.column("select column_name from (describe given)"))
    _refuse_wrong(indicator, columns)
    selected = ", ".join(
        f"cast({quoted(name) if name in columns else 'null'} as {kind}) as {quoted(name)}"
        for name, kind in GIVEN.items()
    )
    unknown = " where false" if untold(database, indicator.needs) else ""
    statement = load("metrics", "shares.sql").replace("{given}", f"select {selected} from given{unknown}")
    statement = statement.replace("{timed}", _timed(columns)).replace("{priced}", _priced(indicator))
    for name, text in _comparing(columns).items():
        statement = statement.replace(f"{{{name}}}", text)
    in_days = [measure.shares for measure in indicator.measures if measure.unit == "business_days"]
    database.run(f"create or replace table {shares_of(indicator)} as {statement}", in_days=in_days)
    database.run("drop view given")
    database.run(load("metrics", "_kept.sql").replace("{schema}", SCHEMA))
    _keep_how_they_lie(database, indicator)
    _refuse_undeclared(database, indicator)


def _timed(columns: set[str]) -> str:
    """The step that times shares; where none has a start, nothing is looked up."""
    if "starts_at" not in columns:
        return "select *, value as own_value, null as elapsed from placed"
    statement = load("metrics", "timed_shares.sql")
    for end in ("started", "ended"):
        statement = statement.replace(f"{{worked_when_{end}}}", worked_expression(f"{end}_us", f"day_{end}"))
    return statement


def _priced(indicator: Indicator) -> str:
    """The step that prices shares; where no measure is of money, nothing is looked up."""
    if any(measure.is_money for measure in indicator.measures):
        return load("metrics", "priced_shares.sql")
    return "select *, null::double as worth from timed"


def _comparing(columns: set[str]) -> dict[str, str]:
    """The parts that compare the slices of each row with those of the rows before; one that is not there is alike."""
    compared = [name for name in SLICES if name in columns | {"region"}]
    bits = [f'(not "first")::integer * {sum(bit_of(name) for name in SLICES if name not in compared)}']
    for name in compared:
        same = " or ".join(f"hash_{name} = lag(hash_{name}, {back}) over ()" for back in range(1, LOOK_BACK + 1))
        bits.append(f"coalesce({same}, false)::integer * {bit_of(name)}")
    return {
        "hashes": ", ".join(f"hash(thing_no, {name}) as hash_{name}" for name in compared),
        "hashed": ", ".join(f"hash_{name}" for name in compared),
        "again": " + ".join(bits),
    }


def bit_of(slice_name: str) -> int:
    """The bit of a slice in `again`."""
    return 1 << SLICES.index(slice_name)


def shares_of(indicator: Indicator) -> str:
    """The table of an indicator's shares."""
    return f"{SCHEMA}.{quoted(indicator.name)}"


def _keep_how_they_lie(database: Database, indicator: Indicator) -> None:
    """Note what spares counting things one by one: see `_kept.sql`."""
    own = ", ".join(f'bool_and("first" or (again & {bit_of(name)}) > 0) as {name}' for name in SLICES)
    statement = load("metrics", "how_shares_lie.sql").replace("{own}", own).replace("{beyond}", str(LOOK_BACK + 1))
    statement = statement.replace("{shares}", shares_of(indicator)).replace("{slices}", ", ".join(SLICES))
    database.run(f"delete from {SCHEMA}.declared where name = $indicator", indicator=indicator.name)
    database.run(f"delete from {SCHEMA}.measured where indicator = $indicator", indicator=indicator.name)
    database.run(f"insert into {SCHEMA}.measured {statement}", indicator=indicator.name)
    database.run(
        f"insert into {SCHEMA}.declared values ($name, $text, $definition)",
        name=indicator.name,
        text=indicator.statement,
        definition=indicator.definition,
    )


def _refuse_wrong(indicator: Indicator, columns: set[str]) -> None:
    missing = [name for name in REQUIRED if name not in columns]
    unknown = sorted(columns - GIVEN.keys())
    if missing or unknown:
        told = [f"lacks {', '.join(missing)}"] if missing else []
        told += [f"gives {', '.join(unknown)}, which no share has"] if unknown else []
        raise BadSettings(
            f"The indicator {indicator.name} {' and '.join(told)}. A share has {', '.join(GIVEN)}; mend its statement."
        )


def _refuse_undeclared(database: Database, indicator: Indicator) -> None:
    """A measure that the header does not declare would be told nowhere, and the one that was meant would seem empty."""
    given = database.column(f"select measure from {SCHEMA}.measured where indicator = $name", name=indicator.name)
    declared = sorted({measure.shares for measure in indicator.measures})
    undeclared = sorted({name or "(no name)" for name in given} - set(declared))
    if undeclared:
        near = get_close_matches(undeclared[0], declared, n=1)
        meant = f"the nearest to {undeclared[0]!r} is {near[0]!r}" if near else f"it declares {', '.join(declared)}"
        raise BadSettings(
            f"The indicator {indicator.name} gives shares of {', '.join(map(repr, undeclared))}, which its header "
            f"declares no measure for; {meant}. Mend the statement, or add a [[measure]] of that name."
        )
