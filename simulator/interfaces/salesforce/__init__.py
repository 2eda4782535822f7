"""The Salesforce interface on loopback: OAuth 2, REST with SOQL, records and approvals, and Bulk 2.0.

What it keeps to, and what independent clients rely on: paging by `nextRecordsUrl` and by `Sforce-Locator`, a header in
every CSV page, `Sforce-Limit-Info`, refusals as a list of messages with codes, and silence about fields that a user may
not see. What is written is kept with who wrote it, tracked fields with their history; an external id may name a record.
`POST /_simulator/permissions` withholds objects and fields, `POST /_simulator/requests` sets the day's limit,
`POST /_simulator/pages` how many records a page has at most.
"""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

from simulator.interfaces.salesforce.approvals import approvals
from simulator.interfaces.salesforce.bulk import bulk_queries
from simulator.interfaces.salesforce.errors import ERRORS, Refusal, answer_refusal
from simulator.interfaces.salesforce.org import VERSIONS, Org
from simulator.interfaces.salesforce.queries import queries
from simulator.interfaces.salesforce.signing_in import SECRETS, signing_in
from simulator.interfaces.salesforce.sobjects import sobjects
from simulator.interfaces.salesforce.writes import Writes
from simulator.interfaces.shown import Shown
from simulator.systems.salesforce import records

__all__ = ["ERRORS", "SECRETS", "app", "records"]


def app(shown: Shown) -> FastAPI:
    """The interface over what is shown."""
    org = Org(shown)
    built = FastAPI(openapi_url=None)
    built.add_exception_handler(Refusal, answer_refusal)
    writes = Writes(org)
    routers = signing_in(org), queries(org), bulk_queries(org), sobjects(org, writes), approvals(org, writes)
    for router in routers:
        built.include_router(router)
    _add_versions(built, org)
    _add_control(built, org)
    return built


def _add_versions(built: FastAPI, org: Org) -> None:
    @built.get("/services/data")
    @built.get("/services/data/")
    def versions() -> list[dict[str, str]]:
        return [{"label": f"v{name}", "url": f"/services/data/v{name}", "version": name} for name in VERSIONS]

    @built.get("/services/data/v{version}/limits")
    @built.get("/services/data/v{version}/limits/")
    def limits(version: str, request: Request) -> Response:
        org.admit(request)
        left = {"Max": org.requests_max, "Remaining": org.requests_max - org.requests_used}
        bulk = {"Max": 10_000, "Remaining": 10_000}
        body = {"DailyApiRequests": left, "DailyBulkV2QueryJobs": bulk}
        return JSONResponse(body, headers={"Sforce-Limit-Info": org.usage()})


def _add_control(built: FastAPI, org: Org) -> None:
    @built.post("/_simulator/permissions")
    async def withhold(request: Request) -> dict[str, Any]:
        org.withheld = frozenset(orjson.loads(await request.body()))
        return {"withheld": sorted(org.withheld)}

    @built.post("/_simulator/requests")
    async def limit_requests(request: Request) -> dict[str, int]:
        org.requests_max = orjson.loads(await request.body())["max"]
        return {"used": org.requests_used, "max": org.requests_max}

    @built.post("/_simulator/pages")
    async def shorten_pages(request: Request) -> dict[str, int]:
        org.longest_page = orjson.loads(await request.body())["longest"]
        return {"longest": org.longest_page}
