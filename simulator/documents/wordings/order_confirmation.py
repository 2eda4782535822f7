"""An Auftragsbestätigung: positions with quantities and prices, net and gross, Zahlungsbedingungen."""

from __future__ import annotations

import random

from simulator.documents.amounts import german, german_code_last
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
TAX = 19
BILLED = {
    "time_and_materials": "Abgerechnet werden die nachgewiesenen Stunden; die Positionen sind eine Kostenschätzung.",
    "fixed_price": "Der Preis ist fest und ändert sich nicht mit dem Zeitbedarf.",
    "milestone": "Jede Position wird nach ihrer Freigabe durch Sie gesondert in Rechnung gestellt.",
    "retainer": "Der Nettobetrag wird in zwölf gleichen Monatsraten im Voraus berechnet, unabhängig vom Abruf.",
}

CAPS = (
    "Wir berechnen Ihnen höchstens {} netto.",
    "Die Abrechnung ist bei {} netto gedeckelt.",
    "Limit: {} netto.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((german, german_code_last))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    first = terms.amount * 11 // 20
    tax = terms.amount * TAX // 100
    order = f"Ihre Bestellung {terms.po_number}" if terms.po_number else "Ihre mündliche Bestellung"
    blocks: list[Block] = [
        Paragraph(f"{terms.supplier} an {terms.client}, {terms.signed_on:%d.%m.%Y}"),
        Heading(f"Auftragsbestätigung AB-{chance.randrange(10000, 99999)}"),
        Paragraph(f"Wir danken für den Auftrag „{terms.title}“ und bestätigen: {order}. Kundennummer 100482."),
        Table(
            (
                ("Pos.", "Leistung", "Preis netto"),
                ("1", "Konzeption", said(first)), ("2", "Umsetzung", said(terms.amount - first)),
                ("", "Summe netto", said(terms.amount)),
                ("", f"zzgl. {TAX} % USt.", said(tax)), ("", "Summe brutto", said(terms.amount + tax)),
            )
        ),
        Paragraph(BILLED[terms.billing_type]),
    ]  # fmt: skip
    if terms.cap:
        words = chance.choice(CAPS)
        blocks.append(Paragraph(words.format(said(terms.cap))))
    if terms.rates:
        use = "Stundenverrechnungssätze" if terms.billing_type == "time_and_materials" else "Sätze für Nachträge"
        rows = [(grade, said(rate)) for grade, rate in terms.rates]
        blocks += [Heading(use), Table((("Funktion", "EUR/Std." if terms.currency == "EUR" else "je Std."), *rows))]
    return [
        *blocks,
        Heading("Bedingungen"),
        Paragraph(
            f"Zahlbar innerhalb von {terms.payment_days} Tagen ab Rechnungsdatum, bei Zahlung innerhalb von 5 Tagen "
            f"mit 2 % Skonto. Gerichtsstand ist Köln. Eine Anzahlung von {said(2_000)} für Lizenzen wurde geleistet."
        ),
        Paragraph(
            f"Schadensersatz leisten wir bis {said(150_000)}. Fahrtkosten berechnen wir bis {said(1_800)}. Storno ist "
            "bis 20 Tage vor Beginn möglich."
        ),
    ]
