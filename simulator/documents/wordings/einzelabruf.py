"""A German call-off under a Rahmenvertrag: numbered fields, prices by Leistungsgruppe, Budget and Abrufvolumen."""

from __future__ import annotations

import random

from simulator.documents.amounts import german, german_code, swiss
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
ART = {
    "time_and_materials": (
        "Vergütet werden die erbrachten Stunden laut bestätigtem Tätigkeitsbericht. Das Abrufvolumen wird mit "
        "{amount} angesetzt."
    ),
    "fixed_price": (
        "Für das Abrufvolumen gilt ein Gesamtpreis von {amount}, der alle Kosten einschließt und nicht angepasst wird."
    ),
    "milestone": (
        "Der Gesamtpreis von {amount} wird nach Leistungsstand gezahlt, und zwar {part} bei Abnahme von Los A und der "
        "restliche Betrag bei Abnahme von Los B."
    ),
    "retainer": (
        "Für die ständige Einsatzbereitschaft wird zehn Monate lang ein Betrag von {monthly} im Monat gezahlt, in "
        "Summe {amount}, gleich wie viel abgerufen wird."
    ),
}
GRENZEN = (
    "Budgetgrenze dieses Abrufs: {cap}.",
    "Leistungen, die über {cap} hinausgehen, sind nicht beauftragt.",
    "Der Abruf ist auf {cap} limitiert; eine Erhöhung bedarf der Schriftform.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((german, german_code, swiss))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    say = {"amount": said(terms.amount), "part": said(terms.amount // 4), "monthly": said(terms.amount // 10)}
    blocks: list[Block] = [
        Heading(f"Einzelabruf {chance.randrange(10, 99)} zum Rahmenvertrag RV-2023-17"),
        Table(
            (
                ("Abrufende Stelle", terms.client), ("Auftragnehmer", terms.supplier), ("Vorhaben", terms.title),
                ("Datum", f"{terms.signed_on:%d.%m.%Y}"),
                ("SAP-Bestellung", terms.po_number or "folgt"),
                ("Höchstwert des Rahmenvertrags", said(25_000_000)),
            )
        ),
        Heading("A. Abrechnung"),
        Paragraph(ART[terms.billing_type].format(**say) + " Alle Preise verstehen sich ohne Umsatzsteuer."),
    ]  # fmt: skip
    if terms.cap:
        blocks.append(Paragraph(chance.choice(GRENZEN).format(cap=said(terms.cap))))
    if terms.rates:
        use = "" if terms.billing_type == "time_and_materials" else " (gelten nur für Änderungsanträge)"
        rows = [(f"LG {n}", grade, said(rate)) for n, (grade, rate) in enumerate(terms.rates, 1)]
        blocks += [
            Heading(f"B. Stundenverrechnungssätze{use}"),
            Table((("Gruppe", "Profil", "Netto je Stunde"), *rows)),
        ]
    return [
        *blocks,
        Heading("C. Sonstiges"),
        Paragraph(
            f"Der Rechnungsbetrag ist {terms.payment_days} Tage nach Eingang beim Rechnungsempfänger zu überweisen. "
            f"Die Prüfung von Ergebnissen dauert bis zu 15 Tage. Reisekosten: pauschal bis {said(3_300)}."
        ),
        Paragraph(
            f"Haftungshöchstbetrag je Vertragsjahr: {said(1_400_000)}. Die Vertragsstrafe beläuft sich auf höchstens "
            f"{said(12_500)}. Der Abruf kann mit 45 Tagen Frist beendet werden. Abruf 7 ({said(88_000)}) ist erledigt."
        ),
    ]
