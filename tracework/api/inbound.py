"""What other systems report back, signed by Standard Webhooks: receipts and outcomes of actions, and events."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from actions.channel_settings import ConfiguredChannel
from actions.inbound.receiving import MOST_BYTES, Letter, NotSigned, Replayed, receive
from actions.inbound.reporting_channel import channels_named, channels_that_report
from actions.outcomes.taking_in import take_in
from core.state import State
from tracework.api.problems import problem

AGAIN: dict[int | str, dict[str, Any]] = {
    200: {"description": "A later try, signed anew, of what was taken in before; nothing changed"}
}
SIGNED = {
    "parameters": [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
        for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
    ],
    "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}},
    "security": [],
}
"""How what is signed, in place of a token, is described."""


def router(state: State) -> APIRouter:
    routes = APIRouter(tags=["inbound"])

    @routes.post(
        "/actions/{number}/receipt", status_code=202, response_model=None, responses=AGAIN, openapi_extra=SIGNED
    )
    async def receipt(number: int, request: Request) -> Response:
        """A receipt or outcome of an action, by whom it was sent to, signed with the channel's receipt_keys. Taken in
        once: a later try, signed anew, is answered 200 and changes nothing; a replay 409."""
        channels = await asyncio.to_thread(channels_that_report, state, number)
        return await _taken_in(state, request, channels, str(number))

    @routes.post("/inbound/{channel}", status_code=202, response_model=None, responses=AGAIN, openapi_extra=SIGNED)
    async def event(channel: str, request: Request) -> Response:
        """Anything else that the receiver of a channel says, signed with the channel's receipt_keys."""
        return await _taken_in(state, request, await asyncio.to_thread(channels_named, state, channel), None)

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
