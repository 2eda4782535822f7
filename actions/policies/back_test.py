"""A back-test: what a policy would have sent over the past findings, when, and what share of it people confirmed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from actions.approvals.content import Wanted
from actions.policies.catalogue import own_policies
from actions.policies.declaration import Policy
from actions.policies.grouping import Proposal
from actions.policies.looking import calendars_of
from actions.policies.past import Past, past_of
from actions.policies.rehearsing import rehearsed
from actions.policies.replaying import Grid, as_of, replayed
from core.errors import NotFound
from core.state import State
from core.workspace import Workspace
from eventlog.reading import EventLog
from models.findings.finding import FindingState

EVERY = timedelta(hours=1)
BEYOND = timedelta(days=7)
"""What is due after the last look is still told, since quiet hours and throttles hold it back."""
CONFIRMED = (FindingState.CONFIRMED, FindingState.SETTLED)
SHOWN = 200


@dataclass(frozen=True)
class Sent:
    """One action that would have been proposed."""

    at: datetime
    title: str
    findings: tuple[int, ...]
    base_money: float


@dataclass(frozen=True)
class BackTest:
    """Over the time from `since` to `until`: what would have been sent, how many findings would have been held out and
    left to other policies, and of those sent how many people later confirmed or dismissed; the rest are undecided."""

    policy: str
    since: datetime
    until: datetime
    sent: tuple[Sent, ...]
    held_out: int
    conflicts: int
    confirmed: int
    dismissed: int
    undecided: int

    @property
    def confirmed_share(self) -> float | None:
        """Among those that people have decided on; None where they have on none."""
        decided = self.confirmed + self.dismissed
        return self.confirmed / decided if decided else None

    @property
    def sentence(self) -> str:
        """The result as one would say it."""
        days = max(1, round((self.until - self.since) / timedelta(days=1)))
        if not self.sent:
            return f"Over {days} days it would have sent nothing."
        decided = self.confirmed + self.dismissed
        share = (
            f"of {decided} that people decided on they confirmed {self.confirmed}"
            if decided
            else "nobody has decided on any"
        )
        count = len(self.sent)
        return f"Over {days} days it would have sent {count} action{'s' if count > 1 else ''}; {share}."

    def as_json(self) -> dict[str, Any]:
        """For the API, and to be kept with a change."""
        return {
            "policy": self.policy,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "actions": len(self.sent),
            "held_out": self.held_out,
            "conflicts": self.conflicts,
            "confirmed": self.confirmed,
            "dismissed": self.dismissed,
            "undecided": self.undecided,
            "confirmed_share": self.confirmed_share,
            "by_month": dict(sorted(Counter(f"{each.at:%Y-%m}" for each in self.sent).items())),
            "sentence": self.sentence,
            "sent": [
                {
                    "at": each.at.isoformat(), "title": each.title, "base_money": each.base_money,
                    "findings": [f"F-{number}" for number in each.findings],
                }
                for each in self.sent[:SHOWN]
            ],
        }  # fmt: skip


def back_test(state: State, policy: Policy, since: datetime | None = None, until: datetime | None = None) -> BackTest:
    """Try a policy on the past, beside the other policies of the firm; `since` and `until` default to all there is."""
    with state.reading() as connection:
        past = past_of(connection)
    if not past.looked:
        raise NotFound(
            "There are no findings yet on which a policy could be tried. Run `tracework detect`, then try again."
        )
    first, last = since or past.looked[0], until or past.looked[-1] + BEYOND
    others = [each for each in own_policies(state.workspace).policies if each.name != policy.name]
    return tried(as_of(policy, first), others, past, (first, last), state.workspace)


def back_test_rescored(state: State, log: EventLog, policy: Policy, moments: Sequence[datetime]) -> BackTest:
    """Try a policy on what the detectors would have found at moments of the past, had they looked then."""
    with state.reading() as connection:
        past = rehearsed(connection, log, policy, moments)
    others = [each for each in own_policies(state.workspace).policies if each.name != policy.name]
    first, last = min(past.looked), max(past.looked) + BEYOND
    return tried(as_of(policy, first), others, past, (first, last), state.workspace)


def tried(
    policy: Policy, others: Sequence[Policy], past: Past, span: tuple[datetime, datetime], workspace: Workspace
) -> BackTest:
    """A policy tried on a past."""
    grid = Grid(*span, EVERY, past.changes)
    found = replayed([*others, policy], past.at, grid, calendars_of(workspace))
    sent = [each for each in found.proposals if each.policy.name == policy.name]
    numbers = {finding.number for each in sent for finding in each.findings}
    states = Counter(past.finally_of(number) for number in numbers)
    confirmed, dismissed = sum(states[each] for each in CONFIRMED), states[FindingState.DISMISSED]
    return BackTest(
        policy.name,
        *span,
        tuple(_sent(each) for each in sent),
        sum(due.policy.name == policy.name for due in found.held_out),
        len({(each.winner, each.finding) for each in found.conflicts if each.loser == policy.name}),
        confirmed,
        dismissed,
        len(numbers) - confirmed - dismissed,
    )


def _sent(proposal: Proposal) -> Sent:
    act = proposal.policy.act
    wanted = Wanted(act.action, act.channel, act.instruction, proposal.findings, proposal.group, proposal.policy.name)
    money = sum(each.base_money or 0.0 for each in proposal.findings)
    return Sent(proposal.at, wanted.title, tuple(each.number for each in proposal.findings), money)
