"""A short order on a buyer's form, English and German side by side, everything in a few lines."""

from __future__ import annotations

import random

from simulator.documents.amounts import german_code_last, spaced
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
KIND = {
    "time_and_materials": "nach Zeit und Aufwand / on time spent",
    "fixed_price": "pauschal / flat",
    "milestone": "nach Fortschritt, je Abnahme eines Teils / by progress, on acceptance of each part",
    "retainer": "monatlich gleichbleibend, Kapazität reserviert / level monthly sum, capacity reserved",
}


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((german_code_last, spaced))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    label = "Richtwert / target value" if terms.billing_type == "time_and_materials" else "Bestellwert / order value"
    rows = [
        ("Lieferant / supplier", terms.supplier), ("Leistung / service", terms.title),
        ("Abrechnung / charging", KIND[terms.billing_type]), (f"{label} (netto / net)", said(terms.amount)),
        ("Zahlbar / payable", f"{terms.payment_days} Tage nach Rechnungseingang / days after receipt of invoice"),
        ("Haftung / liability", f"max. {said(700_000)}"), ("Reisen / travel", f"max. {said(2_600)}"),
    ]  # fmt: skip
    if terms.cap:
        rows.insert(4, ("Limit (netto / net)", said(terms.cap)))
    if terms.po_number:
        rows.insert(0, ("Bestellung / PO", terms.po_number))
    if chance.random() < 0.5:
        chance.shuffle(rows)
    blocks: list[Block] = [
        Paragraph(f"{terms.client}, {terms.signed_on:%d.%m.%Y}. Abruf zum Rahmenvertrag 4600 vom 1. März 2023."),
        Heading("Bestellung / Purchase order"),
        Table((("Feld / field", "Eintrag / entry"), *rows)),
    ]
    if terms.rates:
        use = "" if terms.billing_type == "time_and_materials" else ", nur Mehrleistung / extra work only"
        rates = [(grade, said(rate)) for grade, rate in terms.rates]
        blocks += [
            Heading(f"Sätze je Stunde / hourly rates{use}"),
            Table((("Profil / profile", "Satz / rate"), *rates)),
        ]
    return [
        *blocks,
        Paragraph(
            "Kündigung mit 30 Tagen Frist / 30 days' notice of termination. Der Rahmenvertrag ist auf "
            f"{said(8_000_000)} begrenzt / the framework is limited to {said(8_000_000)}."
        ),
    ]
