"""Findings over HTTP: those that whoever asks may see, verdicts on them, the detectors with their cards."""

import asyncio
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi import Path as Place
from pydantic import BaseModel, Field

from core import jobs
from core.access import acting
from core.audit.who import asking
from core.settings import firm_settings
from core.state import State
from dashboards.ask import Asker
from models.cards import Card, cards
from models.detecting import last_look
from models.findings.as_json import as_json
from models.findings.precision import precisions
from models.findings.queue import queue
from models.findings.reading import finding, findings, judged_today, verdicts_on, wanted
from models.findings.teaching import reranker
from models.findings.verdicts import Decision, Verdict, decide, undo
from tracework.api.jobs import told

Number = Annotated[str, Place(pattern="^([Ff]-)?[0-9]{1,9}$", description="F-12, or 12")]


class Given(BaseModel):
    """A verdict, with a reason to dismiss, a day to snooze until, or somebody to assign to."""

    verdict: Verdict
    reason: str | None = Field(default=None, max_length=2000)
    until: datetime | None = None
    assignee: str | None = Field(default=None, max_length=100)


def router(asker: Asker, state: State) -> APIRouter:
    routes = APIRouter(tags=["findings"])

    @routes.get("/findings")
    async def listed(
        state_of: Annotated[str, Query(alias="state")] = "open",
        kind: str | None = None,
        limit: Annotated[int | None, Query(ge=1, le=1000)] = None,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> list[dict[str, Any]]:
        """The findings in the order in which to review them; all, or `limit` of them from `offset` on."""
        until = None if limit is None else offset + limit
        return await asyncio.to_thread(_listed, state, asking(), (state_of, kind), slice(offset, until))

    @routes.get("/findings/{number}")
    async def one(number: Number) -> dict[str, Any]:
        """One finding with the verdicts on it."""
        found = await asyncio.to_thread(finding, state, acting(), numbered(number))
        given = await asyncio.to_thread(verdicts_on, state, [found.number])
        return {**as_json(found), "verdicts": [asdict(each) for each in given]}

    @routes.post("/findings/{number}/verdict")
    async def decided(number: Number, given: Given) -> dict[str, Any]:
        """Give a verdict."""
        decision = Decision(given.verdict, given.reason, given.until, given.assignee)
        who = asking()
        return as_json(await asyncio.to_thread(decide, state, acting(), who, numbered(number), decision))

    @routes.delete("/findings/{number}/verdict")
    async def undone(number: Number) -> dict[str, Any]:
        """Take the last verdict back."""
        return as_json(await asyncio.to_thread(undo, state, acting(), asking(), numbered(number)))

    @routes.get("/detectors")
    async def all_detectors() -> list[dict[str, Any]]:
        """Every detector with its card, and how often people confirmed what it found."""
        return await asyncio.to_thread(_detectors, state)

    @routes.post("/detect", status_code=202)
    async def look() -> dict[str, Any]:
        """Have the detectors look at the newest generation. The answer is the job."""
        verb = [sys.executable, "-m", "tracework", "detect", "-w", str(asker.workspace.root), "--json"]
        return told(await asyncio.to_thread(jobs.start, state, verb, "Look for findings", "detect"))

    return routes


def numbered(number: str) -> int:
    return int(number.upper().removeprefix("F-"))


def _listed(state: State, who: str, asked: tuple[str, str | None], part: slice) -> list[dict[str, Any]]:
    found = findings(state, acting(), wanted(state, *asked))
    judged = judged_today(state, who, datetime.now(UTC))
    ordered = queue(found, firm_settings(state.workspace).review, reranker(state), judged)
    return [as_json(each) for each in list(ordered.all)[part]]


def _detectors(state: State) -> list[dict[str, Any]]:
    right, looked = precisions(state), last_look(state.workspace)
    failed = {each.name: each.failed for each in looked.detected} if looked else {}
    return [
        {
            **_card(card),
            "precision": asdict(right[card.declaration.name]) if card.declaration.name in right else None,
            "failed": failed.get(card.declaration.name),
        }
        for card in cards(state.workspace)
    ]


def _card(card: Card) -> dict[str, Any]:
    saved = card.saved
    learnt = None if saved is None else {**asdict(saved), "learned": None}
    return {**asdict(card.declaration), "learnt": learnt, "refused": card.refused}
