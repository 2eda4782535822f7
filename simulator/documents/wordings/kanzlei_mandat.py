"""A mandate agreement of German advisers: Stundensätze in a list with the sum first, Vorschuss, Auslagen."""

from __future__ import annotations

import random

from simulator.documents.amounts import german, german_code_last
from simulator.documents.blocks import Block, Heading, Listing, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
VEREINBART = {
    "time_and_materials": (
        "Die Tätigkeit wird nach Zeit honoriert; abgerechnet wird in Einheiten von sechs Minuten. Aus heutiger "
        "Sicht dürfte "
        "sich das Honorar auf {amount} belaufen."
    ),
    "fixed_price": "Für die gesamte Tätigkeit erhält die Beraterin pauschal {amount}. Damit ist alles abgegolten.",
    "milestone": (
        "Die Beraterin erhält {amount}, und zwar 40 % nach Billigung des Gutachtens, 40 % nach Billigung des "
        "Sollkonzepts und "
        "den Rest nach Billigung des Schlussberichts durch die Mandantin."
    ),
    "retainer": (
        "Die Beraterin steht der Mandantin zehn Monate lang auf Zuruf zur Seite. Die Mandantin entrichtet hierfür "
        "monatlich "
        "{monthly}, zusammen {amount}; auf den Umfang der Zurufe kommt es nicht an."
    ),
}
GRENZEN = (
    "Ohne erneute Absprache fallen nicht mehr als {cap} an.",
    "Die Mandantin hat sich eine Grenze von {cap} ausbedungen.",
    "Das Honorar läuft nicht über {cap} hinaus.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((german, german_code_last))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    text = VEREINBART[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))
    if terms.cap:
        text += " " + chance.choice(GRENZEN).format(cap=said(terms.cap))
    blocks: list[Block] = [
        Paragraph(f"Mandatsvereinbarung zwischen {terms.client} (Mandantin) und {terms.supplier} (Beraterin)"),
        Heading("1. Mandat"),
        Paragraph(f"{terms.title}, ab {terms.signed_on:%d.%m.%Y}."),
        Heading("2. Honorar"),
        Paragraph(text + " Umsatzsteuer tritt hinzu."),
    ]
    if terms.rates:
        use = "Es gelten" if terms.billing_type == "time_and_materials" else "Für Tätigkeiten außerhalb des Mandats "
        "gelten"
        blocks += [
            Paragraph(f"{use} diese Stundensätze:"),
            Listing(tuple(f"{said(rate)} für {grade}" for grade, rate in terms.rates)),
        ]
    order = f" Sie führen die Bestellung {terms.po_number} auf." if terms.po_number else ""
    return [
        *blocks,
        Heading("3. Abrechnung"),
        Paragraph(
            f"Honorarrechnungen ergehen monatlich und sind {terms.payment_days} Tage nach Rechnungsstellung "
            f"auszugleichen."
            f"{order} Ein Vorschuss von {said(8_000)} wird am Ende verrechnet. Auslagen sind bis {said(1_700)} zu "
            f"erstatten."
        ),
        Heading("4. Sonstiges"),
        Paragraph(
            f"Die Haftung für einfache Fahrlässigkeit ist auf {said(1_000_000)} beschränkt; versichert sind "
            f"{said(2_000_000)}. "
            "Das Mandat kann mit einer Frist von 10 Tagen beendet werden. Handakten werden nach sechs Jahren "
            "vernichtet."
        ),
    ]
