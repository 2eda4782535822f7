"""Customers and jobs as REST records: read one, list, create, change, upsert by external id, delete.

Unlike queries this service writes days as ISO 8601 has them, and times in UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import orjson
import polars as pl
from fastapi import FastAPI, Request, Response

from simulator.interfaces.netsuite.answers import Refusal
from simulator.interfaces.netsuite.role import INTEGRATION_USER
from simulator.interfaces.netsuite.sign_in import SignIn
from simulator.interfaces.shown import Shown
from simulator.systems.netsuite.account import ZONE_INFO

PATH = "/services/rest/record/v1"
# The fields of a record as the REST service spells them, and which of them a new record must have.
FIELDS = {
    "customer": ("id", "entityId", "companyName", "externalId", "vatRegNumber", "subsidiary", "dateCreated",
                 "lastModifiedDate", "isInactive"),
    "job": ("id", "entityId", "companyName", "externalId", "customer", "subsidiary", "currency", "jobBillingType",
            "entityStatus", "startDate", "projectedEndDate", "projectManager", "custentity_contract",
            "custentity_practice", "custentity_service_line", "dateCreated", "lastModifiedDate"),
}  # fmt: skip
NEEDED = {"customer": ("companyName", "subsidiary"), "job": ("companyName", "customer", "subsidiary")}
FIRST = {"customer": {"isinactive": "F"}, "job": {"entitystatus": "In Progress"}}
# References, and the table that each leads to.
REFERENCES = {"customer": "customer", "subsidiary": "subsidiary", "currency": "currency", "projectmanager": "employee"}
DAYS = {"startdate", "projectedenddate"}
GIVEN_BY_NETSUITE = {"id", "dateCreated", "lastModifiedDate"}
ENTITY = -9
# Above the numbers that the firm itself reaches, so that what it writes later has none of these.
FIRST_WRITTEN = 800_000_000


def add_records(api: FastAPI, shown: Shown, sign_in: SignIn) -> None:
    service = RecordService(shown)

    @api.api_route(PATH + "/{rest:path}", methods=["GET", "POST", "PATCH", "PUT", "DELETE"])
    async def records(request: Request, rest: str) -> Response:
        try:
            sign_in.check(request)
            kind, _, key = rest.partition("/")
            if kind not in FIELDS:
                raise Refusal(404, "NONEXISTENT_ID", f"Record type '{kind}' does not exist.")
            return service.answer(request, kind, key, await request.body())
        except Refusal as refusal:
            return refusal.response()


class RecordService:
    """The records of two tables, as objects."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown

    def answer(self, request: Request, kind: str, key: str, body: bytes) -> Response:
        if request.method == "PUT":
            return self._upserted(request, kind, key, _decoded(body))
        if request.method == "POST" and not key:
            return _at(request, kind, self.create(kind, _decoded(body)))
        if request.method == "GET" and not key:
            return Response(orjson.dumps(self.listed(kind)), media_type="application/json")
        row = self.found(kind, key)
        if request.method == "GET":
            return Response(orjson.dumps(_as_object(kind, row)), media_type="application/json")
        if request.method == "PATCH":
            self.change(kind, int(row["id"]), _decoded(body))
        elif request.method == "DELETE":
            self.delete(kind, row)
        return Response(status_code=204)

    def _upserted(self, request: Request, kind: str, key: str, given: dict[str, Any]) -> Response:
        """A record by its external id: changed where there is one, else made."""
        if not key.startswith("eid:"):
            raise Refusal(400, "INVALID_ID", "An upsert names the record by eid: and its external id.")
        try:
            number = int(self.found(kind, key)["id"])
        except Refusal:
            return _at(request, kind, self.create(kind, {**given, "externalId": key[4:]}))
        self.change(kind, number, given)
        return _at(request, kind, number)

    def listed(self, kind: str) -> dict[str, Any]:
        numbers = self._shown.tables[kind]["id"].sort().to_list()[:1000]
        items = [{"id": str(number)} for number in numbers]
        return {"count": len(items), "hasMore": False, "items": items, "offset": 0, "totalResults": len(items)}

    def found(self, kind: str, key: str) -> dict[str, Any]:
        """The record by its internal id, or by `eid:` and its external id."""
        column, value = ("externalid", key[4:]) if key.startswith("eid:") else ("id", key)
        rows = self._shown.tables[kind].filter(pl.col(column).cast(pl.String) == value)
        if rows.is_empty():
            raise Refusal(404, "NONEXISTENT_ID", f"The record instance does not exist. Provide a valid id, not {key}.")
        return rows.to_dicts()[0]

    def create(self, kind: str, given: dict[str, Any]) -> int:
        values = self._row(kind, given)
        absent = [name for name in NEEDED[kind] if not values.get(name.lower())]
        if absent:
            raise Refusal(400, "USER_ERROR", f"Please enter value(s) for: {', '.join(absent)}.")
        rows = self._shown.tables[kind]
        if values.get("externalid") and values["externalid"] in rows["externalid"]:
            raise Refusal(400, "DUP_ENTITY", "This entity already exists.")
        number = max(int(rows["id"].max() or 0) + 1, FIRST_WRITTEN)  # type: ignore[arg-type]
        now = self._now()
        values.setdefault("entityid", f"{kind[:4].upper()}{number}")
        self._shown.create(kind, {**FIRST[kind], **values, "id": number, "datecreated": now, "lastmodifieddate": now})
        return number

    def change(self, kind: str, number: int, given: dict[str, Any]) -> None:
        values, now = self._row(kind, given), self._now()
        old = self._shown.tables[kind].filter(pl.col("id") == number).to_dicts()[0]
        self._shown.change(kind, {"id": number}, {**values, "lastmodifieddate": now})
        first = int(self._shown.tables["systemnote"]["id"].max() or 0) + 1  # type: ignore[arg-type]
        changed = {name: value for name, value in values.items() if value != old[name]}
        for place, (name, value) in enumerate(changed.items()):
            note = {
                "id": first + place, "record": kind, "recordid": number, "recordtypeid": ENTITY,
                "name": INTEGRATION_USER, "field": name.upper(), "oldvalue": _text(old[name]), "newvalue": _text(value),
                "date": now, "role": "Integration", "context": "RST",
            }  # fmt: skip
            self._shown.create("systemnote", note)

    def delete(self, kind: str, row: dict[str, Any]) -> None:
        number = int(row["id"])
        self._shown.remove(kind, {"id": number})
        gone = {"recordtypeid": ENTITY, "scriptid": kind, "recordid": number, "name": row["companyname"]}
        self._shown.create("deletedrecord", {**gone, "deletedby": INTEGRATION_USER, "deleteddate": self._now()})

    def _row(self, kind: str, given: dict[str, Any]) -> dict[str, Any]:
        row = _as_row(kind, given)
        for name in REFERENCES.keys() & row.keys():
            if row[name] is not None and row[name] not in self._shown.tables[REFERENCES[name]]["id"]:
                words = f"Invalid Field Value {row[name]} for the following field: {name}"
                raise Refusal(400, "INVALID_KEY_OR_REF", words)
        return row

    def _now(self) -> datetime:
        return self._shown.now().astimezone(ZONE_INFO).replace(tzinfo=None, microsecond=0)


def _at(request: Request, kind: str, number: int) -> Response:
    return Response(status_code=204, headers={"location": f"{request.base_url}{PATH[1:]}/{kind}/{number}"})


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        given = orjson.loads(body)
    except ValueError:
        raise Refusal(400, "INVALID_CONTENT", "Invalid content in the request body.") from None
    return given if isinstance(given, dict) else {}


def _as_row(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    unknown = [name for name in given if name not in FIELDS[kind] or name in GIVEN_BY_NETSUITE]
    if unknown:
        raise Refusal(400, "INVALID_CONTENT", f"Unknown or read-only field: {', '.join(unknown)}.")
    plain = {name.lower(): value["id"] if isinstance(value, dict) else value for name, value in given.items()}
    for name in REFERENCES.keys() & plain.keys():
        if plain[name] is None:
            continue
        if not str(plain[name]).isdecimal():
            raise Refusal(400, "INVALID_CONTENT", f"Invalid reference for field {name}: {plain[name]}.")
        plain[name] = int(plain[name])
    for name in DAYS & plain.keys():
        try:
            plain[name] = plain[name] and date.fromisoformat(plain[name])
        except (TypeError, ValueError):
            raise Refusal(400, "INVALID_CONTENT", f"Invalid date for field {name}: {plain[name]}.") from None
    return plain


def _as_object(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name in FIELDS[kind]:
        value = row.get(name.lower())
        if value is not None:
            shown[name] = {"id": str(value)} if name.lower() in REFERENCES else _text(value)
    return shown


def _text(value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=ZONE_INFO).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return None if value is None else str(value)
