"""A contract of a German public buyer after a form: ticked boxes, person days, Abschlagszahlungen."""

from __future__ import annotations

import random

from simulator.documents.amounts import german, german_code, german_code_last
from simulator.documents.blocks import Block, Heading, Listing, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
HOURS_A_DAY = 8
KINDS = (
    ("time_and_materials", "nach Aufwand gemäß Nummer 4.2"),
    ("fixed_price", "zum Pauschalfestpreis"),
    ("milestone", "in Abschlägen nach Teilabnahmen gemäß Nummer 4.4"),
    ("retainer", "als gleichbleibendes Monatsentgelt für die Vorhaltung des Teams"),
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((german, german_code, german_code_last))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    if chance.random() < 0.5:
        ticked: list[Block] = [
            Listing(tuple(f"{'☒' if kind == terms.billing_type else '☐'} {words}" for kind, words in KINDS))
        ]
    else:
        ticked = [Paragraph(f"Die Leistungen werden {dict(KINDS)[terms.billing_type]} vergütet.")]
    order = f"Bestell-Nr. {terms.po_number}" if terms.po_number else "Die Bestellnummer wird nachgereicht."
    blocks: list[Block] = [
        Paragraph(
            f"Vertrag über Dienstleistungen „{terms.title}“ zwischen {terms.client}, nachfolgend Auftraggeber, und "
            f"{terms.supplier}, nachfolgend Auftragnehmer. Vergabenummer V-{chance.randrange(100, 999)}/25. {order}"
        ),
        Heading("3 Beginn und Ende"),
        Paragraph(
            f"Leistungsbeginn ist der {terms.signed_on:%d.%m.%Y}. Der Auftraggeber kann mit einer Frist von 21 Tagen "
            "zum Monatsende kündigen. Leistungen gelten nach Ablauf von 12 Tagen als abgenommen."
        ),
        Heading("4 Entgelt"),
        Paragraph("4.1 Art der Vergütung"),
        *ticked,
        Paragraph(f"Der Auftragswert ohne Umsatzsteuer beläuft sich auf {said(terms.amount)}."),
    ]
    if terms.rates:
        use = "Vergütungssätze" if terms.billing_type == "time_and_materials" else "Sätze für Zusatzaufträge"
        rows = [(str(n), grade, said(rate * HOURS_A_DAY)) for n, (grade, rate) in enumerate(terms.rates, 1)]
        blocks += [
            Paragraph(f"4.2 {use}; ein Personentag umfasst acht Stunden."),
            Table((("Lfd. Nr.", "Kategorie", "Preis je Personentag"), *rows)),
        ]
    if terms.cap:
        words = chance.choice(
            ("4.3 Es gilt eine Vergütungsobergrenze in Höhe von {}.", "4.3 Mehr als {} werden nicht vergütet.")
        )
        blocks.append(Paragraph(words.format(said(terms.cap))))
    if terms.billing_type == "milestone":
        half = terms.amount * 3 // 5
        parts = [("Feinkonzept", said(half)), ("Betriebsbereitschaft", said(terms.amount - half))]
        blocks += [Paragraph("4.4 Zahlungsplan"), Table((("Teilabnahme", "Betrag"), *parts))]
    return [
        *blocks,
        Paragraph(
            f"4.5 Das Entgelt ist {terms.payment_days} Tage nach Zugang einer prüffähigen Rechnung fällig. Die erste "
            f"Mahnung erfolgt nach 8 Tagen. Reisezeiten werden nicht vergütet, Nebenkosten bis {said(3_000)}."
        ),
        Heading("5 Vertragsstrafe, Haftung"),
        Paragraph(
            f"Je Werktag des Verzugs fällt eine Vertragsstrafe von {said(1_500)} an, höchstens jedoch {said(15_000)}. "
            f"Die Haftung je Schadensereignis beträgt höchstens {said(2_000_000)}. Der Auftragnehmer stellt eine "
            f"Vertragserfüllungsbürgschaft über {said(25_000)}."
        ),
    ]
