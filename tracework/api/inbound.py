"""What other systems report back, signed by Standard Webhooks: receipts and outcomes of actions, and events."""

import asyncio

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select

from actions.approvals.tables import action_table
from actions.channel_settings import ConfiguredChannel, configured_channels
from actions.inbound.receiving import MOST_BYTES, Letter, NotSigned, Replayed, receive
from actions.outcomes.taking_in import take_in
from core.state import State
from tracework.api.problems import problem


def router(state: State) -> APIRouter:
    routes = APIRouter(tags=["inbound"])

    @routes.post("/actions/{number}/receipt", response_model=None)
    async def receipt(number: int, request: Request) -> Response:
        """A receipt or outcome of an action, by whom it was sent to, signed with the channel's receipt_keys. Taken in
        once: a later try, signed anew, is answered 200 and changes nothing; a replay 409."""
        return await _taken_in(state, request, await asyncio.to_thread(_of_action, state, number), str(number))

    @routes.post("/inbound/{channel}", response_model=None)
    async def event(channel: str, request: Request) -> Response:
        """Anything else that the receiver of a channel says, signed with the channel's receipt_keys."""
        named = configured_channels(state.workspace).named
        return await _taken_in(state, request, [named[channel]] if channel in named else [], None)

    return routes


async def _taken_in(state: State, request: Request, channels: list[ConfiguredChannel], about: str | None) -> Response:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return problem(413, "Too large", f"At most {MOST_BYTES:,} bytes are taken in at once.")
    letter = Letter(dict(request.headers), body)
    try:
        inbound = await asyncio.to_thread(receive, state, letter, channels, about, take_in)
    except NotSigned as error:
        return problem(401, "Not signed", str(error))
    except Replayed as error:
        return problem(409, "Replayed", str(error))
    return JSONResponse({"id": inbound.id, "again": inbound.again}, 200 if inbound.again else 202)


def _of_action(state: State, number: int) -> list[ConfiguredChannel]:
    """The channel that an action was sent to. Whoever asks about another is told no more than that nothing is known."""
    with state.reading() as connection:
        sent = action_table.c.message.is_not(None)
        name = connection.scalar(select(action_table.c.channel).where(action_table.c.number == number, sent))
    named = configured_channels(state.workspace).named
    return [named[name]] if name is not None and name in named else []
