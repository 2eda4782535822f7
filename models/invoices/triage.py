"""Exceptions of invoices: what was probably wrong, whom it concerns, and how earlier ones like it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from models.invoices.reading import CENTS, FirmInvoice

SIMILAR = 3
LIFT = 1.2
"""A check points at the cause when exceptions failed it so many times as often as other invoices,"""
FEWEST = 3
"""and so many exceptions at least."""
MEDIAN_SHARE, LARGE = 0.1, 2.0


@dataclass(frozen=True)
class Exceptional:
    """A draft sent back, or a dispute: since when, until when, what it is about, how it ended."""

    amount: int
    ended_at: datetime | None
    invoice: FirmInvoice
    kind: str
    object_id: str
    reason: str | None
    resolution: str | None
    since: datetime
    type: str

    @property
    def days(self) -> float | None:
        return None if self.ended_at is None else (self.ended_at - self.since) / timedelta(days=1)

    def ended_by(self, moment: datetime) -> bool:
        return self.ended_at is not None and self.ended_at <= moment


@dataclass(frozen=True)
class Check:
    """Something that may be wrong with an invoice, and the role that can mend it."""

    text: Callable[[FirmInvoice], str]
    fails: Callable[[FirmInvoice], bool]
    owner: str
    words: tuple[str, ...]
    """Words of a client's own reason that mean it."""


CHECKS: Mapping[str, Check] = {
    "receipts": Check(
        lambda each: f"receipts are missing ({each.receipts_missing})", lambda each: each.receipts_missing > 0,
        "project_manager", ("receipt", "expense", "travel"),
    ),
    "order": Check(
        lambda _: "the client wants an order number and there is none", lambda each: each.order_missing,
        "controller", ("order", "po "),
    ),
    "rates": Check(
        lambda each: f"{each.off_card:.0%} of the hours are at a rate off the contract's card",
        lambda each: each.off_card > 0, "controller", ("rate", "price"),
    ),
    "cap": Check(
        lambda each: f"{each.over_cap / CENTS:,.0f} {each.currency} are beyond the contract's cap",
        lambda each: each.over_cap > 0, "controller", ("cap", "budget", "scope"),
    ),
    "expenses": Check(
        lambda each: f"expenses and purchases are {each.passed_on:.0%} of it",
        lambda each: each.passed_on > MEDIAN_SHARE, "project_manager", ("expense", "travel", "purchase"),
    ),
    "hours": Check(
        lambda _: "the hours are not agreed", lambda _: False, "project_manager", ("hour", "time", "work", "accept"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Likely:
    """What was probably wrong, in words, how that is known, and the role that can mend it; None: that is not known."""

    reason: str
    how: str
    owner_role: str | None


def lifts(past: Sequence[Exceptional], invoices: Sequence[FirmInvoice]) -> dict[str, float]:
    """Of each check how many times as often invoices with an exception failed it as others, where they did."""
    hit = {each.invoice.object_id for each in past}
    found = {}
    for name, check in CHECKS.items():
        own = [check.fails(each) for each in invoices if each.object_id in hit]
        others = [check.fails(each) for each in invoices if each.object_id not in hit]
        if sum(own) >= FEWEST and others:
            # of others a little is always expected
            found[name] = (sum(own) / len(own)) / ((sum(others) + 0.5) / (len(others) + 1))
    return found


def likely(one: Exceptional, lift: Mapping[str, float]) -> Likely:
    """The client's own reason, else the check that it fails and exceptions fail most."""
    if one.reason:
        said = one.reason.lower()
        owner = next((check.owner for check in CHECKS.values() if any(word in said for word in check.words)), None)
        return Likely(one.reason, "The client says so", owner)
    failed = [name for name, check in CHECKS.items() if check.fails(one.invoice)]
    pointing = sorted((name for name in failed if lift.get(name, 0) >= LIFT), key=lambda name: -lift[name])
    if pointing:
        name = pointing[0]
        text = CHECKS[name].text(one.invoice)
        return Likely(text, f"exceptions fail this check {lift[name]:.1f} times as often as others", CHECKS[name].owner)
    if failed:
        name = failed[0]
        return Likely(CHECKS[name].text(one.invoice), "the only check that it fails", CHECKS[name].owner)
    return Likely("no check finds what was wrong", "receipts, order number, rates, cap and expenses are in order", None)


def similar(one: Exceptional, past: Sequence[Exceptional], moment: datetime) -> list[Exceptional]:
    """Those of its kind that had ended by then and are nearest: the client, the reason, the entity, the size."""
    ended = [each for each in past if each.kind == one.kind and each.ended_by(moment) and each != one]

    def distance(other: Exceptional) -> tuple[float, float, str]:
        size = abs(float(np.log(max(other.amount, 1) / max(one.amount, 1)))) / LARGE
        far = (
            2.0 * (other.invoice.client != one.invoice.client)
            + 1.5 * (other.reason != one.reason)
            + 1.0 * (other.invoice.entity != one.invoice.entity)
            + min(size, 1.0)
        )
        return far, -(other.since - datetime(1970, 1, 1)).total_seconds(), other.object_id

    return sorted(ended, key=distance)[:SIMILAR]
