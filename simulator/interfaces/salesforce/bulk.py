"""Bulk API 2.0 query jobs: a query is left with the organisation, and its results are taken in CSV, page by page.

A job is in progress when first looked at, as real ones are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

import polars as pl
from fastapi import APIRouter, Request
from starlette.responses import Response

from simulator.interfaces.salesforce.answering import answered
from simulator.interfaces.salesforce.errors import Refusal, not_found
from simulator.interfaces.salesforce.org import INTEGRATION_USER, Org
from simulator.interfaces.salesforce.soql import read_soql
from simulator.interfaces.salesforce.written import JSON_INSTANT, as_csv

RECORDS_A_PAGE = 250_000
JOBS_KEPT = 40


@dataclass
class Job:
    """A query left with the organisation."""

    id: str
    operation: str
    entity: str
    created: str
    rows: pl.DataFrame
    state: str = "UploadComplete"

    def described(self, version: str) -> dict[str, Any]:
        return {
            "id": self.id,
            "operation": self.operation,
            "object": self.entity,
            "createdById": INTEGRATION_USER,
            "createdDate": self.created,
            "systemModstamp": self.created,
            "state": self.state,
            "concurrencyMode": "Parallel",
            "contentType": "CSV",
            "apiVersion": float(version),
            "jobType": "V2Query",
            "lineEnding": "LF",
            "columnDelimiter": "COMMA",
            "numberRecordsProcessed": self.rows.height if self.state == "JobComplete" else 0,
            "retries": 0,
            "totalProcessingTime": 1,
        }


NEXT_STATE = {"UploadComplete": "InProgress", "InProgress": "JobComplete"}


def bulk_queries(org: Org) -> APIRouter:
    """The routes of `/jobs/query`."""
    router = APIRouter(prefix="/services/data/v{version}/jobs/query")
    jobs: dict[str, Job] = {}
    numbers = count(1)

    def job(name: str) -> Job:
        if name not in jobs:
            raise not_found()
        return jobs[name]

    @router.post("")
    async def create(version: str, request: Request) -> dict[str, Any]:
        org.admit(request)
        made = _made(org, await request.json(), f"750{next(numbers):012d}")
        jobs[made.id] = made
        while len(jobs) > JOBS_KEPT:
            jobs.pop(next(iter(jobs)))
        return made.described(version)

    @router.get("/{name}")
    def state(version: str, name: str, request: Request) -> dict[str, Any]:
        org.admit(request)
        found = job(name)
        found.state = NEXT_STATE.get(found.state, found.state)
        return found.described(version)

    @router.patch("/{name}")
    async def abort(version: str, name: str, request: Request) -> dict[str, Any]:
        org.admit(request)
        job(name).state = "Aborted"
        return job(name).described(version)

    @router.delete("/{name}")
    def delete(version: str, name: str, request: Request) -> Response:
        org.admit(request)
        job(name)
        jobs.pop(name)
        return Response(status_code=204)

    @router.get("/{name}/results")
    def results(version: str, name: str, request: Request) -> Response:
        org.admit(request)
        found = job(name)
        if found.state != "JobComplete":
            raise Refusal(400, "INVALIDJOBSTATE", f"Job {name} is in state {found.state}, not JobComplete")
        return _results(found, request)

    return router


def _made(org: Org, asked: dict[str, Any], name: str) -> Job:
    operation = asked.get("operation", "query")
    if operation not in ("query", "queryAll"):
        raise Refusal(400, "API_ERROR", f"operation {operation!r} is not supported")
    query = read_soql(asked.get("query", ""))
    if not query.fields:
        raise Refusal(400, "API_ERROR", "Aggregate queries are not supported in Bulk Query")
    if query.offset:
        raise Refusal(400, "API_ERROR", "OFFSET is not supported in Bulk Query")
    rows = answered(query, org.tables(), with_deleted=operation == "queryAll")
    created = org.shown.now().strftime(JSON_INSTANT.replace("%.3f", ".000"))
    return Job(name, operation, query.entity, created, rows)


def _results(job: Job, request: Request) -> Response:
    locator, most = request.query_params.get("locator", "0"), request.query_params.get("maxRecords", "")
    if not locator.isdigit() or int(locator) > job.rows.height:
        raise Refusal(400, "INVALID_QUERY_LOCATOR", f"Invalid locator: {locator}")
    start = int(locator)
    size = min(int(most), RECORDS_A_PAGE) if most.isdigit() and int(most) else RECORDS_A_PAGE
    page = job.rows.slice(start, size)
    end = start + page.height
    headers = {
        "Sforce-Locator": "null" if end >= job.rows.height else str(end),
        "Sforce-NumberOfRecords": str(page.height),
    }
    return Response(as_csv(page), media_type="text/csv", headers=headers)
