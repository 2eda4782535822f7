"""How what a policy remembers of each subject goes on: from met to active, from no longer met to forgotten."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from actions.policies.declaration import Policy
from actions.policies.history import Key, Phase, Standing, Subject
from models.findings.finding import Finding, FindingState

LIVE = frozenset({FindingState.OPEN, FindingState.CONFIRMED})


def meets(policy: Policy, finding: Finding) -> bool:
    """Whether a finding is one that the policy speaks of, as it is now."""
    when, suspicion, place = policy.when, finding.suspicion, finding.suspicion.place
    wanted = (
        (when.kinds, finding.kind), (when.detectors, finding.detector), (policy.entities, place.entity),
        (when.practices, place.practice), (when.clients, place.client), (when.projects, place.project),
    )  # fmt: skip
    return (
        finding.state in LIVE
        and (finding.state is FindingState.CONFIRMED or not when.confirmed_only)
        and all(not allowed or found in allowed for allowed, found in wanted)
        and suspicion.chance >= when.least_chance
        and (when.least_money <= 0 or (finding.base_money or 0.0) >= when.least_money)
    )


def advanced(
    policy: Policy, findings: Sequence[Finding], before: Mapping[Key, Standing], moment: datetime
) -> list[Standing]:
    """The standings of one policy after a look at the findings as they are at the moment."""
    met = {(policy.name, each.kind, Subject.of(each)): each for each in findings if meets(policy, each)}
    own = {key: standing for key, standing in before.items() if standing.policy == policy.name}
    found = [_met(policy, key, finding, own.get(key), moment) for key, finding in met.items()]
    left = [_not_met(policy, standing, moment) for key, standing in own.items() if key not in met]
    return sorted([*found, *(each for each in left if each)], key=lambda each: each.key)


def _met(policy: Policy, key: Key, finding: Finding, was: Standing | None, moment: datetime) -> Standing:
    if was is None:
        was = Standing(policy.name, key[1], key[2], finding.number, Phase.PENDING, moment)
    was = replace(was, finding=finding.number)
    if was.phase is Phase.PENDING and moment - was.since >= policy.when.held_for:
        return replace(was, phase=Phase.ACTIVE, since=moment, active_since=moment)
    if was.phase is Phase.RECOVERING:
        return replace(was, phase=Phase.ACTIVE, since=moment)
    return was


def _not_met(policy: Policy, was: Standing, moment: datetime) -> Standing | None:
    if was.phase is Phase.PENDING:
        return None
    if was.phase is Phase.ACTIVE:
        return replace(was, phase=Phase.RECOVERING, since=moment) if policy.when.keep_for else None
    return was if moment - was.since < policy.when.keep_for else None
