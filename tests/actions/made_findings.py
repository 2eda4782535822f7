"""Findings and policies for tests, each with what the test says of it and plain values for the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from actions.policies.declaration import Policy
from core.calendars import Calendar, calendar
from core.errors import NotFound
from models.detector import Place, Reason, Suggestion, Suspicion
from models.findings.finding import Finding, FindingState

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def finding(number: int, **said: Any) -> Finding:
    """Finding `number`, about contract C-number, in Munich, of 1,000, with a chance of 0.9."""
    suspicion = Suspicion(
        subject_type=said.pop("subject_type", "contract"),
        subject_id=said.pop("subject_id", f"crm:C-{number}"),
        score=1.0,
        chance=said.pop("chance", 0.9),
        usual=0.1,
        title=f"Contract {number} has no project",
        summary="It was signed long ago.",
        since=NOON.replace(tzinfo=None),
        reasons=(Reason("Signed 9 days ago, usually 3."),),
        suggestion=Suggestion("start_handoff", "Start the handoff"),
        place=Place(said.pop("entity", "munich"), said.pop("practice", None), said.pop("client", None)),
        money=said.get("base_money", 1000.0),
        currency="EUR",
    )  # fmt: skip
    usual = {
        "detector": "rule_exception", "version": 1, "kind": "contract_without_project", "state": FindingState.OPEN,
        "owner_role": "process_owner", "base_money": 1000.0, "first_seen": NOON, "last_seen": NOON, "generation": 1,
    }  # fmt: skip
    return Finding(number=number, suspicion=suspicion, **{**usual, **said})


def policy(name: str = "handoff", **said: Any) -> Policy:
    """A policy on contracts without a project that acts by itself at once."""
    content = {
        "name": name, "title": "Start the handoff", "owner": "process_owner", "version": 1, "since": date(2026, 1, 1),
        "when": {"kinds": ["contract_without_project"]}, "act": {"action": "start_handoff", "channel": "orchestration"},
    }  # fmt: skip
    return Policy.model_validate({**content, **said})


@cache
def calendars(name: str) -> Calendar | None:
    try:
        return calendar(name)
    except NotFound:
        return None
