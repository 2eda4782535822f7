"""Who could fill a request for people, the best first, with why: to each of their own part of the firm."""

from typing import Any

from fastapi import APIRouter

from dashboards.ask import Asker
from eventlog.reading import EventLog
from models.staffing.suggestions import FAIRNESS, WEIGHTS, as_json, who_could


def router(asker: Asker) -> APIRouter:
    routes = APIRouter(tags=["staffing"])

    @routes.get("/resource_requests/{request}/candidates")
    async def candidates(request: str) -> dict[str, Any]:
        """Who could fill it now, by which weights, and what is not looked at."""
        return await asker.ask_log(_told, request)

    return routes


def _told(log: EventLog, request: str) -> dict[str, Any]:
    them = [as_json(each) for each in who_could(log, request)]
    return {"request": request, "candidates": them, "weights": WEIGHTS, "fairness": FAIRNESS}
