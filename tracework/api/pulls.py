"""Pulls: the systems are asked for what is new, by a job that runs the same command as a person would."""

import asyncio
import sys
from typing import Any

from fastapi import APIRouter

from core import jobs
from core.state import State
from dashboards.ask import Asker
from tracework.api.jobs import told


def router(asker: Asker, state: State) -> APIRouter:
    routes = APIRouter(tags=["pulls"])

    @routes.post("/pulls", status_code=202)
    async def start_pull() -> dict[str, Any]:
        """Start pulling every source of firm.toml and building from what came. The answer is the job."""
        command = [sys.executable, "-m", "tracework", "pull", "-w", str(asker.workspace.root), "--json"]
        return told(await asyncio.to_thread(jobs.start, state, command, "Pull all sources", "pull"))

    return routes
