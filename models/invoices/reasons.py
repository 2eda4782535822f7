"""Why an invoice has the chance it has, in words: each column with its number and what it is compared with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.detector import Reason
from models.invoices.chance import Design, Taught
from models.invoices.logistic import Floats
from models.invoices.reading import CENTS, FirmInvoice

SMALL = 0.01
"""Columns that move the chance by less are told together."""


def reasons(
    invoice: FirmInvoice, of: tuple[Design, int], taught: Taught, points: Floats, did: str
) -> tuple[Reason, ...]:
    """The largest first; together they lead from the usual chance to its own. `did` is what the client's share is of:
    "disputed", "paid late"."""
    design, row = of
    order = np.argsort(-np.abs(points), kind="stable")
    told = [
        Reason(
            _TEXTS[design.names[at]](invoice, design, row, taught, did),
            float(points[at]),
            _evidence(invoice, design.names[at]),
        )
        for at in order
        if abs(points[at]) >= SMALL
    ]
    rest = float(points.sum() - sum(reason.points or 0 for reason in told))
    return (*told, Reason("Everything else about it", rest)) if abs(rest) > 1e-9 or not told else tuple(told)


def _evidence(invoice: FirmInvoice, name: str) -> tuple[str, ...]:
    return tuple(invoice.without_receipt) if name == "receipts" and invoice.receipts_missing else (invoice.object_id,)


def _client(invoice: FirmInvoice, design: Design, row: int, taught: Taught, did: str) -> str:
    known, came = round(design.clients.known[row]), round(design.clients.total[row])
    if not known:
        return f"Of {invoice.client} no earlier invoice is known; {taught.usual:.0%} of all are {did}"
    return f"{invoice.client}: {came} of {known} earlier invoices {did}, of all clients {taught.usual:.0%}"


def _passed_on(invoice: FirmInvoice, design: Design, row: int, _taught: Taught, _did: str) -> str:
    usual = design.usual_passed_on[row]
    return f"Expenses and purchases are {invoice.passed_on:.0%} of the invoice, usually {usual:.0%} for this client"


def _receipts(invoice: FirmInvoice, *_: object) -> str:
    count = invoice.receipts_missing
    if not count:
        return "No receipt is missing"
    return f"{count} receipts are missing" if count > 1 else "A receipt is missing"


def _off_card(invoice: FirmInvoice, *_: object) -> str:
    if not invoice.off_card:
        return "All hours are at rates of the contract's card"
    return f"{invoice.off_card:.0%} of the hours are at a rate that is not on the contract's card"


def _order(invoice: FirmInvoice, *_: object) -> str:
    return "The client wants an order number, and there is none" if invoice.order_missing else "No order number lacks"


def _over_cap(invoice: FirmInvoice, *_: object) -> str:
    if not invoice.over_cap:
        return "It is within the contract's cap"
    return f"{invoice.over_cap / CENTS:,.0f} {invoice.currency or ''} of it are beyond the contract's cap".replace(
        "  ", " "
    )


def _sent_back(invoice: FirmInvoice, *_: object) -> str:
    return "The review sent its draft back" if invoice.rejected_at else "The review let its draft pass at once"


def _amount(invoice: FirmInvoice, design: Design, row: int, *_: object) -> str:
    times = float(np.exp(design.rows[row, design.names.index("amount")]))
    return f"It is {times:.1f} times as large as usual for this client"


def _late_days(invoice: FirmInvoice, _design: Design, _row: int, taught: Taught, _did: str) -> str:
    return f"Drafted {invoice.late_days} days after the end of what it bills, usually {taught.late_days:.0f}"


_TEXTS: dict[str, Callable[[FirmInvoice, Design, int, Taught, str], str]] = {
    "client": _client,
    "passed_on": _passed_on,
    "receipts": _receipts,
    "off_card": _off_card,
    "order": _order,
    "over_cap": _over_cap,
    "sent_back": _sent_back,
    "amount": _amount,
    "late_days": _late_days,
}
