"""What is due, put together in groups, each proposed when it has waited for others and the throttle lets it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.policies.declaration import Policy
from actions.policies.history import Acted, Standing, Subject
from actions.policies.spans import span_words
from models.findings.finding import Finding


@dataclass(frozen=True)
class Due:
    """A finding on which a policy would act now."""

    policy: Policy
    standing: Standing
    finding: Finding

    @property
    def group(self) -> str:
        """What it has in common with others of its group, as JSON; its subject where it goes alone."""
        place, subject = self.finding.suspicion.place, self.standing.subject
        if not self.policy.group.by:
            return json.dumps({"type": subject.type, "id": subject.id})
        known = {
            "entity": place.entity, "practice": place.practice, "client": place.client, "project": place.project,
            "kind": self.finding.kind, "owner_role": self.finding.owner_role,
        }  # fmt: skip
        return json.dumps({name: known[name] for name in self.policy.group.by})

    def rank(self) -> tuple[float, float, str, str]:
        """Most money first, then the highest chance."""
        return (
            -(self.finding.expected or 0.0), -self.finding.suspicion.chance, self.standing.subject.id,
            self.finding.kind,
        )  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """An action that a policy proposes at a moment, for one finding or a group of them."""

    policy: Policy
    at: datetime
    group: str
    due: tuple[Due, ...]

    @property
    def subjects(self) -> frozenset[Subject]:
        return frozenset(each.standing.subject for each in self.due)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(each.finding for each in self.due)


@dataclass(frozen=True)
class Waiting:
    """What is due and does not go yet, why, and until when if that is known."""

    due: Due
    why: str
    until: datetime | None


def due_groups(
    policy: Policy, due: Sequence[Due], acted: Sequence[Acted], moment: datetime
) -> tuple[list[Proposal], list[Waiting]]:
    """What a policy proposes now, and what waits. `due` stands in order of rank."""
    groups: dict[str, list[Due]] = {}
    for each in due:
        groups.setdefault(each.group, []).append(each)
    own = [each for each in acted if each.policy == policy.name and not each.held_out]
    recent = sorted(each.at for each in own if moment - each.at < policy.throttle.per)
    proposals: list[Proposal] = []
    waiting: list[Waiting] = []
    for group, members in groups.items():
        if policy.group.by and (ready := _ready_at(policy, group, members, own)) > moment:
            waiting += [Waiting(each, "others of its group may follow", ready) for each in members]
        elif (free := _free_at(policy, recent, len(proposals), moment)) > moment:
            limit = f"the policy acts at most {policy.throttle.most} times in {span_words(policy.throttle.per)}"
            waiting += [Waiting(each, limit, free) for each in members]
        else:
            proposals.append(Proposal(policy, moment, group, tuple(members)))
    return proposals, waiting


def _ready_at(policy: Policy, group: str, members: Sequence[Due], own: Sequence[Acted]) -> datetime:
    first = min(each.standing.active_since or each.standing.since for each in members) + policy.group.wait
    last = max((each.at for each in own if each.group == group), default=None)
    return first if last is None else max(first, last + policy.group.interval)


def _free_at(policy: Policy, recent: Sequence[datetime], now: int, moment: datetime) -> datetime:
    """When the throttle next lets one more go; `now` have gone at this moment already."""
    over = len(recent) + now - policy.throttle.most
    if over < 0:
        return moment
    return recent[over] + policy.throttle.per if over < len(recent) else moment + policy.throttle.per
