"""What it tells that an invoice is still unpaid: of those that are paid in time, ever fewer are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta

from models.invoices.chance import Outcome, as_known
from models.invoices.reading import FirmInvoice

DAY = timedelta(days=1)
GRACE = timedelta(days=7)
"""Who pays within a week after the due date is not late: firms remind a client only after that."""


def limit(invoice: FirmInvoice) -> datetime | None:
    """From when on it is late, if it was sent and has a due date."""
    if invoice.sent_at is None or invoice.due_on is None:
        return None
    return datetime.combine(invoice.due_on, datetime.min.time()) + DAY + GRACE


def _late(invoice: FirmInvoice) -> bool:
    until = limit(invoice)
    return until is not None and (invoice.settled_at is None or invoice.settled_at >= until)


def _known_at(invoice: FirmInvoice) -> datetime | None:
    until = limit(invoice)
    return until if until is None or _late(invoice) else invoice.settled_at


PAID_LATE = Outcome("paid_late", _known_at, _late)


def paid_before_limit(invoices: Sequence[FirmInvoice], until: datetime) -> list[float]:
    """How many days before the limit those paid in time were paid, as it was known by then; in order."""
    return sorted(
        round((end - each.settled_at) / DAY, 3)
        for each in as_known(invoices, PAID_LATE, until)
        if (end := limit(each)) and each.settled_at and not _late(each)
    )


def still_unpaid(paid: Sequence[float], left: float) -> float:
    """The share of those paid in time that were unpaid when so many days were left; a little above nothing."""
    return (bisect_left(paid, left) + 1) / (len(paid) + 1)
