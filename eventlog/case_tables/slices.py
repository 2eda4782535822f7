"""The attributes of a process's cases as columns of `case_slice`, so that filters and slices are plain conditions."""

from core.sql import literal, quoted
from eventlog.case_tables.flattening import Flattening

MOST_SLICES = 100
TYPES = {"integer": "number", "float": "number", "time": "time"}


def build_slices(work: Flattening) -> None:
    """Write `slice` (one row per attribute) and `case_slice` (one row per case, a column per attribute).

    The attributes that most cases have come first; beyond the first hundred they stay in `object_attribute` alone.
    """
    schema = work.schema
    slices = _described(work, "case_extent")
    work.database.run(f"create table {schema}.slice (name varchar, type varchar, distinct_values bigint)")
    work.database.run(
        f"insert into {schema}.slice select unnest($names::varchar[]), unnest($kinds::varchar[]), "
        "unnest($distinct::bigint[])",
        names=list(slices),
        kinds=[kind for kind, _ in slices.values()],
        distinct=[distinct for _, distinct in slices.values()],
    )
    columns = "".join(f", {_column(name, kind)}" for name, (kind, _) in slices.items())
    work.database.run(f"create table {schema}.case_slice as {_rows(columns)}")


def fits_slices(work: Flattening) -> bool:
    """Whether the columns there are can hold what is known of the cases in `member`."""
    known = dict(work.database.rows(f"select name, type from {work.schema}.slice"))
    if len(known) == MOST_SLICES:
        return False
    come = _described(work, "(select distinct object_no from member)")
    return all(known.get(name) in (kind, "text") for name, (kind, _) in come.items())


def append_slices(work: Flattening) -> None:
    """Add the rows of the cases in `case_extent`, whose attributes fit, and count the distinct values again."""
    known = work.database.rows(f"select name, type from {work.schema}.slice")
    columns = "".join(f", {_column(name, kind)}" for name, kind in known)
    work.database.run(f"insert into {work.schema}.case_slice {_rows(columns)}")
    if known:
        counts = ", ".join(f"count(distinct {quoted(name)})" for name, _ in known)
        work.database.run(
            f"update {work.schema}.slice set distinct_values = given.n from "
            "(select unnest($names::varchar[]) as name, unnest($counts::bigint[]) as n) as given "
            "where slice.name = given.name",
            names=[name for name, _ in known],
            counts=list(work.database.row(f"select {counts} from {work.schema}.case_slice")),
        )


def _described(work: Flattening, cases: str) -> dict[str, tuple[str, int]]:
    """The type and the number of distinct values of the attributes that cases have, the usual ones first."""
    described = work.database.rows(
        f"select name, list(distinct type), count(distinct value) from case_attribute join {cases} using (object_no) "
        f"group by name order by count(*) desc, name limit {MOST_SLICES}"
    )
    # column names are blind to case: of 'Entity' and 'entity' the more frequent one becomes the slice
    taken = {"case_no"}
    slices = {}
    for name, types, distinct in described:
        if name.lower() not in taken:
            taken.add(name.lower())
            slices[name] = (_type(types), distinct)
    return slices


def _rows(columns: str) -> str:
    return (
        f"select case_extent.case_no{columns} from case_extent left join case_attribute using (object_no) "
        "group by case_extent.case_no order by case_extent.case_no"
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
