"""Imports: an uploaded file becomes part of the event log, by a job that runs the same command as a person would."""

import asyncio
import sys
from typing import Any

from fastapi import APIRouter
from pydantic import Field

from core import jobs
from core.state import State
from dashboards.ask import Asker
from tracework.api.jobs import told
from tracework.api.uploads import Choices, uploaded


class Import(Choices):
    """Which upload to import, and what its columns mean."""

    upload: str = Field(max_length=40)


def router(asker: Asker, state: State) -> APIRouter:
    routes = APIRouter(tags=["imports"])

    @routes.post("/imports", status_code=202)
    async def start_import(wanted: Import) -> dict[str, Any]:
        """Start importing an uploaded file. The answer is the job; ask for it again to see how far it is."""
        path = uploaded(asker.workspace, wanted.upload)
        command = [
            sys.executable,
            "-m",
            "tracework",
            "import",
            str(path),
            "-w",
            str(asker.workspace.root),
            "--yes",
            "--json",
        ]
        for name, value in (("--process", wanted.process), ("--calendar", wanted.calendar)):
            command += [f"{name}={value}"] if value else []
        command += [f"--map={item}" for item in wanted.map]
        job = await asyncio.to_thread(jobs.start, state, command, f"Import {path.name}", "import")
        return told(job)

    return routes
