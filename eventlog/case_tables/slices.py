"""The attributes of a process's cases as columns of `case_slice`, so that filters and slices are plain conditions."""

from core.sql import quoted
from eventlog.case_tables.attributes import MOST_SLICES
from eventlog.case_tables.flattening import Flattening


def build_slices(work: Flattening) -> None:
    """Write `slice` (one row per attribute) and `case_slice` (one row per case, a column per attribute)."""
    known = _known(work)
    slices = [(name, kind) for name, (kind, _) in known.items()]
    work.database.run(f"create table {work.schema}.case_slice as {_rows(work, slices)}")
    work.database.run(
        f"create table {work.schema}.slice as select unnest($names::varchar[]) as name, "
        "unnest($kinds::varchar[]) as type, unnest($distinct::bigint[]) as distinct_values",
        names=[name for name, _ in slices],
        kinds=[kind for _, kind in slices],
        distinct=_distinct(work, slices),
    )


def fits_slices(work: Flattening) -> bool:
    """Whether the columns there are can hold what is known of the cases in `member`."""
    slices = dict(_slices(work))
    if len(slices) == MOST_SLICES:
        return False
    return all(slices.get(name) in (kind, "text") for name, (kind, _) in _known(work).items())


def append_slices(work: Flattening) -> None:
    """Add the rows of the cases in `case_extent`, whose attributes fit, and count the distinct values again."""
    slices = _slices(work)
    work.database.run(f"insert into {work.schema}.case_slice {_rows(work, slices)}")
    work.database.run(
        f"update {work.schema}.slice set distinct_values = given.n from "
        "(select unnest($names::varchar[]) as name, unnest($counts::bigint[]) as n) as given "
        "where slice.name = given.name",
        names=[name for name, _ in slices],
        counts=_distinct(work, slices),
    )


def _slices(work: Flattening) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind in work.database.rows(f"select name, type from {work.schema}.slice")]


def _known(work: Flattening) -> dict[str, tuple[str, str]]:
    """The kind of each attribute, and the column of `case_known` that has it.

    Column names are blind to case: of 'Entity' and 'entity' the more frequent one becomes the slice.
    """
    taken = {"case_no"}
    known = {}
    for name, kind, column in work.database.rows("from known_attribute"):
        if name.lower() not in taken:
            taken.add(name.lower())
            known[name] = (kind, column)
    return known


def _rows(work: Flattening, slices: list[tuple[str, str]]) -> str:
    known = _known(work)
    columns = "".join(
        f", {_typed(known[name][1] if name in known else 'null', kind)} as {quoted(name)}"
        for name, kind in sorted(slices)
    )
    return f"select case_no{columns} from case_extent left join case_known using (object_no) order by case_no"


def _typed(value: str, kind: str) -> str:
    return {"number": f"try_cast({value} as double)", "time": f"try_cast({value} as timestamp)"}.get(
        kind, f"{value}::varchar"
    )


def _distinct(work: Flattening, slices: list[tuple[str, str]]) -> list[int]:
    """How many values each attribute has, each counted by itself: all at once take three times the work."""
    counted = " union all ".join(
        f"select {place} as place, count(distinct {quoted(name)}) as n from {work.schema}.case_slice"
        for place, (name, _) in enumerate(slices)
    )
    return work.database.column(f"select n from ({counted}) order by place") if slices else []
