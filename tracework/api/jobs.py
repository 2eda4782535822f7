"""Jobs: long work under way, how far it is, and a way to stop it."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi import Path as Place

from core import jobs
from core.audit.entry import Told
from core.audit.who import asking
from core.audit.writing import write_down
from core.jobs import Job
from core.state import State

Number = Annotated[int, Place(ge=1, le=2**31)]


def router(state: State) -> APIRouter:
    routes = APIRouter(prefix="/jobs", tags=["jobs"])

    @routes.get("")
    async def recent(limit: Annotated[int, Query(ge=1, le=200)] = 20) -> list[dict[str, Any]]:
        """The latest jobs, the newest first."""
        return [told(job) for job in await asyncio.to_thread(jobs.recent, state, limit)]

    @routes.get("/{number}")
    async def one(number: Number) -> dict[str, Any]:
        """A job as it stands: queued, running, done, failed or stopped."""
        return told(await asyncio.to_thread(jobs.get, state, number))

    @routes.delete("/{number}", status_code=202)
    async def stop(number: Number) -> dict[str, Any]:
        """Ask a job to stop. What is published stays as it is."""
        stopped = await asyncio.to_thread(jobs.stop, state, number)
        await asyncio.to_thread(
            write_down, state, asking(), Told("stop a job", "job", str(number), None, stopped.title)
        )
        return told(stopped)

    return routes


def told(job: Job) -> dict[str, Any]:
    """A job as the API shows it; its command and process number stay inside."""
    return {
        "id": job.id,
        "kind": job.kind,
        "title": job.title,
        "state": job.state,
        "share": job.progress,
        "words": job.words,
        "error": job.words if job.state in ("failed", "stopped") else None,
        "created": job.created,
        "finished": job.finished,
        "result": job.result,
    }
