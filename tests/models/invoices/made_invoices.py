"""Invoices written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from models.invoices.reading import FirmInvoice

START = datetime(2025, 1, 6, 9)


def invoice(number: int, client: str = "Acme", *, contested: bool = False, **other: object) -> FirmInvoice:
    """The number-th is sent so many days after the start, and contested ten days later or settled after forty."""
    sent = START + timedelta(days=number)
    plain = FirmInvoice(
        object_id=f"erp:{number}", number=f"I-{number}", client=client, client_id=f"crm:{client}", entity="london",
        entity_id="erp:london", practice="Strategy", project="P-1", currency="GBP", amount=1_000_000,
        drafted_at=sent - timedelta(days=1), sent_at=sent, due_on=(sent + timedelta(days=30)).date(),
        settled_at=sent + timedelta(days=40), opened_at=sent + timedelta(days=10) if contested else None,
        reason="Hours not agreed" if contested else None, rejected_at=None, reviewed_at=sent - timedelta(hours=5),
        passed_on=0.0, receipts_missing=0, off_card=0.0, order_missing=False, over_cap=0, late_days=5,
        is_again=False, without_receipt=(), asked_by_role="Billing Clerk",
    )  # fmt: skip
    return replace(plain, **other)  # type: ignore[arg-type]


def a_year(bad: str = "Bad & Co") -> list[FirmInvoice]:
    """Ten clients in turn, each with twenty invoices; the bad one contests two in three, the others one in twenty."""
    clients = [bad, *(f"Client {letter}" for letter in "BCDEFGHIJ")]
    found = []
    for number in range(200):
        client, turn = clients[number % 10], number // 10
        contested = turn % 3 != 0 if client == bad else (turn + number % 10) % 20 == 7
        found.append(invoice(number, client, contested=contested))
    return found
