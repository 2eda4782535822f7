"""Drafts over HTTP: written from a project's figures as far as whoever asks sees them, approved by somebody else."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi import Path as Place
from pydantic import BaseModel, Field

from actions.drafts.keeping import Draft, decide, draft, drafts, keep
from actions.drafts.writing import Reader, written
from core.access import acting
from core.audit.who import asking
from core.state import State
from dashboards.ask import Asker

Number = Annotated[str, Place(pattern="^([Dd]-)?[0-9]{1,9}$", description="D-2, or 2")]


class Wish(BaseModel):
    """About which project, for whom, through which channel."""

    project: str = Field(min_length=1, max_length=300)
    reader: Reader = "team"
    channel: str = Field(min_length=1, max_length=80)


class Given(BaseModel):
    answer: Literal["approve", "refuse"]
    note: str = Field(default="", max_length=2000)


def router(asker: Asker, state: State) -> APIRouter:
    routes = APIRouter(prefix="/drafts", tags=["drafts"])

    @routes.get("")
    async def listed() -> list[dict[str, Any]]:
        """The drafts about projects that whoever asks may see."""
        return [told(each) for each in await asyncio.to_thread(drafts, state, acting())]

    @routes.get("/{number}")
    async def one(number: Number) -> dict[str, Any]:
        """One draft with the figures that it cites."""
        return told(await asyncio.to_thread(draft, state, acting(), numbered(number)))

    @routes.post("", status_code=201)
    async def made(wish: Wish) -> dict[str, Any]:
        """Write the text about a project."""
        text = await asker.ask_log(written, wish.project, wish.reader)
        now, who, viewer = datetime.now(UTC), asking(), acting()
        return told(await asyncio.to_thread(keep, state, viewer, who, text, wish.channel, now))

    @routes.post("/{number}/answer")
    async def answered(number: Number, given: Given) -> dict[str, Any]:
        """Approve it, which posts it as it stands, or refuse it."""
        who, viewer = asking(), acting()
        place = numbered(number)
        return told(await asyncio.to_thread(decide, state, viewer, who, place, given.answer, given.note))

    return routes


def numbered(number: str) -> int:
    return int(number.upper().removeprefix("D-"))


def told(found: Draft) -> dict[str, Any]:
    return {**asdict(found), "id": found.id, "text": found.text}
