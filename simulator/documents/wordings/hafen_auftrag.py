"""An award letter of a German port authority: short numbered Ziffern, terms in a form at the end, rates by Gruppe."""

from __future__ import annotations

import random

from simulator.documents.amounts import german, german_code_last
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = False
WAYS = {
    "time_and_materials": (
        "Vergütet wird nach Stunden, die Sie geleistet und wir im Stundenzettel gegengezeichnet haben. In unserem "
        "Haushalt sind dafür {amount} veranschlagt; ein Anspruch auf Ausschöpfung besteht nicht."
    ),
    "fixed_price": (
        "Wir vergüten die Leistung pauschal mit {amount}. Damit ist sie vollständig abgegolten, auch wenn Sie länger "
        "brauchen als gedacht."
    ),
    "milestone": (
        "Von der Auftragssumme, {amount}, zahlen wir ein Fünftel, sobald wir das Konzept freigegeben haben, und den "
        "Rest, sobald das Verfahren im Betrieb abgenommen ist."
    ),
    "retainer": (
        "Sie halten für uns zehn Monate lang Kapazität bereit. Dafür zahlen wir jeden Monat {monthly}, in Summe "
        "{amount}, gleich ob wir Sie rufen."
    ),
}
DUE = (
    "Eine prüffähige Rechnung begleichen wir binnen {days} Kalendertagen nach Eingang in unserer Rechnungsstelle.",
    "Fällig wird Ihr Rechnungsbetrag {days} Tage, nachdem er uns zugegangen ist; Abzüge machen wir keine.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((german, german_code_last))
    way = WAYS[terms.billing_type].format(
        amount=money(terms.amount, terms.currency), monthly=money(terms.amount // 10, terms.currency)
    )
    return [
        Paragraph(
            f"{terms.client}, Vergabestelle, an {terms.supplier}. Zuschlag vom {terms.signed_on:%d.%m.%Y} auf Ihr "
            "Angebot 4417/B; Vergabenummer HB-2025-0093."
        ),
        Heading("Ziffer 1. Was"),
        Paragraph(
            f"Sie erbringen für uns das Vorhaben {terms.title}. Beginn: am Montag nach Zugang dieses Schreibens."
        ),
        Heading("Ziffer 2. Geld"),
        Paragraph(way),
        *_most(terms, money(terms.cap, terms.currency) if terms.cap else ""),
        Paragraph(
            f"{chance.choice(DUE).format(days=terms.payment_days)} Reisen zahlen wir nach dem Bundesreisekostengesetz, "
            f"im Jahr nicht über {money(4_000, terms.currency)}."
        ),
        *_rates(terms),
        Heading("Ziffer 3. Haftung und Ende"),
        Paragraph(
            f"Sie haften je Fall bis {money(1_500_000, terms.currency)} und weisen eine Versicherung über "
            f"{money(3_000_000, terms.currency)} nach. Kündigen kann jeder mit sechs Wochen zum Monatsende; Mängel "
            "rügen wir innerhalb von 12 Werktagen."
        ),
        Heading("Angaben für Ihre Rechnung"),
        Table((("Feld", "Eintrag"), *_fields(terms))),
    ]


def _most(terms: Terms, cap: str) -> list[Block]:
    if cap:
        return [Paragraph(f"Mehr als {cap} zahlen wir insgesamt nicht, solange kein Nachtrag unterschrieben ist.")]
    if terms.billing_type == "time_and_materials":
        return [Paragraph("Zeichnet sich ab, dass der Ansatz nicht reicht, melden Sie das bei vier Fünfteln.")]
    return []


def _rates(terms: Terms) -> list[Block]:
    if not terms.rates:
        return []
    use = (
        "Die Stunde kostet"
        if terms.billing_type == "time_and_materials"
        else "Zusätzlich Beauftragtes kostet je Stunde"
    )
    rows = tuple((f"{number}", grade, f"{rate},00") for number, (grade, rate) in enumerate(terms.rates, 1))
    return [Paragraph(f"{use}, in {terms.currency} und netto:"), Table((("Gruppe", "Wer", "Satz je Stunde"), *rows))]


def _fields(terms: Terms) -> tuple[tuple[str, str], ...]:
    return (
        ("Leitweg-ID", "04011-25-31"),
        ("Bestellzeichen", terms.po_number or "wird nachgereicht"),
        ("Kreditor", "70022418"),
        ("Sachkonto", "537100"),
    )
