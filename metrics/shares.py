"""Each object's share in each indicator, kept with the generation as `indicator.<name>`.

An indicator's statement gives rows with `measure`, `object_id` and `entity`, and of `GIVEN` what else they have. A
duration's rows have `starts_at` and `ends_at` (null while it is open): its `at`, both durations and whether it is open
follow from them. What ended before it started is no duration.
"""

from collections.abc import Callable, Mapping

from core.business_time import worked_expression
from core.calendars import Calendar
from core.database import Database
from core.errors import BadSettings
from core.sql import load, quoted
from metrics.declaration import Indicator
from metrics.facts.making import make_facts

SLICES = (
    "entity", "region", "practice", "service_line", "client", "project", "project_manager", "billing_type", "kind",
    "approver_role", "rule",
)  # fmt: skip
NUMBERS = ("value", "numerator", "denominator", "weight")
GIVEN: Mapping[str, str] = {
    "measure": "varchar", "object_id": "varchar", "part": "varchar", "at": "timestamp", "starts_at": "timestamp",
    "ends_at": "timestamp", "is_open": "boolean", **dict.fromkeys(NUMBERS, "double"), "currency": "varchar",
    **dict.fromkeys(SLICES, "varchar"),
}  # fmt: skip
REQUIRED = ("measure", "object_id", "entity")


def make_shares(database: Database, indicators: Mapping[str, Indicator], calendars: Callable[[str], Calendar]) -> None:
    """Make the facts and all shares anew in a generation under construction."""
    make_facts(database, calendars)
    database.run("drop schema if exists indicator cascade; create schema indicator")
    for one in indicators.values():
        keep_shares(database, one)


def keep_shares(database: Database, indicator: Indicator) -> None:
    """Run an indicator's statement on the facts and keep its shares."""
    database.run(f"create or replace temp view given as {indicator.statement}")
    columns = set(database.column("select column_name from (describe given)"))
    _refuse_wrong(indicator, columns)
    selected = ", ".join(
        f"cast({quoted(name) if name in columns else 'null'} as {kind}) as {quoted(name)}" for name, kind in GIVEN.items()
    )
    statement = load("metrics", "shares.sql").replace("{given}", f"select {selected} from given")
    for end in ("started", "ended"):
        statement = statement.replace(f"{{worked_when_{end}}}", worked_expression(f"{end}_us", f"day_{end}"))
    database.run(f"create table indicator.{quoted(indicator.name)} as {statement}")
    database.run("drop view given")


def _refuse_wrong(indicator: Indicator, columns: set[str]) -> None:
    missing = [name for name in REQUIRED if name not in columns]
    unknown = sorted(columns - GIVEN.keys())
    if missing or unknown:
        told = [f"lacks {', '.join(missing)}"] if missing else []
        told += [f"gives {', '.join(unknown)}, which no share has"] if unknown else []
        raise BadSettings(
            f"The indicator {indicator.name} {' and '.join(told)}. A share has {', '.join(GIVEN)}; mend its statement."
        )
