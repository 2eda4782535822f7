"""What policies would do at a moment: a pure function of the findings, what was before, and the clock.

Policies go in order of precedence. Each takes what is due, leaves what is silenced, quiet or another's, holds a random
share out, groups the rest, and acts as often as its throttle lets it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions.policies.chance import is_held_out
from actions.policies.declaration import Policy
from actions.policies.grouping import Due, Proposal, Waiting, due_groups
from actions.policies.history import Acted, History, Key, Phase, Standing, Subject
from actions.policies.precedence import Claim, Claims, Conflict, in_order
from actions.policies.quiet import Calendars, hush
from actions.policies.standings import advanced
from models.findings.finding import Finding


@dataclass(frozen=True)
class Evaluated:
    """What came of one look. `waiting` are due and not proposed yet, each with the reason."""

    history: History
    proposals: tuple[Proposal, ...]
    held_out: tuple[Due, ...]
    waiting: tuple[Waiting, ...]
    conflicts: tuple[Conflict, ...]


def evaluate(
    policies: Sequence[Policy], findings: Sequence[Finding], history: History, moment: datetime, calendars: Calendars
) -> Evaluated:
    """One look at the findings as they are at the moment. Times have their zone."""
    look = _Look(findings, history, moment, calendars)
    for policy in in_order(policies):
        if policy.in_force(moment):
            look.take(policy)
    return look.evaluated(policies)


class _Look:
    """One evaluation while it is under way."""

    def __init__(self, findings: Sequence[Finding], history: History, moment: datetime, calendars: Calendars) -> None:
        self.findings, self.before, self.moment, self.calendars = findings, history, moment, calendars
        self.standings: dict[Key, Standing] = {}
        self.acted: list[Acted] = []
        self.by_subject: dict[Subject, list[Acted]] = {}
        for each in history.acted:
            self._remember(each)
        self.claims = Claims(moment, self.by_subject)
        self.proposals: list[Proposal] = []
        self.held_out: list[Due] = []
        self.waiting: list[Waiting] = []

    def take(self, policy: Policy) -> None:
        standings = advanced(policy, self.findings, self.before.standings, self.moment)
        self.standings |= {standing.key: standing for standing in standings}
        by_key = {(policy.name, each.kind, Subject.of(each)): each for each in self.findings}
        due = [Due(policy, each, by_key[each.key]) for each in standings if self._is_due(policy, each)]
        free = [each for each in sorted(due, key=Due.rank) if self._is_free(each)]
        left = []
        for each in free:
            if is_held_out(policy, each.standing.subject):
                self._hold_out(each)
            else:
                left.append(each)
        proposals, waiting = due_groups(policy, left, self.acted, self.moment)
        self.waiting += waiting
        for proposal in proposals:
            self._propose(proposal)

    def evaluated(self, policies: Sequence[Policy]) -> Evaluated:
        oldest = self.moment - longest_memory(policies)
        history = replace(
            self.before, standings=self.standings, acted=tuple(each for each in self.acted if each.at > oldest)
        )
        return Evaluated(
            history, tuple(self.proposals), tuple(self.held_out), tuple(self.waiting), tuple(self.claims.conflicts)
        )

    def _is_due(self, policy: Policy, standing: Standing) -> bool:
        if standing.phase is not Phase.ACTIVE:
            return False
        again = policy.throttle.again_after
        own = [each for each in self.by_subject.get(standing.subject, []) if each.policy == policy.name]
        if any(each.waiting for each in own):
            return False
        last = max([each.at for each in own], default=standing.acted_at)
        if standing.acted_at is not None and (again is None or standing.held_out):
            return False
        return again is None or last is None or self.moment - last >= again

    def _is_free(self, due: Due) -> bool:
        """Neither silenced nor another policy's nor proposed by a person nor in quiet hours. Who waits for one of the
        last two claims the subject still."""
        policy, standing = due.policy, due.standing
        for silence in self.before.silences:
            if silence.covers(policy.name, due.finding, self.moment):
                self.waiting.append(Waiting(due, f"silenced: {silence.reason}", silence.until))
                return False
        if lost := self.claims.take(Claim(policy, standing.subject, due.finding.number)):
            self.waiting.append(Waiting(due, f"another policy, {lost.winner}, acts on it", lost.until))
            return False
        if by_person := self._by_a_person(due):
            self.waiting.append(by_person)
            return False
        if quiet := hush(policy.quiet, due.finding.suspicion.place.entity, self.calendars, self.moment):
            self.waiting.append(Waiting(due, f"quiet {quiet.why}", quiet.until))
            return False
        return True

    def _by_a_person(self, due: Due) -> Waiting | None:
        """Waits where a person proposed the very same about it: done twice it would be two in effect."""
        policy, subject = due.policy, due.standing.subject
        theirs = self.before.by_people.get((policy.act.action, subject))
        if theirs is None:
            return None
        until = None if theirs.waiting else theirs.at + policy.throttle.alone_for
        if until is not None and until <= self.moment:
            return None
        return Waiting(due, f"a person proposed the same, A-{theirs.number}", until)

    def _hold_out(self, due: Due) -> None:
        standing = replace(due.standing, acted_at=self.moment, held_out=True)
        self.standings[standing.key] = standing
        self.held_out.append(replace(due, standing=standing))
        self._remember(Acted(due.policy.name, self.moment, due.group, frozenset({standing.subject}), held_out=True))

    def _propose(self, proposal: Proposal) -> None:
        self.proposals.append(proposal)
        for due in proposal.due:
            self.standings[due.standing.key] = replace(due.standing, acted_at=self.moment)
        self._remember(Acted(proposal.policy.name, self.moment, proposal.group, proposal.subjects))

    def _remember(self, acted: Acted) -> None:
        self.acted.append(acted)
        for subject in acted.subjects:
            self.by_subject.setdefault(subject, []).append(acted)


def longest_memory(policies: Sequence[Policy]) -> timedelta:
    """How far back what was done matters to any of them."""
    spans = [
        span
        for policy in policies
        for span in (
            policy.throttle.per, policy.throttle.alone_for, policy.group.interval, policy.throttle.again_after
        )
        if span is not None
    ]  # fmt: skip
    return max(spans, default=timedelta()) + timedelta(days=1)
