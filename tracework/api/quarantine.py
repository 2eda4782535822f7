"""Records set apart: one as a form shows it; what a person says it should say is kept by a job that runs the verb."""

import asyncio
import sys
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Path as Place
from pydantic import BaseModel, Field

from core import jobs
from core.audit.who import asking
from core.errors import BadInput
from core.state import State
from dashboards.ask import Asker
from dashboards.health_page.mending import RecordApart, record_apart
from tracework.api.jobs import told

ADDRESS = "/quarantine/{source}/{run}/{stream}/{row}"
Row = Annotated[int, Place(ge=0, le=2**62)]
Value = Annotated[str, Field(max_length=20_000)]


class Mended(BaseModel):
    """What the record should say, by column; null for nothing. Columns that are not named stay as they came."""

    values: dict[str, Value | None] = Field(min_length=1, max_length=200)


def router(asker: Asker, state: State) -> APIRouter:
    routes = APIRouter(tags=["quarantine"])

    @routes.get(ADDRESS)
    async def one(source: str, run: str, stream: str, row: Row) -> dict[str, Any]:
        """A record that could not be used: why, and its columns."""
        return asdict(await asker.ask_log(record_apart, source, run, stream, row))

    @routes.post(ADDRESS, status_code=202)
    async def mend(source: str, run: str, stream: str, row: Row, mended: Mended) -> dict[str, Any]:
        """Keep what the record should say and build with it. The answer is the job; its result says whether the record
        is in the log now."""
        found = await asker.ask_log(record_apart, source, run, stream, row)
        _refuse_unknown(found, mended)
        verb = [sys.executable, "-m", "tracework", "runs", "-w", str(asker.workspace.root), "--json", "--by", asking()]
        said = [f"{name}={value or ''}" for name, value in mended.values.items()]
        command = [*verb, "--mend", f"{stream}/{row}", "--", f"{source}/{run}", *said]
        return told(await asyncio.to_thread(jobs.start, state, command, f"Mend a record of {stream}", "mend"))

    return routes


def _refuse_unknown(found: RecordApart, mended: Mended) -> None:
    known = [field.name for field in found.fields]
    unknown = [name for name in mended.values if name not in known or "=" in name]
    if unknown:
        raise BadInput(f"{found.stream} has no column {unknown[0]} that could be mended. It has {', '.join(known)}.")
