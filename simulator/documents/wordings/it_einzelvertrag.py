"""A single contract of a German IT department: a table of conditions, Tagessätze per Skill-Level, Abrufe, Budget."""

from __future__ import annotations

import random

from simulator.documents.amounts import german, german_code_last
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
HOURS_A_DAY = 8
MODELL = {
    "time_and_materials": "Time & Material, Nachweis im Ticketsystem",
    "fixed_price": "Gewerk zum Festpreis",
    "milestone": "Zahlung nach Projektfortschritt: 20 % Kick-off bestätigt, 40 % Testfreigabe, 40 % "
    "Produktivsetzung bestätigt",
    "retainer": "Fester monatlicher Betrag ({monthly}) für zehn Monate, unabhängig von der Zahl der Tickets",
}
GRENZEN = (
    "Das Gesamtbudget von {cap} ist verbindlich und kann nur durch Nachtrag erhöht werden.",
    "Ein Überschreiten der Summe von {cap} ist dem Auftragnehmer nicht gestattet.",
    "Abrechenbar sind höchstens {cap}.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((german, german_code_last))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    estimated = terms.billing_type == "time_and_materials"
    rows = [
        ("Auftraggeber", terms.client),
        ("Auftragnehmer", terms.supplier),
        ("Projekt", terms.title),
        ("Vertragsbeginn", f"{terms.signed_on:%d.%m.%Y}"),
        ("Abrechnungsmodell", MODELL[terms.billing_type].format(monthly=said(terms.amount // 10))),
        ("Geplantes Volumen" if estimated else "Auftragswert", f"{said(terms.amount)} netto"),
        ("PO-Nummer", terms.po_number or "offen"),
        ("Zahlungsziel", f"{terms.payment_days} Tage nach Rechnungsdatum"),
        ("Reisekosten", f"nach Richtlinie, bis {said(5_200)}"),
    ]
    blocks: list[Block] = [Heading("Einzelvertrag"), Table((("Merkmal", "Vereinbarung"), *rows))]
    if terms.cap:
        blocks.append(Paragraph(chance.choice(GRENZEN).format(cap=said(terms.cap))))
    if terms.rates:
        use = "Tagessätze" if estimated else "Tagessätze für Change Requests"
        levels = [
            (grade, f"Level {n}", said(rate * HOURS_A_DAY)) for n, (grade, rate) in enumerate(terms.rates, start=1)
        ]
        blocks += [
            Heading(use),
            Table((("Skill", "Stufe", "Satz je Personentag"), *levels)),
            Paragraph("Ein Personentag entspricht 8 Stunden; angebrochene Tage werden anteilig berechnet."),
        ]
    return [
        *blocks,
        Heading("Weitere Regelungen"),
        Paragraph(
            f"Es gilt der Rahmenvertrag RV-2021-077 mit einer Haftungsgrenze von {said(2_500_000)}. Bei Verzug wird "
            f"eine Pönale "
            f"von {said(1_000)} je Tag fällig. Der Auftragnehmer rügt fehlende Mitwirkung binnen 5 Tagen. Eine "
            f"Kündigung ist mit "
            f"21 Tagen möglich. Der Vorgängervertrag über {said(175_000)} endet hiermit."
        ),
    ]
