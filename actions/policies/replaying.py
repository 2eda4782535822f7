"""What policies would have done over a stretch of the past: the same evaluation, once for each moment at which it would
have run, each building on the one before."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.policies.declaration import Policy
from actions.policies.evaluating import evaluate
from actions.policies.grouping import Due, Proposal
from actions.policies.history import History
from actions.policies.precedence import Conflict
from actions.policies.quiet import Calendars
from models.findings.finding import Finding

FindingsAt = Callable[[datetime], Sequence[Finding]]
"""The findings as they were known at a moment."""


@dataclass(frozen=True)
class Replayed:
    """All that would have been proposed, held out and in conflict, in order of time."""

    proposals: tuple[Proposal, ...]
    held_out: tuple[Due, ...]
    conflicts: tuple[Conflict, ...]
    history: History


def replayed(
    policies: Sequence[Policy], findings_at: FindingsAt, moments: Iterable[datetime], calendars: Calendars
) -> Replayed:
    """Whatever is proposed counts as done at once: nobody can know what a person would have answered."""
    history = History()
    proposals: list[Proposal] = []
    held_out: list[Due] = []
    conflicts: list[Conflict] = []
    for moment in moments:
        look = evaluate(policies, findings_at(moment), history, moment, calendars)
        history = look.history
        proposals += look.proposals
        held_out += look.held_out
        conflicts += look.conflicts
    return Replayed(tuple(proposals), tuple(held_out), tuple(conflicts), history)


def as_of(policy: Policy, moment: datetime) -> Policy:
    """The policy as if it had been in force since that day, for trying it on the past."""
    return policy.model_copy(update={"since": moment.date(), "until": None})


def moments_between(first: datetime, last: datetime, every: timedelta) -> list[datetime]:
    """The moments of a clock that looks every so often."""
    count = max(0, (last - first) // every)
    return [first + every * n for n in range(count + 1)]
