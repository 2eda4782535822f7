"""BambooHR's interface: who changed since a moment, one employee at a time, tables by change, time off by day.

Answers are XML unless the client asks for JSON. Errors have no body; what went wrong stands in the header
`X-BambooHR-Error-Message`. Too many requests used to be answered 503, and since September 2026 429, both with
`Retry-After`. A change of anything about an employee brings all rows of that employee's tables again.
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import polars as pl
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from simulator.interfaces import bamboohr_xml as xml
from simulator.interfaces.deletions import Deletions
from simulator.interfaces.shown import Shown
from simulator.systems.bamboohr import TABLES, records
from simulator.systems.moments import read

__all__ = ["ERRORS", "SECRETS", "app", "records"]

SECRETS = {"api_key": "4f2b0c8f1d6e4a7b9c3d5e6f7a8b9c0d1e2f3a4b"}
ERRORS: dict[int, bytes] = dict.fromkeys((401, 403, 429, 500, 503), b"")
MESSAGE = "X-BambooHR-Error-Message"


class Refusal(Exception):
    """An answer without a body."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


def app(shown: Shown) -> FastAPI:
    """The interface over what is shown."""
    api = FastAPI(openapi_url=None)
    deletions = Deletions(shown, "employees", "id")

    @api.exception_handler(Refusal)
    async def refuse(_: Request, refusal: Refusal) -> Response:
        return Response(status_code=refusal.status, headers={MESSAGE: refusal.message})

    @api.get("/api/v1/employees/changed")
    async def changed(request: Request) -> Response:
        _sign_in(request)
        since = _moment(request, "since")
        told = {row["id"]: row for row in _changes(shown, deletions, since)}
        kind = request.query_params.get("type", "all").lower()
        if kind != "all":
            told = {key: row for key, row in told.items() if row["action"].lower() == kind}
        latest = max((row["lastChanged"] for row in told.values()), default=_text(since))
        return _answer(request, {"latest": latest, "employees": told}, xml.changed)

    @api.get("/api/v1/employees/changed/tables/{table}")
    async def changed_tables(request: Request, table: str) -> Response:
        _sign_in(request)
        if table not in TABLES:
            raise Refusal(404, f"Table {table} does not exist")
        return _answer(request, _table(shown, table, _moment(request, "since")), xml.table)

    @api.get("/api/v1/employees/{number}")
    async def employee(request: Request, number: str) -> Response:
        _sign_in(request)
        found = shown.tables["employees"].filter(pl.col("id") == number).to_dicts()
        if not found:
            raise Refusal(404, f"Employee {number} does not exist")
        asked = [name for name in request.query_params.get("fields", "").split(",") if name]
        values = {name: found[0][name] for name in asked if name in found[0] and name != "created"}
        return _answer(request, {"id": number, **values}, xml.employee)

    @api.get("/api/v1/time_off/requests")
    async def time_off(request: Request) -> Response:
        _sign_in(request)
        start, end = _day(request, "start"), _day(request, "end")
        hit = shown.tables["timeOffRequests"].filter(
            pl.max_horizontal("start", "end") >= start, pl.min_horizontal("start", "end") <= end
        )
        return _answer(request, [_request(row) for row in hit.iter_rows(named=True)], xml.requests)

    return api


def _sign_in(request: Request) -> None:
    """Basic authentication: the key is the user, whatever the password."""
    expected = b64encode(f"{SECRETS['api_key']}:x".encode()).decode()
    if not secrets.compare_digest(request.headers.get("authorization", ""), f"Basic {expected}"):
        raise Refusal(401, "Invalid API key")


def _moment(request: Request, name: str) -> datetime:
    try:
        return read(request.query_params[name])
    except (KeyError, ValueError):
        raise Refusal(400, f"{name} must be a date and time in ISO 8601") from None


def _day(request: Request, name: str) -> str:
    try:
        return date.fromisoformat(request.query_params[name]).isoformat()
    except (KeyError, ValueError):
        raise Refusal(400, f"{name} must be a date such as 2026-01-31") from None


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _changes(shown: Shown, deletions: Deletions, since: datetime) -> Iterator[dict[str, str]]:
    for row in shown.tables["employees"].select("id", "created", "lastChanged").iter_rows(named=True):
        if read(row["lastChanged"]) >= since:
            action = "Inserted" if read(row["created"]) >= since else "Updated"
            yield {"id": row["id"], "action": action, "lastChanged": row["lastChanged"]}
    for key, at in deletions.since(since).items():
        yield {"id": key, "action": "Deleted", "lastChanged": _text(at)}


def _table(shown: Shown, table: str, since: datetime) -> dict[str, Any]:
    changed = shown.tables["employees"].select("id", "lastChanged").rows()
    late = {number: at for number, at in changed if read(at) >= since}
    rows: dict[str, Any] = {number: {"lastChanged": at, "rows": []} for number, at in late.items()}
    for row in shown.tables[table].filter(pl.col("employeeId").is_in(list(late))).iter_rows(named=True):
        rows[row.pop("employeeId")]["rows"].append(row)
    return {"table": table, "employees": {key: told for key, told in rows.items() if told["rows"]}}


def _request(row: dict[str, str]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "employeeId": row["employeeId"],
        "status": {"lastChanged": row["statusChanged"], "lastChangedByUserId": None, "status": row["status"]},
        "name": row["name"],
        "start": row["start"],
        "end": row["end"],
        "created": row["created"],
        "type": {"id": "1", "name": row["type"]},
        "amount": {"unit": "days", "amount": row["amount"]},
    }


def _answer(request: Request, content: Any, as_xml: Callable[[Any], bytes]) -> Response:
    if "json" in request.headers.get("accept", ""):
        return JSONResponse(content)
    return Response(as_xml(content), media_type="text/xml")
