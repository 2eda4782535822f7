"""The HTTP API: one file a resource, all under /api/v1, with the same words for errors as everywhere."""

from fastapi import Depends, FastAPI

from core.state import State
from dashboards.ask import Asker
from tracework.api import (
    actions,
    audit,
    cases,
    deliveries,
    description,
    drafts,
    findings,
    health,
    identities,
    imports,
    inbound,
    indicators,
    jobs,
    policies,
    problems,
    processes,
    pulls,
    quarantine,
    reports,
    staffing,
    uploads,
)
from tracework.api.known_query import known_query


def add_to(server: FastAPI, asker: Asker, state: State) -> None:
    """Put every resource under /api/v1."""
    problems.handle(server)
    resources = (
        health.router(asker),
        processes.router(asker),
        cases.router(asker),
        indicators.router(asker),
        reports.router(asker),
        staffing.router(asker),
        findings.router(asker, state),
        uploads.router(asker),
        imports.router(asker, state),
        pulls.router(asker, state),
        identities.router(asker, state),
        quarantine.router(asker, state),
        actions.router(state),
        policies.router(state),
        drafts.router(asker, state),
        deliveries.router(state),
        inbound.router(state),
        jobs.router(state),
        audit.router(state),
    )
    for resource in resources:
        server.include_router(resource, prefix="/api/v1", dependencies=[Depends(known_query)])
    description.describe(server)
    server.add_api_route("/api/{rest:path}", problems.no_such_address, methods=["GET"], include_in_schema=False)
