"""Identities: what a person decides on a pair that may be one thing, by a job that runs the same command."""

import asyncio
import sys
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from core import jobs
from core.audit.who import asking
from core.state import State
from dashboards.ask import Asker
from tracework.api.jobs import told


class Decision(BaseModel):
    """Two objects by their ids, and whether they are the same thing. `type` where both ids are of several types."""

    left: str = Field(min_length=1, max_length=300)
    right: str = Field(min_length=1, max_length=300)
    answer: Literal["same", "different", "later"]
    type: str | None = Field(None, min_length=1, max_length=300)


def router(asker: Asker, state: State) -> APIRouter:
    routes = APIRouter(tags=["identities"])

    @routes.post("/identities", status_code=202)
    async def decide(decision: Decision) -> dict[str, Any]:
        """Keep a decision and build with it. The answer is the job."""
        verb = [sys.executable, "-m", "tracework", "identities", "-w", str(asker.workspace.root), "--json"]
        of_type = ["--type", decision.type] if decision.type else []
        command = [*verb, *of_type, "--by", asking(), f"--{decision.answer}", decision.left, decision.right]
        return told(await asyncio.to_thread(jobs.start, state, command, "Keep what is the same thing", "identity"))

    return routes
