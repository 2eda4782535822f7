"""Object resources: what there is, how it is made, single records read and written, and what was deleted when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import polars as pl
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from simulator.interfaces.salesforce.describing import described, listed
from simulator.interfaces.salesforce.errors import Refusal, not_found
from simulator.interfaces.salesforce.org import Org
from simulator.interfaces.salesforce.writes import EXTERNAL_IDS, Writes, named, one
from simulator.interfaces.salesforce.written import JSON_INSTANT, as_objects


def sobjects(org: Org, writes: Writes) -> APIRouter:
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
        return as_objects(one(table(name), key), name, version)[0]

    _add_writing(router, org, writes, table)
    return router


def _add_writing(router: APIRouter, org: Org, writes: Writes, table: Callable[[str], pl.DataFrame]) -> None:
    @router.post("/{name}", status_code=201)
    @router.post("/{name}/", status_code=201)
    async def create(version: str, name: str, request: Request) -> dict[str, Any]:
        user = org.admit(request)
        table(name)
        return {"id": writes.create(name, await request.json(), user), "success": True, "errors": []}

    @router.patch("/{name}/{key}", status_code=204)
    async def change(version: str, name: str, key: str, request: Request) -> Response:
        user = org.admit(request)
        table(name)
        writes.change(name, key, await request.json(), user)
        return Response(status_code=204)

    @router.delete("/{name}/{key}", status_code=204)
    def delete(version: str, name: str, key: str, request: Request) -> Response:
        user = org.admit(request)
        table(name)
        writes.delete(name, key, user)
        return Response(status_code=204)

    @router.get("/{name}/{field}/{value}")
    def read_named(version: str, name: str, field: str, value: str, request: Request) -> dict[str, Any]:
        org.admit(request)
        found = _named(table(name), name, field, value)
        if not found.height:
            raise not_found()
        return as_objects(found.head(1), name, version)[0]

    @router.patch("/{name}/{field}/{value}")
    async def upsert(version: str, name: str, field: str, value: str, request: Request) -> Response:
        """A record by its external id: changed where there is one, else made."""
        user = org.admit(request)
        found, sent = _named(table(name), name, field, value), await request.json()
        if found.height:
            key = found["Id"][0]
            writes.change(name, key, sent, user)
        else:
            key = writes.create(name, {**sent, field: value}, user)
        body = {"id": key, "success": True, "errors": [], "created": not found.height}
        return JSONResponse(body, 200 if found.height else 201)


def _named(frame: pl.DataFrame, name: str, field: str, value: str) -> pl.DataFrame:
    if field not in EXTERNAL_IDS.get(name, ()):
        raise not_found(f"Provided external ID field does not exist or is not accessible: {field}")
    return named(frame, field, value)


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
