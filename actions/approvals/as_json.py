"""Actions, policies and changes as JSON, for commands and the API."""

from dataclasses import asdict
from typing import Any

from actions.approvals.action import Action
from actions.changes.change import Change
from actions.effect.measuring import Effect
from actions.policies.declaration import Policy
from actions.policies.evaluating import Evaluated


def action_json(found: Action) -> dict[str, Any]:
    """An action with what it sends."""
    told = asdict(found)
    told["id"] = found.id
    told["about"] = [{**each, "finding": f"F-{each['finding']}"} for each in told["about"]]
    told["expected"] = found.expected
    return told


def policy_json(policy: Policy) -> dict[str, Any]:
    """A policy as its file says it, defaults included."""
    return policy.model_dump(mode="json", exclude_none=True)


def change_json(change: Change) -> dict[str, Any]:
    return {**asdict(change), "id": change.id}


def effect_json(effect: Effect) -> dict[str, Any]:
    """An effect with its sentence; the time it is measured over in days."""
    told = asdict(effect)
    return {**told, "within": effect.within.total_seconds() / 86400, "few": effect.few, "sentence": effect.sentence}


def evaluated_json(look: Evaluated) -> dict[str, Any]:
    """What a look would do: proposals, what is held out, what waits, conflicts."""
    return {
        "proposals": [
            {
                "policy": each.policy.name, "action": each.policy.act.action, "channel": each.policy.act.channel,
                "findings": [finding.id for finding in each.findings], "group": each.group,
            }
            for each in look.proposals
        ],
        "held_out": [{"policy": each.policy.name, "finding": each.finding.id} for each in look.held_out],
        "waiting": [
            {"policy": each.due.policy.name, "finding": each.due.finding.id, "why": each.why, "until": each.until}
            for each in look.waiting
        ],
        "conflicts": [
            {"winner": each.winner, "loser": each.loser, "finding": f"F-{each.finding}", "why": each.why}
            for each in look.conflicts
        ],
    }  # fmt: skip
