"""How actions are said: their states, whom they ask, when they expire."""

from datetime import datetime

from actions.approvals.action import Action, ActionState
from actions.outbox.reading import Delivery
from core.roles import ROLES
from dashboards.parts import Part, status
from figures.words import duration

STATES = {
    ActionState.WAITING: ("open", "Waits for approval"),
    ActionState.APPROVED: ("running", "Sent, no outcome yet"),
    ActionState.REFUSED: ("none", "Refused"),
    ActionState.EXPIRED: ("watch", "Expired unanswered"),
    ActionState.WITHDRAWN: ("none", "Withdrawn"),
    ActionState.HELD_OUT: ("none", "Held out by lot"),
    ActionState.SUCCEEDED: ("good", "Done"),
    ActionState.FAILED: ("bad", "Failed"),
}
DELIVERY = {"waiting": ("open", "on its way"), "sending": ("running", "being sent"), "dead": ("bad", "not delivered")}


def role(slug: str) -> str:
    return ROLES[slug].title if slug in ROLES else slug


def asked(found: Action, now: datetime) -> str:
    """Approver; process owner from tomorrow on"""
    roles = [role(name) for name in found.asked_by(now)]
    people = f", {found.people} people" if found.people > 1 else ""
    return (" or ".join([roles[0], *(each.lower() for each in roles[1:])]) if roles else "nobody") + people


def expires(found: Action, now: datetime) -> Part:
    """expires in 26 h"""
    if found.expires_at is None:
        return None
    left = (found.expires_at - now).total_seconds()
    if left <= 0:
        return status("watch", "expired; approving does nothing")
    return status("watch" if left < 86_400 else "none", f"expires in {duration(left)}")


def state_of(found: Action, delivery: Delivery | None) -> Part:
    """What became of it; where the message did not arrive, that."""
    if found.state is ActionState.APPROVED and delivery is not None and delivery.state in DELIVERY:
        shape, words = DELIVERY[delivery.state]
        return status(shape, f"Approved, {words}")
    return status(*STATES[found.state])


def origin(found: Action) -> str:
    """policy start_handoff, version 1; or who"""
    return f"policy {found.policy}, version {found.policy_version}" if found.policy else found.proposed_by
