"""The HTTP API: one file a resource, all under /api/v1, with the same words for errors as everywhere."""

from fastapi import FastAPI

from dashboards.ask import Asker
from tracework.api import health, problems


def add_to(server: FastAPI, asker: Asker) -> None:
    """Put every resource under /api/v1."""
    problems.handle(server)
    for resource in (health,):
        server.include_router(resource.router(asker), prefix="/api/v1")
    server.add_api_route("/api/{rest:path}", problems.no_such_address, methods=["GET"], include_in_schema=False)
