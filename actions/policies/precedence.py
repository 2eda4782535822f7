"""Two policies that would act on one subject in one window: one acts, by a rule that can be said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from actions.policies.declaration import Policy
from actions.policies.history import Acted, Subject
from actions.policies.spans import span_words


def in_order(policies: Iterable[Policy]) -> list[Policy]:
    """Who comes first: the higher priority, then the one in force for longer, then by name."""
    return sorted(policies, key=_rank)


def _rank(policy: Policy) -> tuple[int, date, str]:
    return -policy.priority, policy.since, policy.name


@dataclass(frozen=True)
class Claim:
    """A policy that would act on a subject because of a finding."""

    policy: Policy
    subject: Subject
    finding: int


@dataclass(frozen=True)
class Conflict:
    """The winner acts on the subject, the loser does not; `until` is when the winner's window ends, if it has acted."""

    winner: str
    loser: str
    subject: Subject
    finding: int
    why: str
    at: datetime
    until: datetime | None


class Claims:
    """Who has each subject at a moment. Policies must come in the order of `in_order`."""

    def __init__(self, moment: datetime, acted: Mapping[Subject, Sequence[Acted]]) -> None:
        self.moment, self.acted = moment, acted
        self.conflicts: list[Conflict] = []
        self._taken: dict[Subject, Policy] = {}

    def take(self, claim: Claim) -> Conflict | None:
        """Take a subject for a policy, or the conflict that it loses."""
        lost = self._already(claim) or self._now(claim)
        if lost is None:
            self._taken[claim.subject] = claim.policy
        else:
            self.conflicts.append(lost)
        return lost

    def _already(self, claim: Claim) -> Conflict | None:
        window = claim.policy.throttle.alone_for
        for acted in reversed(self.acted.get(claim.subject, ())):
            # what is done at this very moment is told by precedence
            earlier = acted.at < self.moment
            if acted.policy == claim.policy.name or not earlier:
                continue
            at = f"{acted.at:%Y-%m-%d %H:%M} UTC"
            if acted.waiting:
                # nobody has answered yet, so its window has not begun to end
                why = f"what {acted.policy} proposed at {at} waits for an approval"
                return self._conflict(acted.policy, claim, why, None)
            if self.moment - acted.at < window:
                did = "held it out by lot" if acted.held_out else "acted on it"
                why = f"{acted.policy} {did} at {at}, less than {span_words(window)} ago"
                return self._conflict(acted.policy, claim, why, acted.at + window)
        return None

    def _now(self, claim: Claim) -> Conflict | None:
        winner = self._taken.get(claim.subject)
        if winner is None or winner.name == claim.policy.name:
            return None
        return self._conflict(winner.name, claim, reason(winner, claim.policy), None)

    def _conflict(self, winner: str, claim: Claim, why: str, until: datetime | None) -> Conflict:
        return Conflict(winner, claim.policy.name, claim.subject, claim.finding, why, self.moment, until)


def reason(winner: Policy, loser: Policy) -> str:
    """Why one comes before the other, in words."""
    if winner.priority != loser.priority:
        return f"{winner.name} has the higher priority, {winner.priority} over {loser.priority}"
    if winner.since != loser.since:
        return f"both have priority {winner.priority}, and {winner.name} is in force for longer, since {winner.since}"
    return f"both have priority {winner.priority} and are in force since {winner.since}; {winner.name} is first by name"
