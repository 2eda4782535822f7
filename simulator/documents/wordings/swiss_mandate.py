"""A Mandatsvertrag as Swiss firms write it: Kostendach, Ansätze, apostrophes in numbers."""

from __future__ import annotations

import random

from simulator.documents.amounts import german_code_last, swiss
from simulator.documents.blocks import Block, Heading, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
FEES = {
    "time_and_materials": (
        "Der Beauftragte rechnet die geleisteten Stunden zu den Ansätzen in Ziffer 3.2 ab. Die Parteien rechnen mit "
        "Honoraren von rund {amount} (exkl. MWST)."
    ),
    "fixed_price": (
        "Der Beauftragte erhält ein Fixhonorar von {amount} (exkl. MWST), mit dem alle Leistungen abgegolten sind. "
        "Mehr- oder Minderaufwand bleibt ausser Betracht."
    ),
    "milestone": (
        "Das Honorar von {amount} (exkl. MWST) wird etappenweise fällig: {part} mit der Freigabe des Konzepts, der "
        "Rest mit der Freigabe der Einführung."
    ),
    "retainer": (
        "Für die Bereitschaft des Teams schuldet die Auftraggeberin während zehn Monaten je {monthly}, gesamthaft also "
        "{amount} (exkl. MWST), auch wenn sie nichts abruft."
    ),
}
CAPS = (
    "Das Kostendach liegt bei {cap} und gilt ohne schriftliche Zustimmung nicht als erhöht.",
    "Für Honorare ist ein Kostendach von {cap} vereinbart.",
    "Die Honorare dürfen den Betrag von {cap} nicht überschreiten.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((swiss, german_code_last))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    fees = FEES[terms.billing_type].format(
        amount=said(terms.amount), part=said(terms.amount // 5 * 2), monthly=said(terms.amount // 10)
    )
    if terms.cap:
        fees += " " + chance.choice(CAPS).format(cap=said(terms.cap))
    blocks: list[Block] = [
        Paragraph(f"{terms.client} (Auftraggeberin) beauftragt {terms.supplier} (Beauftragter)."),
        Heading("1. Mandat"),
        Paragraph(f"Gegenstand des Mandats ist {terms.title}. Es beginnt am {terms.signed_on:%d.%m.%Y}."),
        Heading("2. Vorbehalte"),
        Paragraph(
            f"Das frühere Mandat über {said(66_000)} ist abgerechnet. Die Offerte vom 3. Februar, damals "
            f"{said(terms.amount * 6 // 5 // 100 * 100)}, ist überholt."
        ),
        Heading("3. Honorar"),
        Paragraph(f"3.1 {fees}"),
    ]
    if terms.rates:
        use = "Ansätze" if terms.billing_type == "time_and_materials" else "Für Zusatzleistungen gelten die Ansätze"
        rates = [f"{grade} {said(rate)} pro Stunde" for grade, rate in terms.rates]
        blocks.append(Paragraph(f"3.2 {use}: {'; '.join(rates)}."))
    order = f"unter Angabe der Bestellnummer {terms.po_number}" if terms.po_number else "unter Angabe des Projekts"
    return [
        *blocks,
        Paragraph(
            f"3.3 Rechnungen werden monatlich {order} gestellt. Die Zahlungsfrist beträgt {terms.payment_days} Tage; "
            "Beanstandungen sind innert 10 Tagen zu melden."
        ),
        Paragraph(f"3.4 Spesen werden nach Beleg vergütet, höchstens {said(4_000)}."),
        Heading("4. Haftung und Auflösung"),
        Paragraph(
            f"Für leichte Fahrlässigkeit ist die Haftung auf {said(300_000)} beschränkt. Die Versicherungssumme "
            f"beträgt {said(5_000_000)}. Das Mandat kann mit 60 Tagen Vorlauf aufgelöst werden."
        ),
    ]
