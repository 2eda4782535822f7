"""An offer that was accepted, as Swiss firms write it: Ansätze by grade in a table, a Kostendach, Konditionen."""

from __future__ import annotations

import random

from simulator.documents.amounts import swiss
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
PREIS = {
    "time_and_materials": (
        "Wir verrechnen die effektiv geleisteten Stunden. Unsere Schätzung für das gesamte Vorhaben liegt bei {amount}."
    ),
    "fixed_price": "Wir offerieren einen Fixpreis von {amount}. Das Risiko eines Mehraufwands liegt bei uns.",
    "milestone": (
        "Der Preis von {amount} wird in drei Tranchen verrechnet, und zwar nach der Abnahme von Grobkonzept (30 %), "
        "Umsetzung (50 %) und Einführung (20 %)."
    ),
    "retainer": (
        "Für die Bereitschaft unseres Teams verrechnen wir eine Monatspauschale von {monthly}, während zehn Monaten "
        "somit "
        "{amount}. Die Pauschale ist auch bei geringerer Nutzung geschuldet."
    ),
}
DACH = (
    "Es gilt ein Kostendach von {cap}.",
    "Wir garantieren, dass Sie nicht mehr als {cap} bezahlen.",
    "Teurer als {cap} wird es nicht.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    def said(amount: int) -> str:
        return swiss(amount, terms.currency)

    preis = PREIS[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))
    if terms.cap:
        preis += " " + chance.choice(DACH).format(cap=said(terms.cap))
    blocks: list[Block] = [
        Paragraph(
            f"Offerte vom {terms.signed_on:%d.%m.%Y} an {terms.client}, angenommen durch Unterschrift: {terms.title}"
        ),
        Heading("Preis"),
        Paragraph(preis + " Die Preise sind exkl. MWST."),
    ]
    if terms.rates:
        rows = [(grade, f"{rate}.00", f"{rate + rate // 2}.00") for grade, rate in terms.rates]
        use = "Stundenansätze" if terms.billing_type == "time_and_materials" else "Stundenansätze für Zusatzleistungen"
        blocks += [
            Heading(use),
            Table((("Funktion", f"Ansatz {terms.currency}", "Pikett und Nacht"), *rows)),
        ]
    conditions = [
        ("Zahlungsfrist", f"{terms.payment_days} Tage rein netto"),
        ("Ihre Bestellreferenz", terms.po_number or "keine"),
        ("Spesen", f"nach Aufwand, max. {said(2_400)}"),
        ("Gültigkeit der Offerte", "60 Tage"),
        ("Haftung", f"bis {said(500_000)}"),
    ]
    return [
        *blocks,
        Heading("Konditionen"),
        Table((("Punkt", "Regelung"), *conditions)),
        Paragraph(
            f"Für die Vorstudie haben Sie {said(28_000)} bezahlt. Mängel werden innert 20 Tagen gerügt. "
            f"{terms.supplier} ist "
            f"bei Personen- und Sachschäden mit {said(5_000_000)} versichert."
        ),
    ]
