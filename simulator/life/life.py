"""What the stages share: the settings of the run, the dice, the desks, and the tables as they come to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from simulator.life.chance import Dice, Floats, Ints
from simulator.life.desks import Busy, Desks
from simulator.life.offices import LEEDS, OWN, Office
from simulator.life.rows import DAY, NEVER, Rows
from simulator.life.troubles import BEGINS, Troubles

if TYPE_CHECKING:
    from simulator.life.approvals import Inboxes

NO_DAY = 10**6
# What waits at each handoff.
HANDOFFS = {
    "client_signature": "contract",
    "contract_check": "contract",
    "client_validation": "project",
    "erp_set_up": "project",
    "psa_set_up": "project",
    "budget_approval": "project",
    "workspace": "workspace",
    "staffing": "resource_request",
    "timesheet_approval": "timecard",
    "expense_manager": "expense_report",
    "expense_finance": "expense_report",
    "purchase_approval": "purchase_order",
    "vendor_invoice_matching": "vendor_invoice",
    "vendor_invoice_approval": "vendor_invoice",
    "client_acceptance": "milestone",
    "client_purchase_order": "contract",
    "invoice_draft": "billing_event",
    "invoice_review": "invoice",
    "invoice_sending": "invoice",
    "client_payment": "invoice",
    "dispute_resolution": "dispute",
}
HANDOFF_NAMES = tuple(HANDOFFS)


@dataclass
class Life:
    """One run. Stages put their tables into `rows`, and read those of earlier stages there."""

    seed: int
    people: int
    troubles: Troubles
    since: int
    as_of: int
    rows: dict[str, Rows] = field(default_factory=dict)
    approvals: list[Rows] = field(default_factory=list)
    waits: list[Rows] = field(default_factory=list)
    desks: Desks = field(init=False, repr=False)
    inboxes: Inboxes = field(init=False, repr=False)
    busy: Busy = field(init=False, repr=False)

    @property
    def offices(self) -> tuple[Office, ...]:
        return (*OWN, LEEDS) if "acquired_firm" in self.troubles else OWN

    @property
    def today(self) -> int:
        """The day of as-of, as days since 1970."""
        return self.as_of // DAY

    def __getitem__(self, table: str) -> Rows:
        return self.rows[table]

    def dice(self, topic: str) -> Dice:
        return Dice(self.seed, topic)

    def begins(self, trouble: str) -> int:
        """The day a trouble begins; far in the future if it is off."""
        if trouble not in self.troubles:
            return NO_DAY
        return int(self.since + BEGINS[trouble] * (self.today - self.since))

    def begins_at(self, trouble: str) -> int:
        """The moment a trouble begins; never if it is off."""
        day = self.begins(trouble)
        return NEVER if day == NO_DAY else day * DAY

    def joined(self, office: int) -> int:
        """The day since when an office belongs to the firm."""
        return self.begins("acquired_firm") if self.offices[office].acquired else 0

    def after(self, who: Ints, moment: Ints, hours: Ints | Floats) -> Ints:
        """When so many working hours of people (numbers from 1) are done after a moment."""
        return self.desks.time.after(np.asarray(who) - 1, moment, (np.asarray(hours) * 3600).astype(np.int64))

    def next_open(self, who: Ints, moment: Ints) -> Ints:
        """When each person (numbers from 1) is next at work."""
        return self.desks.time.next_open(np.asarray(who) - 1, moment)

    def wait(self, handoff: str, ids: Ints, moments: tuple[Ints, Ints], who: Ints | None = None) -> None:
        """Note waits from being enabled to being taken up by `who`; by nobody of the firm if that is left out."""
        enabled, taken = moments
        nobody = np.zeros(len(ids), np.int64)
        self.note_waits(handoff, Rows(
            object_id=ids, who=nobody if who is None else who, enabled=enabled, last=enabled, taken=taken
        ))  # fmt: skip

    def note_waits(self, handoff: str, waits: Rows) -> None:
        """The same with `last`: when the last one of the batch was enabled in which it was handled."""
        kept = waits.pick((waits.enabled < self.as_of) & (waits.taken > waits.enabled))
        self.waits.append(kept.put(handoff_no=np.full(len(kept), HANDOFF_NAMES.index(handoff), np.int8)))
