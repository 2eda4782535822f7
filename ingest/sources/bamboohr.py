"""BambooHR: who works here, what they are and know since when, and when they are away.

It tells who changed since a moment, deleted ones included, and then everything about one employee at a time; a change
of anything brings all rows of that employee's tables again. Grades and skills are tables that a firm adds itself,
called `customGrades` and `customSkills`. Time off cannot be asked for by change, so all of it is read each time; what
did not change lands nothing. Approved leave becomes the attribute `on_leave` of a person, true from its first day and
false after its last: capacity without leave can be told from the log alone. Level L1.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.errors import Refused, SourceFailed
from core.secret import Secret
from eventlog.record_mapping import ChangesOf, LinksOf, ObjectsOf, RecordMapping, Role
from eventlog.record_stream import Kind, Stream
from ingest.authentication import Basic
from ingest.http import Http
from ingest.source import Missing, Page, Source, Window

NO_DAY = "0000-00-00"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY, LAST_DAY = "1970-01-01", "2100-12-31"
AT_ONCE = 100
PEOPLE: dict[str, Kind] = {
    "id": "text", "employeeNumber": "text", "firstName": "text", "lastName": "text", "workEmail": "text",
    "jobTitle": "text", "department": "text", "location": "text", "supervisor": "text", "supervisorId": "text",
    "status": "text", "hireDate": "date", "terminationDate": "date", "standardHours": "number",
    "customGrade": "text", "customSkills": "text", "lastChanged": "instant",
}  # fmt: skip
# the firm's own fields: what the analysis loses where they cannot be read
OWN_FIELDS = {
    "standardHours": "capacity of people who work part time is overstated",
    "customGrade": "rates by grade cannot be checked",
    "customSkills": "shortages of a skill cannot be seen",
}
TABLES: dict[str, dict[str, Kind]] = {
    "jobInfo": {"location": "text", "department": "text", "jobTitle": "text", "reportsTo": "text"},
    "employmentStatus": {"employmentStatus": "text", "standardHours": "number"},
    "customGrades": {"grade": "text"},
    "customSkills": {"skills": "text"},
}
TIME_OFF: dict[str, Kind] = {
    "id": "text", "employeeId": "text", "name": "text", "start": "date", "end": "date", "created": "date",
    "status": "json", "type": "json", "amount": "json",
}  # fmt: skip
EMPLOYEES = Stream(
    "employees", ("id",), PEOPLE, cursor="lastChanged", version="lastChanged", required=("firstName", "hireDate"),
    checks={"left before being hired": "r.terminationDate is null or r.terminationDate >= r.hireDate"},
)  # fmt: skip
DATED = tuple(
    Stream(
        name, ("employeeId", "date"), {"employeeId": "text", "date": "date", **columns},
        references={"employeeId": "employees"},
    )
    for name, columns in TABLES.items()
)  # fmt: skip
REQUESTS = Stream(
    "timeOffRequests", ("id",), TIME_OFF, required=("employeeId", "start", "end"),
    checks={"it ends before it starts": 'r."end" >= r.start'}, references={"employeeId": "employees"},
)  # fmt: skip

ENTITY = "lower(replace(r.location, ' ', '_'))"
DATE = "r.date::timestamp"
# not the day after: another leave may begin on it
LAST_SECOND = 'r."end"::timestamp + interval 1 day - interval 1 second'
APPROVED = "json_extract_string(r.status, '$.status') = 'approved'"
YIELDS = RecordMapping(
    objects=(
        ObjectsOf(
            "resource", "employees", "r.id",
            attributes={
                "name": "r.firstName || ' ' || r.lastName", "role": "r.jobTitle", "grade": "r.customGrade",
                "skills": "r.customSkills", "practice": "r.department", "entity": ENTITY,
                "weekly_hours": "r.standardHours", "hired_on": "r.hireDate", "left_on": "r.terminationDate",
            },
            keys={"email": "lower(r.workEmail)", "employee_number": "r.employeeNumber"},
        ),
        ObjectsOf("legal_entity", "employees", ENTITY, keys={"slug": ENTITY}),
    ),
    changes=(
        ChangesOf(
            "resource", "jobInfo", "r.employeeId", DATE,
            {"role": "r.jobTitle", "practice": "r.department", "entity": ENTITY},
        ),
        ChangesOf("resource", "employmentStatus", "r.employeeId", DATE, {"weekly_hours": "r.standardHours"}),
        ChangesOf("resource", "customGrades", "r.employeeId", DATE, {"grade": "r.grade"}),
        ChangesOf("resource", "customSkills", "r.employeeId", DATE, {"skills": "r.skills"}),
        ChangesOf(
            "resource", "timeOffRequests", "r.employeeId", "r.start::timestamp", {"on_leave": "true"}, APPROVED,
        ),
        ChangesOf(
            "resource", "timeOffRequests", "r.employeeId", LAST_SECOND, {"on_leave": "false"}, APPROVED,
        ),
    ),
    links=(LinksOf("employees", Role("resource", "r.id"), Role("legal_entity", ENTITY, "of")),),
)  # fmt: skip
SOURCE = Source("bamboohr", "BambooHR", "people, grades, skills, leave", (EMPLOYEES, *DATED, REQUESTS), YIELDS)


class Settings(BaseModel):
    """`[sources.NAME]` of a BambooHR account."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(description="such as https://FIRM.bamboohr.com")
    api_key: Secret = Field(description="of a user who may see the fields and tables that are read")


def connect(settings: Settings, http: Http) -> BambooHR:
    """A connection; BambooHR is asked when it is first used."""
    return BambooHR(http.at(f"{settings.url.rstrip('/')}/api/v1", auth=Basic(settings.api_key, "x")))


class BambooHR:
    """An open way to one account."""

    def __init__(self, api: Http) -> None:
        self._api = api
        self._all: dict[str, list[dict[str, Any]]] = {}  # by stream, the keys of all there is

    def now(self) -> datetime:
        with suppress(Refused):  # the clock is told by any answer
            self._changed(self._api.clock())
        return self._api.clock()

    def probe(self) -> list[Missing]:
        try:
            missing = [*self._missing_fields()]
        except Refused:
            ask = "access to employees for the user of the API key"
            missing = [Missing("employees", "who works here is not known", ask, EMPLOYEES.name)]
        for stream in (*DATED, REQUESTS):
            try:
                self._rows(stream, self._api.clock())
            except (Refused, SourceFailed) as error:
                if error.status not in (403, 404):
                    raise
                missing.append(_missing_stream(stream.name))
        return missing

    def read(self, stream: Stream, window: Window) -> Iterator[Page]:
        if stream.name == EMPLOYEES.name:
            yield from self._employees(window)
        else:
            yield Page(self._rows(stream, window.after))

    def keys(self, stream: Stream) -> Iterator[Page] | None:
        """The changed list tells which employees are gone; rows and requests just are not there any more."""
        if stream.name == EMPLOYEES.name:
            return None
        if stream.name not in self._all:
            self._rows(stream, None)
        return iter([Page(self._all[stream.name])])

    def close(self) -> None:
        self._api.close()

    def _employees(self, window: Window) -> Iterator[Page]:
        told = [row for row in self._changed(window.after) if _moment(row["lastChanged"]) <= window.until]
        yield Page(deleted=[{"id": row["id"]} for row in told if row["action"] == "Deleted"])
        there = [row["id"] for row in told if row["action"] != "Deleted"]
        for start in range(0, len(there), AT_ONCE):
            yield Page([person for number in there[start : start + AT_ONCE] if (person := self._employee(number))])

    def _changed(self, since: datetime | None) -> list[dict[str, str]]:
        answer = self._api.get("employees/changed", params={"since": _text(since or BEGINNING)})
        rows: list[dict[str, str]] = list((answer["employees"] or {}).values())
        return rows

    def _employee(self, number: str) -> dict[str, Any] | None:
        """One employee; none where it was deleted since the list was read."""
        try:
            person = self._api.get(f"employees/{number}", params={"fields": ",".join(PEOPLE)})
        except SourceFailed as error:
            if error.status != 404:
                raise
            return None
        return {name: None if value == NO_DAY else value for name, value in person.items()}

    def _rows(self, stream: Stream, since: datetime | None) -> list[dict[str, Any]]:
        """Rows of a table, by employees who changed; time off, all of it. Where it is all, its keys are kept."""
        rows: list[dict[str, Any]]
        if stream.name == REQUESTS.name:
            since = None
            rows = self._api.get("time_off/requests", params={"start": FIRST_DAY, "end": LAST_DAY})
        else:
            place = f"employees/changed/tables/{stream.name}"
            told = self._api.get(place, params={"since": _text(since or BEGINNING)})["employees"] or {}
            rows = [{"employeeId": number, **row} for number, one in told.items() for row in one["rows"]]
        if since is None:
            self._all[stream.name] = [{name: row[name] for name in stream.key} for row in rows]
        return rows

    def _missing_fields(self) -> Iterator[Missing]:
        """Fields that the key may not see are left out of an answer without a word."""
        there = next((row["id"] for row in self._changed(None) if row["action"] != "Deleted"), None)
        person = self._employee(there) if there else None
        for name, costs in OWN_FIELDS.items():
            if person is not None and name not in person:
                ask = f"a field {name} on the employee, and access to it for the user of the API key"
                yield Missing(f"the field {name}", costs, ask, EMPLOYEES.name)


def _missing_stream(name: str) -> Missing:
    if name == REQUESTS.name:
        costs = "leave counts as capacity, so utilization comes out too low"
        return Missing("time off", costs, "access to time off for the user of the API key", name)
    costs = "what people were before today is not known: the past is told with their grade, role and hours of now"
    return Missing(f"the table {name}", costs, f"the table {name}, and access to it for the user of the API key", name)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
