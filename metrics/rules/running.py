"""Run the rules over the facts and keep what they found as `fact.exception` and `fact.gap`.

A rule's statement gives rows with `object_id`, and of `GIVEN` what else they have: `raised_at`, when its condition
first held; `ended_at`, when it held no more; `part`, what of the object it is about; `weight`, where a thing of several
projects has a row for each; `money` in hundredths of `currency`. Slices that a row does not give are those of its
`project_no`. A rule that waits gives `starts_at` and `ends_at` instead of `raised_at`.
"""

from collections.abc import Mapping

from core.business_time import worked_expression
from core.database import Database
from core.errors import BadSettings
from core.sql import load, quoted
from metrics.rules.catalogue import TABLES
from metrics.rules.declaration import Rule
from metrics.shares import SLICES

PLACES = tuple(name for name in SLICES if name not in ("kind", "rule"))
MOMENTS = ("raised_at", "ended_at", "starts_at", "ends_at")
GIVEN: Mapping[str, str] = {
    "object_id": "varchar", "part": "varchar", "project_no": "bigint", **dict.fromkeys(MOMENTS, "timestamp"),
    "weight": "double",
    "money": "double", "currency": "varchar", **dict.fromkeys(PLACES, "varchar"),
}  # fmt: skip


def find_exceptions(database: Database, rules_of: Mapping[str, Mapping[str, Rule]]) -> None:
    """Run the rules of each folder (`exceptions`, `gaps`) on the facts of a generation under construction."""
    for folder, table in TABLES.items():
        database.run(load("metrics.rules", "_table.sql").replace("{table}", table))
        for rule in rules_of[folder].values():
            keep_found(database, rule, table)


def keep_found(database: Database, rule: Rule, table: str) -> None:
    """Run one rule and add what it found to `fact.exception` or `fact.gap`."""
    database.run(f"create or replace temp view given as {rule.statement}")
    columns = set(database.column("select column_name from (describe given)"))
    _refuse_wrong(rule, columns)
    selected = ", ".join(
        f"cast({name if name in columns else 'null'} as {kind}) as {quoted(name)}" for name, kind in GIVEN.items()
    )
    statement = load("metrics.rules", "_placed.sql") + load(
        "metrics.rules", "overdue.sql" if rule.waits else "found.sql"
    )
    statement = statement.replace("{given}", f"select {selected} from given")
    statement = statement.replace("{worked}", worked_expression("epoch_us(starts_at)", "calendar_day"))
    waits: dict[str, object] = {"waits": rule.waits} if rule.waits else {}
    database.run(
        f"insert into fact.{quoted(table)} {statement}",
        rule=rule.name,
        kind=rule.kind,
        entities=list(rule.entities),
        regions=list(rule.regions),
        clients=list(rule.clients),
        **waits,
    )
    database.run("drop view given")


def _refuse_wrong(rule: Rule, columns: set[str]) -> None:
    required = ("object_id", *(("starts_at", "ends_at") if rule.waits else ("raised_at",)))
    missing = [name for name in required if name not in columns]
    unknown = sorted(columns - GIVEN.keys())
    if missing or unknown:
        told = [f"lacks {', '.join(missing)}"] if missing else []
        told += [f"gives {', '.join(unknown)}, which nothing found has"] if unknown else []
        raise BadSettings(
            f"The rule {rule.name} {' and '.join(told)}. A row may have {', '.join(GIVEN)}; mend its statement."
        )
