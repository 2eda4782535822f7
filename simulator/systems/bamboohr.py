"""What BambooHR has written down: employees, the dated rows of their tables, and time off.

Only employees; subcontractors are no business of HR. A table row holds from its `date` on: `jobInfo` and
`employmentStatus` are BambooHR's own tables, `customGrades` and `customSkills` the firm's.
"""

from __future__ import annotations

import polars as pl

from simulator.state import State
from simulator.systems.moments import zulu
from simulator.systems.records import Planted, SystemRecords

# the columns of the dated tables, and the field of a person that each writes down
TABLES = {
    "jobInfo": {"location": "entity_id", "department": "practice_id", "jobTitle": "role", "reportsTo": "manager_id"},
    "employmentStatus": {"standardHours": "weekly_minutes"},
    "customGrades": {"grade": "grade"},
    "customSkills": {"skills": "skills"},
}
FULL_TIME_FROM = 35
HOW_MANY = 6


def records(state: State) -> SystemRecords:
    """BambooHR's tables as of the state's moment."""
    words = _words(state)
    people = _people(state, words)
    changes = _changes(state, people, words)
    tables = {name: _dated_rows(people, changes, columns) for name, columns in TABLES.items()}
    full_time = pl.col("standardHours").cast(pl.Float64) >= FULL_TIME_FROM
    tables["employmentStatus"] = tables["employmentStatus"].with_columns(
        employmentStatus=pl.when(full_time).then(pl.lit("Full-Time")).otherwise(pl.lit("Part-Time"))
    )
    tables["timeOffRequests"] = _time_off(state, people)
    tables["employees"] = _employees(people, changes)
    planted = _plant(tables) if "inconsistent_records" in state.record_troubles else []
    return SystemRecords(tables, planted)


def _words(state: State) -> dict[str, dict[str, str]]:
    """What BambooHR says where the firm's own record has a number, by field."""
    office = pl.col("slug").str.replace_all("_", " ").str.to_titlecase()
    named = {
        "entity_id": state["legal_entity"].select("id", office),
        "practice_id": state["practice"].select("id", "name"),
        "manager_id": state["resource"].select("id", "name"),
    }
    words = {field: {str(number): word for number, word in table.rows()} for field, table in named.items()}
    minutes = {str(number): f"{number / 60:g}" for number in range(0, 60 * 60 + 1, 15)}
    return {**words, "weekly_minutes": minutes}


def _people(state: State, words: dict[str, dict[str, str]]) -> pl.DataFrame:
    """Employees, with BambooHR's words for what the firm knows of them."""
    people = state["resource"].filter(~pl.col("is_subcontractor")).sort("id")
    people = people.with_columns(
        pl.when(pl.col("left_on") <= state.as_of.date()).then("left_on").alias("left_on"),
        employeeId=pl.col("id").cast(pl.String),
    )
    written = {column: field for columns in TABLES.values() for column, field in columns.items()}
    return people.with_columns(_worded(field, field, words).alias(column) for column, field in written.items())


def _changes(state: State, people: pl.DataFrame, words: dict[str, dict[str, str]]) -> pl.DataFrame:
    changes = state["resource_change"].with_columns(employeeId=pl.col("resource_id").cast(pl.String))
    for field in words:
        hit = pl.col("field") == field
        changes = changes.with_columns(
            pl.when(hit).then(_worded(side, field, words)).otherwise(side).alias(side) for side in ("old", "new")
        )
    return changes.join(people, on="employeeId", how="semi").sort("changed_at", "id")


def _worded(column: str, field: str, words: dict[str, dict[str, str]]) -> pl.Expr:
    text = pl.col(column).cast(pl.String)
    return text.replace_strict(words[field], default=text) if field in words else text


def _dated_rows(people: pl.DataFrame, changes: pl.DataFrame, columns: dict[str, str]) -> pl.DataFrame:
    """One row from the day of hire, one from every day on which something changed; the last of a day holds."""
    rows = [people.select("employeeId", *columns, date="hired_on")]
    for column, field in columns.items():
        of_field = changes.filter(pl.col("field") == field)
        before = of_field.unique("employeeId", keep="first", maintain_order=True).select("employeeId", before="old")
        rows[0] = rows[0].join(before, on="employeeId", how="left", maintain_order="left")
        rows[0] = rows[0].with_columns(pl.coalesce("before", column).alias(column)).drop("before")
        rows.append(of_field.select("employeeId", pl.col("new").alias(column), date=pl.col("changed_at").dt.date()))
    told = pl.concat(rows, how="diagonal").sort("employeeId", "date", maintain_order=True)
    told = told.with_columns(pl.col(column).forward_fill().over("employeeId") for column in columns)
    told = told.unique(["employeeId", "date"], keep="last", maintain_order=True)
    return told.select("employeeId", pl.col("date").cast(pl.String), *columns).sort(
        pl.col("employeeId").cast(pl.Int64), "date"
    )


def _employees(people: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """Each employee as now, and when anything about the person changed."""
    changed = changes.group_by("employeeId").agg(pl.col("changed_at").max())
    left_at = pl.col("left_on").cast(pl.Datetime("us", "UTC"))
    now = people.join(changed, on="employeeId", how="left", maintain_order="left")
    words = pl.col("name").str.splitn(" ", 2)
    return now.select(
        id="employeeId",
        employeeNumber=pl.lit("E") + pl.col("employeeId").str.zfill(5),
        firstName=words.struct.field("field_0"),
        lastName=words.struct.field("field_1").fill_null(""),
        workEmail="email",
        jobTitle="jobTitle",
        department="department",
        location="location",
        supervisor="reportsTo",
        supervisorId=pl.col("manager_id").cast(pl.String),
        status=pl.when(pl.col("left_on").is_null()).then(pl.lit("Active")).otherwise(pl.lit("Inactive")),
        hireDate=pl.col("hired_on").cast(pl.String),
        terminationDate=pl.col("left_on").cast(pl.String).fill_null("0000-00-00"),
        standardHours="standardHours",
        customGrade="grade",
        customSkills="skills",
        created=zulu("created_at"),
        lastChanged=zulu(pl.max_horizontal("created_at", "changed_at", left_at)),
    )


def _time_off(state: State, people: pl.DataFrame) -> pl.DataFrame:
    """Requests for leave; BambooHR keeps the days of asking and deciding, not the hours."""
    leave = state["leave"].filter(pl.col("requested_at").is_not_null())
    leave = leave.join(people.select(resource_id="id", name="name"), on="resource_id").sort("id")
    approved = pl.col("approved_at").is_not_null()
    days = (pl.col("to_on") - pl.col("from_on")).dt.total_days() + 1
    return leave.select(
        id=pl.col("id").cast(pl.String),
        employeeId=pl.col("resource_id").cast(pl.String),
        name="name",
        start=pl.col("from_on").cast(pl.String),
        end=pl.col("to_on").cast(pl.String),
        created=pl.col("requested_at").dt.date().cast(pl.String),
        type="kind",
        amount=days.cast(pl.String),
        status=pl.when(approved).then(pl.lit("approved")).otherwise(pl.lit("requested")),
        statusChanged=pl.coalesce("approved_at", "requested_at").dt.date().cast(pl.String),
    )


def _plant(tables: dict[str, pl.DataFrame]) -> list[Planted]:
    """Records beside the true ones that cannot be taken as they stand."""
    time_off = tables["timeOffRequests"].head(HOW_MANY)
    wrong_days = time_off.with_columns(id=_beside("8", "id"), start="end", end="created")
    wrong_days = wrong_days.filter(pl.col("end") < pl.col("start"))
    nobodys = time_off.with_columns(id=_beside("9", "id"), employeeId=_beside("9", "employeeId"))
    unreadable = tables["customGrades"].unique("employeeId", keep="first", maintain_order=True).head(HOW_MANY)
    unreadable = unreadable.with_columns(date=pl.lit("31/02/") + pl.col("date").str.head(4))
    tables["timeOffRequests"] = pl.concat([tables["timeOffRequests"], wrong_days, nobodys])
    tables["customGrades"] = pl.concat([tables["customGrades"], unreadable])
    row = [f"{employee}/{date}" for employee, date in unreadable.select("employeeId", "date").iter_rows()]
    return [
        *(Planted("bamboohr", "timeOffRequests", key, "contradicting_times") for key in wrong_days["id"]),
        *(Planted("bamboohr", "timeOffRequests", key, "unknown_reference") for key in nobodys["id"]),
        *(Planted("bamboohr", "customGrades", key, "unreadable") for key in row),
    ]


def _beside(digit: str, number: str) -> pl.Expr:
    """A number that no true record has."""
    return pl.lit(digit) + pl.col(number).str.zfill(8)
