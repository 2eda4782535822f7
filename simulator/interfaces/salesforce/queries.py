"""Query resources: pages of up to two thousand records, each naming the next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from simulator.interfaces.salesforce.answering import answered
from simulator.interfaces.salesforce.errors import Refusal, malformed
from simulator.interfaces.salesforce.org import LONGEST_PAGE, Org, Result
from simulator.interfaces.salesforce.soql import read_soql
from simulator.interfaces.salesforce.written import as_objects


def queries(org: Org) -> APIRouter:
    """The routes of `/query` and `/queryAll`."""
    router = APIRouter()

    @router.get("/services/data/v{version}/query")
    @router.get("/services/data/v{version}/query/")
    def query(version: str, request: Request) -> Response:
        return _first(org, version, request, with_deleted=False)

    @router.get("/services/data/v{version}/queryAll")
    @router.get("/services/data/v{version}/queryAll/")
    def query_all(version: str, request: Request) -> Response:
        return _first(org, version, request, with_deleted=True)

    @router.get("/services/data/v{version}/query/{locator}")
    @router.get("/services/data/v{version}/queryAll/{locator}")
    def more(version: str, locator: str, request: Request) -> Response:
        org.admit(request)
        name, _, start = locator.rpartition("-")
        if name not in org.results or not start.isdigit():
            raise Refusal(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
        page = _Page(org.results[name], name, int(start), _batch(request, org))
        return _answer(org, page.body(version))

    return router


@dataclass(frozen=True)
class _Page:
    """So many records of a result, from a place on."""

    result: Result
    name: str
    start: int
    batch: int

    def body(self, version: str) -> dict[str, Any]:
        end, total = self.start + self.batch, self.result.rows.height
        records = as_objects(self.result.rows.slice(self.start, self.batch), self.result.entity, version)
        if end >= total:
            return {"totalSize": total, "done": True, "records": records}
        more = f"/services/data/v{version}/query/{self.name}-{end}"
        return {"totalSize": total, "done": False, "nextRecordsUrl": more, "records": records}


def _first(org: Org, version: str, request: Request, *, with_deleted: bool) -> Response:
    org.admit(request)
    if "q" not in request.query_params:
        raise malformed("A query string has to be specified")
    asked = read_soql(request.query_params["q"])
    rows = answered(asked, org.tables(), with_deleted=with_deleted)
    if not asked.fields:
        return _answer(org, {"totalSize": rows.height, "done": True, "records": []})
    result, batch = Result(asked.entity, rows), _batch(request, org)
    name = org.keep(result) if rows.height > batch else ""
    return _answer(org, _Page(result, name, 0, batch).body(version))


def _answer(org: Org, body: dict[str, Any]) -> Response:
    return Response(
        orjson.dumps(body), media_type="application/json;charset=UTF-8", headers={"Sforce-Limit-Info": org.usage()}
    )


def _batch(request: Request, org: Org) -> int:
    """How many records a page has: what a client asks for is a wish."""
    asked = re.search(r"batchSize=(\d+)", request.headers.get("sforce-query-options", ""))
    return min(max(int(asked[1]) if asked else LONGEST_PAGE, 200), org.longest_page)
