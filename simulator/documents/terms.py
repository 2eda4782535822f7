"""The terms of a contract, drawn at random: what a reader of the file should find in it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

BILLING = ("time_and_materials", "fixed_price", "milestone", "retainer")
CURRENCIES = ("USD", "GBP", "EUR")
CLIENTS = (
    "Hudson Valley Regional Transit Authority", "Great Northern & Pennine Rail Holdings plc",
    "Kestrel Offshore Wind Ltd", "Oberland Maschinenbau AG & Co. KG", "Müller & Söhne Maschinenbau GmbH & Co. KG",
    "Peña Brothers Foods, Inc.", "Sankt-Georg Kliniken Verbund gGmbH", "Crane, Whitlock & Daughters LLP",
    "Ashgrove 24 Logistics Ltd", "Nordwest Energie SE",
)  # fmt: skip
WORK = (
    "Cloud migration", "Pricing review", "S/4HANA finance roll-out, wave 2", "Lean plant 2026",
    "Shared services design", "Data platform", "Post-merger integration", "Claims automation phase 3",
)  # fmt: skip
GRADES = ("Analyst", "Consultant", "Senior Consultant", "Manager", "Senior Manager", "Partner")


@dataclass(frozen=True)
class Terms:
    """Money is in whole units of `currency`; `rates` are for an hour, by grade, and empty where none are agreed."""

    title: str
    client: str
    supplier: str
    signed_on: date
    billing_type: str
    amount: int
    currency: str
    cap: int | None
    rates: tuple[tuple[str, int], ...]
    po_number: str | None
    payment_days: int


def drawn(chance: random.Random) -> Terms:
    """Terms as firms agree on them."""
    billing, currency = chance.choice(BILLING), chance.choice(CURRENCIES)
    amount = chance.randrange(40, 2400) * 500
    first = chance.randrange(70, 140)
    grades = chance.sample(range(len(GRADES)), chance.randrange(2, 6))
    rates = tuple((GRADES[grade], first + 35 * grade + chance.randrange(0, 9)) for grade in sorted(grades))
    return Terms(
        title=chance.choice(WORK),
        client=chance.choice(CLIENTS),
        supplier="Northlight Advisory Group",
        signed_on=date(2025, 1, 6) + timedelta(days=chance.randrange(500)),
        billing_type=billing,
        amount=amount,
        currency=currency,
        cap=round(amount * 1.1 / 100) * 100 if billing == BILLING[0] and chance.random() < 0.6 else None,
        rates=rates if billing == BILLING[0] or chance.random() < 0.3 else (),
        po_number=_order_number(chance) if chance.random() < 0.6 else None,
        payment_days=chance.choice((7, 14, 21, 30, 45, 60, 90)),
    )


def _order_number(chance: random.Random) -> str:
    number = chance.randrange(1_000_000, 9_999_999)
    return chance.choice((f"PO-{number}", f"45{number:08d}", f"{number // 1000}/26-{number % 1000:03d}", f"A{number}"))
