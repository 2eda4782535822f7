"""What policies would have done over a stretch of the past: the same evaluation, once for each moment at which it would
have run, each building on the one before."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from actions.policies.declaration import Policy
from actions.policies.evaluating import Evaluated, evaluate
from actions.policies.grouping import Due, Proposal
from actions.policies.history import History, Phase, Standing
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


@dataclass(frozen=True)
class Grid:
    """The moments of a clock that looks every so often, and those at which a finding changed."""

    first: datetime
    last: datetime
    every: timedelta
    changes: Sequence[datetime]


def replayed(policies: Sequence[Policy], findings_at: FindingsAt, grid: Grid, calendars: Calendars) -> Replayed:
    """What the moments of a grid come to, leaving out those at which nothing can have changed. Whatever is proposed
    counts as done at once: nobody can know what a person would have answered."""
    told: list[Evaluated] = []
    history, due, changes = History(), grid.first, list(grid.changes)
    while True:
        steps = max(0, -((grid.first - due) // grid.every))
        moment = grid.first + grid.every * steps
        if moment > grid.last:
            break
        look = evaluate(policies, findings_at(moment), history, moment, calendars)
        history = look.history
        told.append(look)
        later = bisect_right(changes, moment)
        candidates = [*changes[later : later + 1], *_next_of(policies, look, moment, grid.every)]
        if not candidates:
            break
        due = max(min(candidates), moment + grid.every)
    return Replayed(
        tuple(each for look in told for each in look.proposals),
        tuple(each for look in told for each in look.held_out),
        tuple(each for look in told for each in look.conflicts),
    )


def _next_of(policies: Sequence[Policy], look: Evaluated, moment: datetime, every: timedelta) -> Iterator[datetime]:
    """When something can come of a look's standings by time alone."""
    named = {policy.name: policy for policy in policies}
    for waiting in look.waiting:
        yield waiting.until or moment + every
    for standing in look.history.standings.values():
        when, again = named[standing.policy].when, named[standing.policy].throttle.again_after
        if standing.phase is Phase.PENDING:
            yield standing.since + when.held_for
        elif standing.phase is Phase.RECOVERING:
            yield standing.since + when.keep_for
        elif again is not None and (last := _last_act(look.history, standing)) and last + again > moment:
            yield last + again
    for policy in policies:
        for day in (policy.since, policy.until and policy.until + timedelta(days=1)):
            if day and (start := datetime.combine(day, time(), UTC)) > moment:
                yield start


def _last_act(history: History, standing: Standing) -> datetime | None:
    """When its policy last acted on its subject, also before the subject was met anew."""
    acts = [each for each in history.acted if each.policy == standing.policy and standing.subject in each.subjects]
    return max((each.at for each in acts), default=standing.acted_at)


def as_of(policy: Policy, moment: datetime) -> Policy:
    """The policy as if it had been in force since that day or, where it was for longer, as long as it was: which of two
    acts hangs on that too. For trying it on the past."""
    return policy.model_copy(update={"since": min(policy.since, moment.date()), "until": None})
