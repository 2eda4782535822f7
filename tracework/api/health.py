"""Whether the server answers, and which generation it shows."""

from typing import Any

from fastapi import APIRouter

from dashboards.ask import Asker


def router(asker: Asker) -> APIRouter:
    routes = APIRouter(tags=["health"])

    @routes.get("/health")
    async def health() -> dict[str, Any]:
        """The server is up; `generation` is null while nothing has been imported."""
        return {"status": "ok", "generation": asker.workspace.current_generation()}

    return routes
