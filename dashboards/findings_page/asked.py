"""What the review queue asks: the findings in their order, the one that is looked at, and the records behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlencode

from actions.approvals.action import Action, ActionState
from actions.approvals.deciding import may_decide
from actions.approvals.reading import actions_about
from actions.approvals.suggesting import channels_for
from core.access import Viewer
from core.errors import BadSettings
from core.roles import Act, may
from core.settings import firm_settings
from core.sql import load
from core.state import open_state
from core.words import object_label
from core.workspace import Workspace
from eventlog.reading import EventLog
from models.detecting import LastLook, last_look
from models.findings.finding import ENDED, Finding, FindingState
from models.findings.precision import Record, record
from models.findings.queue import queue
from models.findings.reading import DECIDED, Told, findings, judged_today, verdicts_on
from models.findings.teaching import reranker

SHOWN = {
    "open": (FindingState.OPEN,),
    "snoozed": (FindingState.SNOOZED,),
    "decided": DECIDED,
}
"""What each tab shows."""


@dataclass(frozen=True)
class Look:
    """One view of the queue, as its address says it. `pick` is the number of the finding that is looked at."""

    show: str = "open"
    kind: str = ""
    entity: str = ""
    owner: str = ""
    pick: str = ""

    @classmethod
    def read(cls, query: dict[str, Any]) -> Self:
        given = {field.name: str(query[field.name]) for field in fields(cls) if query.get(field.name)}
        if given.get("show") not in SHOWN:
            given.pop("show", None)
        return cls(**given)

    def link(self, path: str, **changes: str) -> str:
        """The address of the page seen this way, with some things changed."""
        other = replace(self, **changes)
        said = {field.name: getattr(other, field.name) for field in fields(other)}
        query = {name: value for name, value in said.items() if value and (name, value) != ("show", "open")}
        return path + (f"?{urlencode(query)}" if query else "")

    @property
    def number(self) -> int | None:
        digits = self.pick.upper().removeprefix("F-")
        return int(digits) if digits.isdecimal() and len(digits) < 10 else None


@dataclass(frozen=True)
class Review:
    """The findings of a view in their order (of open ones those of today first, after those that whoever looks has
    `judged` today), how many each tab has, and the one looked at with all that is known of it: of its actions those
    that are `mine` to decide on, and the channels by which what it suggests could be done."""

    findings: tuple[Finding, ...]
    today: int
    judged: int
    expected: float
    counts: dict[str, int]
    everything: tuple[Finding, ...]
    picked: Finding | None
    verdicts: tuple[Told, ...]
    record: Record | None
    actions: tuple[Action, ...]
    mine: frozenset[int]
    ways: tuple[str, ...]
    looked: LastLook | None

    @property
    def place(self) -> int | None:
        """Where the one looked at stands in the list."""
        numbers = [each.number for each in self.findings]
        return numbers.index(self.picked.number) if self.picked and self.picked.number in numbers else None

    def beside(self, step: int) -> Finding | None:
        """The one before or after it."""
        there = self.place
        if there is None or not 0 <= there + step < len(self.findings):
            return None
        return self.findings[there + step]


@dataclass(frozen=True)
class Evidence:
    """An object that shows it: its id in the log, what it is, what it is called, and its amount where it has one."""

    object_id: str
    type: str
    name: str
    amount: float | None
    currency: str | None


def review(workspace: Workspace, viewer: Viewer, who: str, look: Look) -> Review:
    """All that the page shows of the state database, for `viewer`, whom the audit calls `who`."""
    now = datetime.now(UTC)
    with open_state(workspace) as state:
        there = findings(state, viewer)
        counts = {name: sum(each.state in states for each in there) for name, states in SHOWN.items()}
        chosen = [each for each in there if each.state in SHOWN[look.show] and _wanted(each, look)]
        judged = judged_today(state, who, now)
        ordered = queue(chosen, firm_settings(workspace).review, reranker(state), judged)
        listed = ordered.all if look.show == "open" else tuple(sorted(chosen, key=lambda each: -each.number))
        named = next((each for each in there if each.number == look.number), None)
        picked = named or (listed[0] if listed else None)
        about = _shown(actions_about(state, viewer, picked.number)) if picked else []
        return Review(
            findings=listed,
            today=len(ordered.today),
            judged=judged,
            expected=ordered.expected,
            counts=counts,
            everything=tuple(there),
            picked=picked,
            verdicts=tuple(verdicts_on(state, [picked.number])) if picked else (),
            record=record(state, picked.kind, picked.suspicion.chance) if picked else None,
            actions=tuple(about),
            mine=frozenset(each.number for each in about if may_decide(each, viewer, who, now)),
            ways=_ways(workspace, picked) if picked and may(viewer, Act.REVIEW) else (),
            looked=last_look(workspace),
        )


def evidence(log: EventLog, names: tuple[str, ...], subject_type: str, until: datetime) -> list[Evidence]:
    """What the log says of the objects that show a finding: of its subject, then of the others as they were named."""
    found = {"names": list(names), "subject": names[0], "subject_type": subject_type, "until": until}
    rows = log.database.rows(load("dashboards.findings_page", "evidence.sql"), **found)
    return [Evidence(object_id, object_label(kind), *told) for object_id, kind, *told in rows]


def shown_by(finding: Finding) -> tuple[str, ...]:
    """The ids of all objects that show it, its subject first."""
    told = finding.suspicion
    return tuple(dict.fromkeys([told.subject_id, *(name for reason in told.reasons for name in reason.evidence)]))


def _ways(workspace: Workspace, picked: Finding) -> tuple[str, ...]:
    """The channels for what a finding suggests, while something can be done about it."""
    if picked.state in ENDED:
        return ()
    try:
        return channels_for(workspace, picked.suspicion.suggestion.action)
    except BadSettings:
        # what is wrong with firm.toml is told on the page of actions
        return ()


def _wanted(finding: Finding, look: Look) -> bool:
    asked = ((look.kind, finding.kind), (look.entity, finding.suspicion.place.entity), (look.owner, finding.owner_role))
    return all(not wanted or wanted == found for wanted, found in asked)


def _shown(about: Sequence[Action]) -> list[Action]:
    """Without those that the lot left alone, which nobody should look at otherwise, and those withdrawn."""
    done = (ActionState.WITHDRAWN, ActionState.HELD_OUT)
    return [each for each in about if each.state not in done]
