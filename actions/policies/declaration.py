"""What a policy says, as its TOML file says it. `policies/<name>.toml` of a workspace are the firm's own."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from actions.policies.spans import Span, WallHours
from core import words
from core.roles import GRANTED, ROLES
from core.roles import Act as Right

NO_TIME = timedelta()
Share = Annotated[float, Field(ge=0, le=1)]
GROUPED_BY = Literal["entity", "practice", "client", "project", "kind", "owner_role"]


def _role(name: str) -> str:
    if name not in GRANTED:
        raise ValueError(f'"{name}" is no role; there are {", ".join(GRANTED)}')
    return name


def _action(name: str) -> str:
    if name not in words.actions():
        raise ValueError(f'"{name}" is no action; there are {", ".join(words.actions())}')
    return name


def _approver(name: str) -> str:
    if Right.REVIEW not in ROLES[_role(name)].acts:
        able = ", ".join(role for role in GRANTED if Right.REVIEW in ROLES[role].acts)
        raise ValueError(f'"{name}" cannot be asked to approve; choose {able}')
    return name


Role = Annotated[str, AfterValidator(_role)]
Approver = Annotated[str, AfterValidator(_approver)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class When(Part):
    """Which findings: all that is said must hold; an empty list means any. Money is in the firm's own currency. The
    condition must hold for `held_for` before the policy acts, and it ends only after not holding for `keep_for`."""

    kinds: tuple[str, ...] = ()
    detectors: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    least_chance: Share = 0.0
    least_money: Annotated[float, Field(ge=0)] = 0.0
    confirmed_only: bool = False
    held_for: Span = NO_TIME
    keep_for: Span = NO_TIME

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.kinds and not self.detectors:
            raise ValueError("name kinds or detectors: a policy for whatever is found would surprise everybody")
        return self


class Group(Part):
    """Findings that are alike in `by` go together; without it each subject goes alone. The first of a group waits for
    others (`wait`), later ones until `interval` has passed since the last."""

    by: tuple[GROUPED_BY, ...] = ()
    wait: Span = timedelta(seconds=30)
    interval: Span = timedelta(minutes=5)


class Throttle(Part):
    """At most so many actions within `per`. A subject comes again after `again_after` if it is still so, else never
    while it lasts. For `alone_for` no other policy acts on the same subject."""

    most: Annotated[int, Field(ge=1)] = 20
    per: Span = timedelta(days=1)
    again_after: Span | None = None
    alone_for: Span = timedelta(days=1)


class Quiet(Part):
    """When nothing is proposed: outside the working hours of the entity's calendar, and at hours of its wall clock."""

    outside_business_hours: bool = False
    hours: tuple[WallHours, ...] = ()
    calendar: str | None = None


class Escalation(Part):
    """Who is asked besides when nobody has answered for so long."""

    after: Span
    role: Approver


class Approval(Part):
    """Who must approve. With `four_eyes` nobody approves what they proposed or a policy of their own making. `people`
    is how many must say yes. An approval that has expired does nothing."""

    role: Approver
    people: Annotated[int, Field(ge=1, le=3)] = 1
    four_eyes: bool = True
    expires_after: Span = timedelta(days=2)
    escalate: tuple[Escalation, ...] = ()
    channel: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        spans = [each.after for each in self.escalate]
        if spans != sorted(spans) or any(span >= self.expires_after for span in spans):
            raise ValueError("escalations stand in the order of time, and before the approval expires")
        return self


class Act(Part):
    """What is done: a slug of `[actions]` in the words of the domain, through a channel of firm.toml."""

    action: Annotated[str, AfterValidator(_action)]
    channel: Annotated[str, Field(min_length=1)]
    instruction: str = ""


class Policy(Part):
    """One policy. `owner` is the role that answers for it and approves changes to it."""

    name: str
    title: Annotated[str, Field(min_length=1)]
    owner: Approver
    version: Annotated[int, Field(ge=1)]
    since: date
    until: date | None = None
    entities: tuple[str, ...] = ()
    priority: int = 0
    hold_out: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    when: When
    group: Group = Group()
    throttle: Throttle = Throttle()
    quiet: Quiet = Quiet()
    approval: Approval | None = None
    act: Act

    def in_force(self, moment: datetime) -> bool:
        """Whether it holds on the day of a moment, which is in UTC."""
        return self.since <= moment.date() and (self.until is None or moment.date() <= self.until)
