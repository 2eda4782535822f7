"""The chance that an invoice of the firm is disputed, or paid late: the client's own share, moved by what is on it.

So much of that is told as did best on later invoices, which it had not been learnt from; where there are too few to try
it on, or it did no better, the share of all invoices is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.detector import Json, Learned
from models.invoices.history import Before, before, strength
from models.invoices.logistic import Floats, Logistic, fit, logit, sigmoid
from models.invoices.reading import FirmInvoice

DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1)
FEWEST, FEWEST_CAME = 30, 3
"""Of fewer invoices, or fewer that came true, nothing is learnt."""
HELD = (5.0, 25.0, 125.0, 625.0)
"""How firmly the client's share may be believed, and the rest left out."""
PARTS = 5
BELIEVED = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How much of what moves a chance away from the share of all may be told;"""
LATER = (0.4, 0.6, 0.8, 1.0)
"""tried on these parts of the invoices, by when they were sent, each with what was known when it began."""
OWN = 2.0
"""How far a client's mean share and amount are drawn to those of all."""
HALF = 0.5


@dataclass(frozen=True)
class Outcome:
    """What may come of an invoice: when it is known of one that was sent, and whether it came."""

    slug: str
    known_at: Callable[[FirmInvoice], datetime | None]
    came: Callable[[FirmInvoice], bool]


@dataclass(frozen=True)
class Design:
    """Invoices as columns; `clients` has how many of the client's were known at issue, and how many of these came."""

    names: tuple[str, ...]
    rows: Floats
    clients: Before
    issued: Floats
    known: Floats
    came: NDArray[np.bool_]
    usual_passed_on: Floats
    """What part of its invoices is usually passed on to the client."""


@dataclass(frozen=True)
class Taught:
    """What was learnt. `believed` is how much of what moves a chance away from the usual one is in the model."""

    usual: float
    believed: float
    strength: float
    amount: float
    passed_on: float
    late_days: float
    model: Logistic

    def as_json(self) -> dict[str, Json]:
        told: dict[str, Json] = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "model"}
        return {**told, "model": self.model.as_json()}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Taught:
        """What `as_json` gave."""
        return cls(**{**kept, "model": Logistic.from_json(kept["model"])})


def taught(learned: Learned) -> Taught | None:
    """What a detector had learnt, if it had enough to learn from."""
    kept: Any = learned.get("taught")
    return Taught.from_json(dict(kept)) if kept else None


def learn(invoices: Sequence[FirmInvoice], outcome: Outcome, until: datetime) -> Taught | None:
    """From sent invoices whose outcome was known by then."""
    found = _fitted(invoices, outcome, until)
    if found is None:
        return None
    believed = _believed(as_known(invoices, outcome, until), outcome, until)
    model, usual = found.model, float(logit(found.usual))
    told = replace(model, weight=believed * model.weight, usual=usual + believed * (model.usual - usual))
    return replace(found, believed=believed, model=told)


def _fitted(invoices: Sequence[FirmInvoice], outcome: Outcome, until: datetime) -> Taught | None:
    """What is learnt, all of it believed."""
    known = as_known(invoices, outcome, until)
    came = np.array([outcome.came(each) for each in known], bool)
    if len(known) < FEWEST or came.sum() < FEWEST_CAME or came.all():
        return None
    amounts = np.log([each.amount for each in known])
    start = Taught(
        usual=float(came.mean()),
        believed=1.0,
        strength=strength(came, [each.client for each in known]),
        amount=float(amounts.mean()),
        passed_on=float(np.mean([each.passed_on for each in known])),
        late_days=float(np.mean([each.late_days for each in known])),
        model=Logistic((), np.zeros(0), np.zeros(0), 0.0),
    )
    made = design(known, outcome, start, until)
    expected = np.array([1.0, *np.zeros(len(made.names) - 1)])
    model = fit(made.names, made.rows, came, _held(made, expected), expected)
    # told from the usual chance: of a client of whom nothing is known, and an invoice like most
    middle = model.middle.copy()
    middle[0] = float(logit(start.usual))
    shift = float((middle[0] - model.middle[0]) * model.weight[0])
    return replace(start, model=Logistic(model.names, middle, model.weight, model.usual + shift))


def _believed(known: Sequence[FirmInvoice], outcome: Outcome, until: datetime) -> float:
    """As much as told the later parts best by the Brier score; of those that told as well, the least."""
    tried = list(_tried(sorted(known, key=lambda each: (each.sent_at, each.object_id)), outcome, until))
    return BELIEVED[int(np.sum(tried, axis=0).argmin())] if tried else BELIEVED[0]


def _tried(known: Sequence[FirmInvoice], outcome: Outcome, until: datetime) -> Iterator[Floats]:
    """Of each later part how far off it was, by how much is believed."""
    places = [int(share * len(known)) for share in LATER]
    for first, last in pairwise(places):
        found = _fitted(known, outcome, known[first].sent_at or until) if last > first else None
        if found is None:
            continue
        made, usual = design(known, outcome, found, until), float(logit(found.usual))
        odds, came = found.model.odds(made.rows)[first:last], made.came[first:last]
        moved = np.array(BELIEVED)[:, None] * (odds - usual)
        yield np.asarray(((sigmoid(usual + moved) - came) ** 2).sum(axis=1), np.float64)


def _held(made: Design, expected: Floats) -> float:
    """As firmly as tells parts of the invoices best that were left out in turn, every fifth."""
    part = np.arange(len(made.came)) % PARTS

    def loss(held: float) -> float:
        total = 0.0
        for one in range(PARTS):
            some = part != one
            if made.came[some].any() and not made.came[some].all():
                model = fit(made.names, made.rows[some], made.came[some], held, expected)
                chance = np.clip(model.chance(made.rows[~some]), 1e-6, 1 - 1e-6)
                total -= float(np.log(np.where(made.came[~some], chance, 1 - chance)).sum())
        return total

    # of those that tell as well, the firmest
    return min(reversed(HELD), key=loss)


def as_known(invoices: Sequence[FirmInvoice], outcome: Outcome, until: datetime) -> list[FirmInvoice]:
    """Those that were sent and whose outcome was known by then."""
    return [
        each
        for each in invoices
        if each.sent_at and (at := outcome.known_at(each)) is not None and at <= until and each.sent_at <= until
    ]


def design(invoices: Sequence[FirmInvoice], outcome: Outcome, taught: Taught, moment: datetime) -> Design:
    """All columns as they were known when each was sent, or at the moment where it is a draft."""
    issued = np.array([_days(each.sent_at or moment) for each in invoices], np.float64)
    known = np.array([_known(outcome, each) for each in invoices], np.float64)
    came = np.array([outcome.came(each) for each in invoices], bool)
    clients = [each.client for each in invoices]
    of_clients = before(issued, known, came, clients)
    share = np.array([each.passed_on for each in invoices], np.float64)
    amounts = np.log(np.array([each.amount for each in invoices], np.float64))
    usual_share = before(issued, issued + 1e-6, share, clients).drawn(taught.passed_on, OWN)
    usual_amount = before(issued, issued + 1e-6, amounts, clients).drawn(taught.amount, OWN)
    columns: dict[str, Floats | Sequence[float]] = {
        "client": logit(of_clients.drawn(taught.usual, taught.strength)),
        "passed_on": share - usual_share,
        "receipts": np.log1p([each.receipts_missing for each in invoices]),
        "off_card": [each.off_card for each in invoices],
        "order": [float(each.order_missing) for each in invoices],
        "over_cap": [min(each.over_cap / each.amount, 1.0) for each in invoices],
        "sent_back": [float(_sent_back(each, moment)) for each in invoices],
        "amount": amounts - usual_amount,
        "late_days": np.log1p([each.late_days for each in invoices]),
    }
    rows = np.column_stack([np.asarray(column, np.float64) for column in columns.values()])
    return Design(tuple(columns), rows, of_clients, issued, known, came, usual_share)


def _sent_back(invoice: FirmInvoice, moment: datetime) -> bool:
    return invoice.rejected_at is not None and invoice.rejected_at <= (invoice.sent_at or moment)


def _known(outcome: Outcome, invoice: FirmInvoice) -> float:
    at = outcome.known_at(invoice) if invoice.sent_at else None
    return np.nan if at is None else _days(at)


def _days(at: datetime) -> float:
    return (at - EPOCH) / DAY
