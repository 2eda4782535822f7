"""The firm's invoices as they were known at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from models.known_then import known_then

CENTS = 100


@dataclass(frozen=True)
class FirmInvoice:
    """An invoice to a client, with what could make somebody contest it; amounts are in hundredths of its currency."""

    object_id: str
    number: str
    client: str
    client_id: str | None
    entity: str | None
    entity_id: str | None
    practice: str | None
    project: str | None
    currency: str | None
    amount: int
    drafted_at: datetime
    sent_at: datetime | None
    due_on: date | None
    settled_at: datetime | None
    opened_at: datetime | None
    """When the client contested it."""

    reason: str | None
    rejected_at: datetime | None
    """When a review first sent the draft back."""

    reviewed_at: datetime | None
    passed_on: float
    receipts_missing: int
    off_card: float
    order_missing: bool
    over_cap: int
    late_days: int
    is_again: bool
    without_receipt: Sequence[str]
    asked_by_role: str | None

    @property
    def money(self) -> float:
        return self.amount / CENTS


def invoices_known(log: EventLog, moment: datetime) -> list[FirmInvoice]:
    """Those that were drafted by then, the oldest first; none of a log that holds nothing of the business."""
    with known_then(log, moment) as then:
        return [] if then is None else invoices_of(then, moment)


def invoices_of(then: EventLog, moment: datetime) -> list[FirmInvoice]:
    """Those of a log that ends at the moment."""
    statement = where_facts_are(then.database, load("models.invoices", "invoices.sql"))
    return [FirmInvoice(*row) for row in then.database.rows(statement, moment=moment)]
