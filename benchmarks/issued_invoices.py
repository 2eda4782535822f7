"""What is known of an invoice and its client when it is issued, as columns of a model: from outcomes known by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.detector import Json
from models.invoices.history import before, strength
from models.invoices.logistic import Floats, logit

OF_AMOUNTS, OF_DAYS, OF_LATEST, LATEST = 2.0, 4.0, 2.0, 5
"""How far a client's mean amount, days to settle and latest outcomes are drawn to the usual."""
WIDER = 4.0
"""A wider group, such as a country, is drawn to the usual so many times as far as a client."""


@dataclass(frozen=True)
class Issued:
    """Invoices: client and wider group of each, days when it was issued and when all was known of it, whether it was
    disputed and late, days to settle, amount. Where the outcome is not known yet its day is not a number."""

    client: Sequence[str]
    group: Sequence[str]
    issued: Floats
    known: Floats
    disputed: NDArray[np.bool_]
    late: NDArray[np.bool_]
    days: Floats
    amount: Floats

    def pick(self, which: NDArray[np.bool_]) -> Issued:
        rows = np.flatnonzero(which)
        return Issued(
            [self.client[row] for row in rows.tolist()], [self.group[row] for row in rows.tolist()], self.issued[rows],
            self.known[rows], self.disputed[rows], self.late[rows], self.days[rows], self.amount[rows],
        )  # fmt: skip


@dataclass(frozen=True)
class Usual:
    """What is usual of all, and how far a client is drawn to it."""

    disputed: float
    late: float
    days: float
    amount: float
    dispute_strength: float
    late_strength: float

    def as_json(self) -> dict[str, Json]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def usual_of(past: Issued) -> Usual:
    """Of invoices whose outcome is known."""
    return Usual(
        float(past.disputed.mean()), float(past.late.mean()), float(past.days.mean()),
        float(np.log(past.amount).mean()), strength(past.disputed, past.client), strength(past.late, past.client),
    )  # fmt: skip


def columns(issued: Issued, usual: Usual, what: str) -> Mapping[str, Floats]:
    """One column each; `what` is "disputed" or "late": which outcome the columns of the group and the latest tell."""
    came, level = (issued.disputed, usual.disputed) if what == "disputed" else (issued.late, usual.late)
    when = (issued.issued, issued.known)
    disputes = before(*when, issued.disputed, issued.client)
    lates = before(*when, issued.late, issued.client)
    group = before(*when, came, issued.group)
    latest = before(*when, came, issued.client, last=LATEST)
    amounts = np.log(issued.amount)
    # an amount is known with its invoice, and of the same day only the earlier one
    earlier = before(issued.issued, issued.issued + 0.5, amounts, issued.client)
    days = before(*when, issued.days, issued.client)
    strength_of_group = WIDER * (usual.dispute_strength if what == "disputed" else usual.late_strength)
    return {
        "client disputes": logit(disputes.drawn(usual.disputed, usual.dispute_strength)),
        "client is late": logit(lates.drawn(usual.late, usual.late_strength)),
        "group": logit(group.drawn(level, strength_of_group)),
        "days to settle": days.drawn(usual.days, OF_DAYS),
        "latest": latest.drawn(level, OF_LATEST),
        "amount": amounts,
        "amount against its usual": amounts - earlier.drawn(usual.amount, OF_AMOUNTS),
        "history": np.log1p(disputes.known),
    }
