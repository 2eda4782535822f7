"""The attributes of a process's cases as columns of `case_slice`, so that filters and slices are plain conditions."""

from core.database import Database
from core.sql import literal, quoted

MOST_SLICES = 100
TYPES = {"integer": "number", "float": "number", "time": "time"}


def build_slices(database: Database, schema: str) -> None:
    """Write `slice` (one row per attribute) and `case_slice` (one row per case, a column per attribute).

    The attributes that most cases have come first; beyond the first hundred they stay in `object_attribute` alone.
    """
    described = database.rows(
        "select name, list(distinct type), count(distinct value) from case_attribute "
        f"join case_extent using (object_no) group by name order by count(*) desc, name limit {MOST_SLICES}"
    )
    # column names are blind to case: of 'Entity' and 'entity' the more frequent one becomes the slice
    taken = {"case_no"}
    slices = []
    for name, types, distinct in described:
        if name.lower() not in taken:
            taken.add(name.lower())
            slices.append((name, _type(types), distinct))
    database.run(f"create table {schema}.slice (name varchar, type varchar, distinct_values bigint)")
    for name, kind, distinct in slices:
        database.run(
            f"insert into {schema}.slice values ($name, $kind, $distinct)", name=name, kind=kind, distinct=distinct
        )
    columns = "".join(f", {_column(name, kind)}" for name, kind, _ in slices)
    database.run(
        f"create table {schema}.case_slice as select case_extent.case_no{columns} from case_extent "
        "left join case_attribute using (object_no) group by case_extent.case_no order by case_extent.case_no"
    )


def _type(types: list[str]) -> str:
    kinds = {TYPES.get(name, "text") for name in types}
    return kinds.pop() if len(kinds) == 1 else "text"


def _column(name: str, kind: str) -> str:
    value = f"any_value(value) filter (where name = {literal(name)})"
    if kind == "number":
        value = f"try_cast({value} as double)"
    elif kind == "time":
        value = f"try_cast({value} as timestamp)"
    return f"{value} as {quoted(name)}"
