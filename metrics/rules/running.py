"""Run the rules over the facts and keep what they found as `fact.exception` and `fact.gap`.

A statement reads the rule's thresholds from `threshold`: a row per legal entity and name, with its value there.

A rule's statement gives rows with `object_id`, and of `GIVEN` what else they have: `raised_at`, when its condition
first held; `ended_at`, when it held no more; `part`, what of the object it is about; `weight`, where a thing of several
projects has a row for each; `money` in hundredths of `currency`. Slices that a row does not give are those of its
`project_no`. A rule that waits gives `starts_at` and `ends_at` instead of `raised_at`.
"""

from collections.abc import Mapping

from core.business_time import worked_expression
from core.database import Database, telling_of_a_bad_statement
from core.errors import BadSettings
from core.sql import load, quoted
from metrics.needs import untold
from metrics.rules.catalogue import TABLES, place_of_rule
from metrics.rules.declaration import HOURS, Rule
from metrics.shares import SLICES

PLACES = tuple(name for name in SLICES if name not in ("kind", "rule"))
MOMENTS = ("raised_at", "ended_at", "starts_at", "ends_at")
GIVEN: Mapping[str, str] = {
    "object_id": "varchar", "part": "varchar", "project_no": "bigint", **dict.fromkeys(MOMENTS, "timestamp"),
    "weight": "double",
    "money": "double", "currency": "varchar", **dict.fromkeys(PLACES, "varchar"),
}  # fmt: skip


def find_exceptions(database: Database, rules_of: Mapping[str, Mapping[str, Rule]]) -> dict[str, str]:
    """Run the rules of each folder (`exceptions`, `gaps`) on the facts of a generation under construction.

    One of which no connected system tells what it needs is not run. One that cannot be run leaves only itself out:
    returned is why, by its place such as `rules/gaps/hours_differ`.
    """
    left_out: dict[str, str] = {}
    for folder, table in TABLES.items():
        database.run(load("metrics.rules", "_table.sql").replace("{table}", table))
        for rule in rules_of[folder].values():
            if untold(database, rule.needs):
                continue
            place = place_of_rule(folder, rule.name)
            try:
                with telling_of_a_bad_statement(f"The rule {rule.name}"), database.transaction():
                    keep_found(database, rule, table)
            except BadSettings as error:
                left_out[place] = (
                    f"{error} Mend {place}.sql or [rules.{rule.name}] of firm.toml, or switch the rule off there with "
                    "`enabled = false`, and run `tracework build`."
                )
    return left_out


def keep_found(database: Database, rule: Rule, table: str) -> None:
    """Run one rule and add what it found to `fact.exception` or `fact.gap`."""
    _refuse_unknown_places(database, rule)
    _set_thresholds(database, rule)
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
    database.run(
        f"insert into fact.{quoted(table)} {statement}",
        rule=rule.name,
        kind=rule.kind,
        entities=list(rule.entities),
        regions=list(rule.regions),
        clients=list(rule.clients),
    )
    database.run("drop view given; drop table threshold")


def _set_thresholds(database: Database, rule: Rule) -> None:
    """Make `threshold` of what the rule's file and the firm say; of one that waits, of its patience or promise too."""
    usual = dict(rule.thresholds)
    if rule.waits and HOURS not in usual:
        name, key = ("patience_hours", "") if rule.waits == "patience" else ("service_level", rule.name)
        hours = database.column("select value from fact.setting where name = $name and key = $key", name=name, key=key)
        usual |= {HOURS: hours[0]} if hours else {}
    own = [(entity, name, value) for entity, given in rule.by_entity.items() for name, value in given.items()]
    database.run(
        load("metrics.rules", "_threshold.sql"),
        names=list(usual),
        usual=list(usual.values()),
        own_entities=[entity for entity, _, _ in own],
        own_names=[name for _, name, _ in own],
        own_values=[value for _, _, value in own],
    )


def _refuse_unknown_places(database: Database, rule: Rule) -> None:
    """A rule that holds for an entity or a region that nobody has would find nothing, and nobody would know why."""
    for column, named in (("entity", {*rule.entities, *rule.by_entity}), ("region", set(rule.regions))):
        known = set(database.column(f"select distinct {column} from fact.entity where {column} is not null"))
        unknown = sorted(named - known)
        if unknown and known:
            raise BadSettings(
                f"The rule {rule.name} holds for the {column} {', '.join(unknown)}, which no record names. There are: "
                f"{', '.join(sorted(known))}."
            )


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
