"""Messages over HTTP: what became of each, its tries, sending again; the channels and how their receivers are."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel

from actions.outbox.reading import attempts, body_of, counts, deliveries, delivery, endpoints
from actions.outbox.replaying import enable, replay, replay_range
from core.audit.who import asking
from core.audit.writing import audited
from core.state import State

StateOf = Annotated[Literal["waiting", "sending", "sent", "dead"] | None, Query(alias="state")]

Most = Annotated[int, Query(ge=1, le=1000)]


class Span(BaseModel):
    """What was posted from `since` until before `until` and given up; `channel`: only there."""

    since: AwareDatetime
    until: AwareDatetime | None = None
    channel: str | None = None


def router(state: State) -> APIRouter:
    routes = APIRouter(tags=["deliveries"])

    @routes.get("/deliveries")
    async def listed(state_of: StateOf = None, channel: str | None = None, message: str | None = None,
                     most: Most = 100) -> dict[str, Any]:  # fmt: skip
        """The latest deliveries, the newest first, and how many there are in each state."""
        return await asyncio.to_thread(_listed, state, (state_of, channel, message), most)

    @routes.get("/deliveries/{number}")
    async def one(number: int) -> dict[str, Any]:
        """One delivery, with its tries and what is sent."""
        return await asyncio.to_thread(_one, state, number)

    @routes.post("/deliveries/replay", status_code=202)
    async def range_again(span: Span) -> dict[str, Any]:
        """Send again, under the same ids, what was given up in a range of time."""
        return {"deliveries": await asyncio.to_thread(_range_again, state, span, asking())}

    @routes.post("/deliveries/{number}/replay", status_code=202)
    async def again(number: int) -> dict[str, Any]:
        """Send a delivery again under the same id."""
        await asyncio.to_thread(_again, state, number, asking())
        return {"deliveries": [number]}

    @routes.get("/channels")
    async def channels() -> list[dict[str, Any]]:
        """The channels that were sent to, and how their receivers are."""
        return await asyncio.to_thread(_channels, state)

    @routes.post("/channels/{name}/enable")
    async def enabled(name: str) -> dict[str, Any]:
        """Send to a channel again that was disabled or is left alone."""
        await asyncio.to_thread(_enable, state, name, asking())
        return {"channel": name}

    return routes


def _listed(state: State, wanted: tuple[str | None, str | None, str | None], most: int) -> dict[str, Any]:
    with state.reading() as connection:
        found = deliveries(connection, *wanted, most)
        return {"counts": counts(connection), "deliveries": [asdict(each) for each in found]}


def _one(state: State, number: int) -> dict[str, Any]:
    with state.reading() as connection:
        found, tries = delivery(connection, number), attempts(connection, number)
        content_type, body = body_of(connection, number)
    sent = {"content_type": content_type, "body": body.decode(errors="replace")}
    return {**asdict(found), "attempts": [asdict(each) for each in tries], **sent}


def _channels(state: State) -> list[dict[str, Any]]:
    with state.reading() as connection:
        return [asdict(each) for each in endpoints(connection)]


def _again(state: State, number: int, who: str) -> None:
    with audited(state, who) as work:
        replay(work, number, datetime.now(UTC))


def _range_again(state: State, span: Span, who: str) -> list[int]:
    now = datetime.now(UTC)
    with audited(state, who) as work:
        return replay_range(work, (span.since, span.until or now), now, span.channel)


def _enable(state: State, name: str, who: str) -> None:
    with audited(state, who) as work:
        enable(work, name)
