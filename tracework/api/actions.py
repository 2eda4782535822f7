"""Actions over HTTP: what waits for an approval and what was done, answering, proposing; and the effect of policies."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi import Path as Place
from pydantic import BaseModel, Field

from actions.approvals.action import ActionState
from actions.approvals.as_json import action_json, effect_json
from actions.approvals.deciding import Decision, decide, why_not
from actions.approvals.reading import action, actions
from actions.approvals.suggesting import Suggested, propose_as_person
from actions.effect.measuring import effects
from actions.outcomes.reading import outcomes_of
from core.access import Viewer, acting
from core.audit.who import asking
from core.state import State
from tracework.api.findings import Number as FindingNumber
from tracework.api.findings import numbered

Number = Annotated[str, Place(pattern="^([Aa]-)?[0-9]{1,9}$", description="A-7, or 7")]


class Answered(BaseModel):
    """Yes or no, and why."""

    answer: Literal["approve", "refuse"]
    note: str = Field(default="", max_length=2000)


class Wished(BaseModel):
    """An action that a person proposes on a finding: by itself the one that it suggests, through the usual channel."""

    action: str = Field(default="", max_length=80)
    channel: str = Field(default="", max_length=80)
    note: str = Field(default="", max_length=2000)


def router(state: State) -> APIRouter:
    routes = APIRouter(tags=["actions"])

    @routes.get("/actions")
    async def listed(
        state_of: Annotated[ActionState | None, Query(alias="state")] = None,
        most: Annotated[int, Query(ge=1, le=1000)] = 200,
    ) -> list[dict[str, Any]]:
        """The actions that whoever asks may see, the newest first."""
        wanted = [state_of] if state_of else []
        return [action_json(each) for each in await asyncio.to_thread(actions, state, acting(), wanted, most)]

    @routes.get("/actions/{number}")
    async def one(number: Number) -> dict[str, Any]:
        """One action: what it sends, whom it asks, what they answered, what came of it."""
        return await asyncio.to_thread(_one, state, acting(), asking(), action_number(number))

    @routes.post("/actions/{number}/answer")
    async def answered(number: Number, given: Answered) -> dict[str, Any]:
        """Approve or refuse it."""
        decision, now = Decision(given.answer, given.note), datetime.now(UTC)
        who = asking()
        return action_json(await asyncio.to_thread(decide, state, acting(), who, action_number(number), decision, now))

    @routes.post("/findings/{number}/action", status_code=201)
    async def proposed(number: FindingNumber, wish: Wished | None = None) -> dict[str, Any]:
        """Propose an action on a finding; somebody else approves it."""
        wanted = Suggested(numbered(number), **(wish or Wished()).model_dump())
        who, now = asking(), datetime.now(UTC)
        return action_json(await asyncio.to_thread(propose_as_person, state, acting(), who, wanted, now))

    @routes.get("/effects")
    async def measured() -> list[dict[str, Any]]:
        """The effect of each policy that has acted, over the findings that whoever asks may see."""
        return [effect_json(each) for each in await asyncio.to_thread(effects, state, acting())]

    return routes


def action_number(number: str) -> int:
    return int(number.upper().removeprefix("A-"))


def _one(state: State, viewer: Viewer, who: str, number: int) -> dict[str, Any]:
    found = action(state, viewer, number)
    with state.reading() as connection:
        came = outcomes_of(connection, number)
    told = {"outcomes": [asdict(each) for each in came]}
    reason = why_not(found, viewer, who, datetime.now(UTC))
    return {**action_json(found), **told, "may_decide": not reason, "why_not": reason}
