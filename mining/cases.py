"""The chosen cases as a list to page and sort; a case's timeline with its attributes and where each event was read."""

from dataclasses import dataclass
from typing import Any

from core.errors import NotFound, WrongUse
from core.sql import load, quoted
from eventlog.filters import Selection
from eventlog.filters.condition import unknown
from eventlog.reading import ProcessLog

SORTS = {
    "duration": "duration_us",
    "business": "business_us",
    "start": "start_us",
    "end": "end_us",
    "steps": "n",
    "case": "object_id",
    "variant": "variant_no",
}


@dataclass(frozen=True)
class CaseRow:
    """One case; times in microseconds since 1970, UTC."""

    attributes: dict[str, Any]
    case_no: int
    id: str
    variant: int
    start_us: int
    end_us: int
    duration_us: int
    business_us: int | None
    steps: int


@dataclass(frozen=True)
class Step:
    """One step with its waits until the next, its attributes and its lineage: the record it was read from."""

    activity: str
    attributes: dict[str, str]
    at_us: int
    busy_us: int | None
    wait_us: int | None
    business_wait_us: int | None
    resource: str | None
    system: str
    source: str
    run: str
    row: int
    key: str | None


@dataclass(frozen=True)
class AttributeValue:
    """A value that the case's object took, from `since` on (None: from its beginning)."""

    name: str
    value: str
    since_us: int | None


@dataclass(frozen=True)
class Timeline:
    case: CaseRow
    attributes: list[AttributeValue]
    steps: list[Step]


def cases(
    process: ProcessLog, selection: Selection, sort: str = "-duration", limit: int = 50, offset: int = 0
) -> list[CaseRow]:
    """A page of the chosen cases, by one of SORTS or `case.<attribute>`; a minus before it puts the largest first."""
    selection.on(process)
    descending = sort.startswith("-")
    order = f"{_sort_column(process, sort.lstrip('-'))} {'desc' if descending else 'asc'} nulls last, case_no"
    attributes_too = "left join case_slice using (case_no)" if order.startswith("case_slice.") else ""
    rows = process.database.rows(
        "select chosen.case_no, object_id, variant_no + 1, start_us, end_us, duration_us, business_us, n "
        f"from chosen_case as chosen {attributes_too} order by {order} limit $limit offset $offset",
        limit=limit,
        offset=offset,
    )
    attributes = _attributes(process, [row[0] for row in rows])
    return [CaseRow(attributes.get(row[0], {}), *row) for row in rows]


def timeline(process: ProcessLog, selection: Selection, case_id: str) -> Timeline:
    """All steps of one of the chosen cases, in order."""
    selection.on(process)
    found = process.database.rows(
        "select case_no, object_id, variant_no + 1, start_us, end_us, duration_us, business_us, n, object_no "
        "from chosen_case where object_id = $id",
        id=case_id,
    )
    if not found:
        raise NotFound(
            f'There is no case "{case_id}" among the {selection.cases:,} chosen cases of {process.title}. '
            "Check its id, or remove filters."
        )
    *columns, object_no = found[0]
    case = CaseRow(_attributes(process, [columns[0]]).get(columns[0], {}), *columns)
    values = process.database.rows(
        "select name, value, nullif(epoch_us(ts), 0) from object_attribute "
        "where object_no = $object_no and value is not null order by name, ts",
        object_no=object_no,
    )
    return Timeline(case, [AttributeValue(*row) for row in values], _steps(process, case.case_no))


def _sort_column(process: ProcessLog, name: str) -> str:
    if name in SORTS:
        return SORTS[name]
    attribute = name.removeprefix("case.")
    known = [each.name for each in process.slices]
    if attribute not in known:
        if name.startswith("case."):
            raise unknown("case attribute", attribute, known)
        raise WrongUse(f'Cases cannot be sorted by "{name}". Choose {", ".join(SORTS)} or case.<attribute>.')
    return f"case_slice.{quoted(attribute)}"


def _attributes(process: ProcessLog, case_numbers: list[int]) -> dict[int, dict[str, Any]]:
    if not process.slices or not case_numbers:
        return {}
    columns = ", ".join(quoted(each.name) for each in process.slices)
    rows = process.database.rows(
        f"select case_no, {columns} from case_slice where list_contains($numbers::integer[], case_no)",
        numbers=case_numbers,
    )
    names = [each.name for each in process.slices]
    return {
        number: {name: value for name, value in zip(names, values, strict=True) if value is not None}
        for number, *values in rows
    }


def _steps(process: ProcessLog, case_no: int) -> list[Step]:
    attributes: dict[int, dict[str, str]] = {}
    for event_no, name, value in process.database.rows(
        "select event_no, name, value from event_attribute "
        "where event_no in (select event_no from chosen_step where case_no = $case_no)",
        case_no=case_no,
    ):
        attributes.setdefault(event_no, {})[name] = value
    return [
        Step(process.activities[number], attributes.get(event_no, {}), *row)
        for event_no, number, *row in process.database.rows(load("mining", "timeline.sql"), case_no=case_no)
    ]
