"""Object resources: what there is, how it is made, single records read and written, and what was deleted when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import polars as pl
from fastapi import APIRouter, Request
from starlette.responses import Response

from simulator.interfaces.salesforce.describing import described, listed
from simulator.interfaces.salesforce.errors import Refusal, no_such_column, not_found
from simulator.interfaces.salesforce.org import INTEGRATION_USER, Org
from simulator.interfaces.salesforce.written import JSON_INSTANT, as_objects


def sobjects(org: Org) -> APIRouter:
    """The routes of `/sobjects`."""
    router = APIRouter(prefix="/services/data/v{version}/sobjects")

    def table(name: str) -> pl.DataFrame:
        tables = org.tables()
        if name not in tables:
            raise not_found()
        return tables[name]

    @router.get("")
    @router.get("/")
    def everything(version: str, request: Request) -> dict[str, Any]:
        org.admit(request)
        return {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": [listed(name, version) for name in org.tables()]}

    @router.get("/{name}/describe")
    @router.get("/{name}/describe/")
    def describe(version: str, name: str, request: Request) -> dict[str, Any]:
        org.admit(request)
        return described(name, table(name), version)

    @router.get("/{name}/deleted")
    @router.get("/{name}/deleted/")
    def deleted(version: str, name: str, request: Request) -> dict[str, Any]:
        org.admit(request)
        return _deleted(org, table(name), request)

    @router.get("/{name}/{key}")
    def read(version: str, name: str, key: str, request: Request) -> dict[str, Any]:
        org.admit(request)
        return as_objects(_one(table(name), key), name, version)[0]

    _add_writing(router, org, table)
    return router


def _add_writing(router: APIRouter, org: Org, table: Any) -> None:
    numbers = count(1)

    @router.post("/{name}", status_code=201)
    @router.post("/{name}/", status_code=201)
    async def create(version: str, name: str, request: Request) -> dict[str, Any]:
        org.admit(request)
        frame = table(name)
        prefix = frame["Id"][0][:3] if frame.height else "a99"
        key = f"{prefix}9{next(numbers):011d}"
        values = _values(name, frame, await request.json())
        made = {"CreatedDate": org.shown.now(), "CreatedById": INTEGRATION_USER, "IsDeleted": False}
        org.shown.create(name, {**_known(frame, {**made, **_touched(org)}), **values, "Id": key})
        return {"id": key, "success": True, "errors": []}

    @router.patch("/{name}/{key}", status_code=204)
    async def change(version: str, name: str, key: str, request: Request) -> Response:
        org.admit(request)
        frame = table(name)
        _one(frame, key)
        values = _values(name, frame, await request.json())
        org.shown.change(name, {"Id": key}, {**values, **_known(frame, _touched(org))})
        return Response(status_code=204)

    @router.delete("/{name}/{key}", status_code=204)
    def delete(version: str, name: str, key: str, request: Request) -> Response:
        org.admit(request)
        frame = table(name)
        _one(frame, key)
        org.shown.change(name, {"Id": key}, {"IsDeleted": True, **_known(frame, _touched(org))})
        return Response(status_code=204)


def _one(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    found = frame.filter((pl.col("Id") == key) & ~pl.col("IsDeleted"))
    if not found.height:
        raise not_found("Provided external ID field does not exist or is not accessible: " + key)
    return found


def _deleted(org: Org, frame: pl.DataFrame, request: Request) -> dict[str, Any]:
    """What was deleted between two moments, both asked for by name."""
    try:
        start, end = (datetime.fromisoformat(request.query_params[name].replace(" ", "+")) for name in ("start", "end"))
    except (KeyError, ValueError) as error:
        raise Refusal(400, "INVALID_REPLICATION_DATE", "startDate and endDate must be valid instants") from error
    gone = frame.filter(pl.col("IsDeleted") & pl.col("SystemModstamp").is_between(start, end, closed="left"))
    records = gone.select(id="Id", deletedDate=pl.col("SystemModstamp").dt.strftime(JSON_INSTANT)).to_dicts()
    latest = org.shown.now().strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    return {"deletedRecords": records, "earliestDateAvailable": latest, "latestDateCovered": latest}


def _touched(org: Org) -> dict[str, Any]:
    now = org.shown.now()
    return {"LastModifiedDate": now, "SystemModstamp": now, "LastModifiedById": INTEGRATION_USER}


def _known(frame: pl.DataFrame, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in frame.columns}


def _values(name: str, frame: pl.DataFrame, sent: dict[str, Any]) -> dict[str, Any]:
    """What a client sent, in the types of the columns."""
    read: dict[str, Any] = {}
    for column, value in sent.items():
        if column not in frame.columns:
            raise no_such_column(column, name)
        kind = frame.schema[column]
        if value is not None and isinstance(kind, pl.Datetime):
            value = datetime.fromisoformat(value).astimezone(UTC)
        elif value is not None and kind == pl.Date:
            value = date.fromisoformat(value)
        read[column] = value
    return read
