"""What is known of each case: what its object tells, else the nearest object that describes it.

A person describes hundreds of cases: what an object tells is made columns once, and its cases take the whole row.
"""

from collections.abc import Mapping, Sequence

from core.sql import literal
from eventlog.case_tables.flattening import Flattening
from eventlog.case_tables.members import Reached, number_of
from eventlog.process_path import Path, Stop

MOST_SLICES = 100
TYPES = {"integer": "number", "float": "number", "time": "time"}


def write_attributes(work: Flattening, reached: Reached) -> None:
    """Make `case_known`, a column of text for each attribute of the cases in `member`, and `known_attribute`.

    The attributes that are told of most cases come first; beyond the first hundred they stay in `object_attribute`
    alone.
    """
    work.run("last_values.sql", described=" union all ".join(_described(work, reached)))
    columns = _name_columns(work)
    told = _told_by_rank(work, columns)
    for rank, names in told.items():
        _write_rank(work, rank, {name: columns[name] for name in names})
    for table in ("description", "last_value", "told"):
        work.database.run(f"drop table {table}")
    _write_nearest(work, told, columns)


def _described(work: Flattening, reached: Reached) -> list[str]:
    """SQL for the objects that describe each case, its own the nearest."""
    tables = ["leading_object"]
    for rank, by in enumerate(work.process.described_by, 1):
        if isinstance(by, Path):
            tables.append(reached.table(by))
        else:
            tables.append(f"shared_object_{rank}")
            related = reached.table(Path(work.process.object_type, (Stop(by),)))
            work.run("shared.sql", table=tables[-1], related=related, type=number_of(by))
    return [f"select case_object_no, object_no, {rank} as rank from {table}" for rank, table in enumerate(tables)]


def _name_columns(work: Flattening) -> dict[str, str]:
    """Keep in `known_attribute` which attributes become columns, under which names, and of which kind."""
    by = work.process.calendar_by
    told = work.database.rows(
        "select name, list_distinct(flatten(list(types))), sum(cases) from told group by name "
        f"order by list_contains($first::varchar[], name) desc, sum(cases) desc, name limit {MOST_SLICES}",
        first=by.names if by else [],
    )
    usual = sorted(told, key=lambda row: (-row[2], row[0]))
    columns = {name: f"v{place}" for place, (name, _, _) in enumerate(usual)}
    work.database.run(
        "create or replace temp table known_attribute as select unnest($names::varchar[]) as name, "
        "unnest($kinds::varchar[]) as kind, unnest($columns::varchar[]) as value",
        names=list(columns),
        kinds=[_kind(types) for _, types, _ in usual],
        columns=list(columns.values()),
    )
    return columns


def _kind(types: Sequence[str]) -> str:
    kinds = {TYPES.get(name, "text") for name in types}
    return kinds.pop() if len(kinds) == 1 else "text"


def _told_by_rank(work: Flattening, columns: Mapping[str, str]) -> dict[int, list[str]]:
    told: dict[int, list[str]] = {}
    for rank, name in work.database.rows("select rank, name from told order by rank, name"):
        if name in columns:
            told.setdefault(rank, []).append(name)
    return told


def _write_rank(work: Flattening, rank: int, columns: Mapping[str, str]) -> None:
    several = work.database.value(
        f"select count(*) > count(distinct case_object_no) from description where rank = {rank}"
    )
    least = "min({0}) as {0}" if several else "{0}"
    work.run(
        "known_at_rank.sql",
        table=f"known_{rank}",
        rank=str(rank),
        told=", ".join(f"{literal(name)} as {column}" for name, column in columns.items()),
        least="".join(", " + least.format(column) for column in columns.values()),
        grouped="group by case_object_no" if several else "",
    )


def _write_nearest(work: Flattening, told: Mapping[int, Sequence[str]], columns: Mapping[str, str]) -> None:
    ranks = {name: [f"known_{rank}" for rank, names in told.items() if name in names] for name in columns}
    work.run(
        "case_known.sql",
        nearest="".join(
            f", coalesce({', '.join(f'{table}.{columns[name]}' for table in tables)}) as {columns[name]}"
            for name, tables in ranks.items()
        ),
        joins="\n".join(f"left join known_{rank} using (case_object_no)" for rank in told),
    )
    for rank in told:
        work.database.run(f"drop table known_{rank}")
