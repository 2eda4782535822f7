"""An action as people see it: what would be or was sent, about what, whom it asks, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class ActionState(StrEnum):
    """`approved` is posted to its channel; `succeeded` and `failed` are what the orchestration layer reported."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    HELD_OUT = "held_out"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


SENT = (ActionState.APPROVED, ActionState.SUCCEEDED, ActionState.FAILED)


@dataclass(frozen=True)
class About:
    """A finding that an action is about, as it was when it was proposed."""

    finding: int
    kind: str
    subject_type: str
    subject_id: str
    entity: str | None
    practice: str | None
    client: str | None
    project: str | None
    chance: float
    base_money: float | None
    seen_at: datetime


@dataclass(frozen=True)
class Asked:
    """A role that may approve from then on."""

    role: str
    asked_from: datetime


@dataclass(frozen=True)
class Answer:
    """What one person answered."""

    who: str
    answer: str
    at: datetime
    note: str


@dataclass(frozen=True)
class Action:
    """`content` is what is posted once it is approved; `message` the id of what was; `policy_changed_by` who proposed
    the change that made its policy what it is."""

    number: int
    policy: str
    policy_version: int
    title: str
    action: str
    channel: str
    instruction: str
    grouped: str
    state: ActionState
    proposed_at: datetime
    proposed_by: str
    expires_at: datetime | None
    people: int
    four_eyes: bool
    decided_at: datetime | None
    content: dict[str, Any]
    message: str | None
    ended_at: datetime | None
    words: str | None
    about: tuple[About, ...] = ()
    asked: tuple[Asked, ...] = ()
    answers: tuple[Answer, ...] = ()
    policy_changed_by: str | None = None

    @property
    def id(self) -> str:
        return f"A-{self.number}"

    @property
    def expected(self) -> float:
        """The money at stake in the firm's currency, each times its chance."""
        return sum((each.base_money or 0.0) * each.chance for each in self.about)

    def asked_by(self, moment: datetime) -> tuple[str, ...]:
        """The roles that are asked by then."""
        return tuple(each.role for each in self.asked if each.asked_from <= moment)
