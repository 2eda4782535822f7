"""A Beratungsvertrag as German firms write it: paragraphs, commas for decimals, Zahlungsziel."""

from __future__ import annotations

import random

from simulator.documents.amounts import german, german_code
from simulator.documents.blocks import Block, Heading, Listing, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
FEES = {
    "time_and_materials": (
        "Die Vergütung erfolgt nach Aufwand auf Grundlage der unten genannten Stundensätze. Der geschätzte "
        "Auftragswert beträgt {amount} zuzüglich gesetzlicher Umsatzsteuer."
    ),
    "fixed_price": (
        "Die Leistungen werden zu einem Festpreis von {amount} zuzüglich gesetzlicher Umsatzsteuer erbracht."
    ),
    "milestone": (
        "Die Gesamtvergütung von {amount} wird in Teilbeträgen nach Abnahme des jeweiligen Meilensteins in "
        "Rechnung gestellt."
    ),
    "retainer": (
        "Der Auftraggeber zahlt eine monatliche Pauschale; über die Laufzeit ergibt sich eine Vergütung von "
        "insgesamt {amount}."
    ),
}


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((german, german_code))
    blocks: list[Block] = [
        Paragraph(
            f"zwischen {terms.client} (Auftraggeber) und {terms.supplier} (Auftragnehmer), {terms.signed_on:%d.%m.%Y}"
        ),
        Heading("§ 1 Gegenstand"),
        Paragraph(f"Der Auftragnehmer unterstützt den Auftraggeber im Vorhaben „{terms.title}“."),
        Heading("§ 2 Vergütung"),
        Paragraph(FEES[terms.billing_type].format(amount=money(terms.amount, terms.currency))),
    ]
    if terms.cap:
        blocks.append(
            Paragraph(f"Die Vergütung ist auf maximal {money(terms.cap, terms.currency)} begrenzt (Obergrenze).")
        )
    if terms.rates:
        rows = tuple((grade, money(rate, terms.currency)) for grade, rate in terms.rates)
        blocks.append(Table((("Rolle", "Stundensatz"), *rows)))
    blocks.append(
        Paragraph(
            f"Rechnungen sind innerhalb von {terms.payment_days} Tagen nach Rechnungsdatum ohne Abzug zahlbar. "
            "Reisekosten werden bis maximal 250,00 € je Tag erstattet."
        )
    )
    if terms.po_number:
        blocks.append(Listing((f"Bestellnummer des Auftraggebers: {terms.po_number}", "Kostenstelle: 4711")))
    blocks += [
        Heading("§ 3 Haftung"),
        Paragraph("Die Haftung ist auf 1.000.000,00 € je Schadensfall begrenzt."),
        Heading("§ 4 Kündigung"),
        Paragraph(
            "Der Vertrag kann mit einer Frist von 30 Tagen gekündigt werden. Die Abnahme erfolgt innerhalb von "
            "14 Tagen."
        ),
    ]
    return blocks
