"""A German contract for services in long prose: rates named one by one within a clause, an upper sum."""

from __future__ import annotations

import random

from simulator.documents.amounts import german, german_code
from simulator.documents.blocks import Block, Heading, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
ENTGELT = {
    "time_and_materials": (
        "Der Dienstleister erhält eine Vergütung für die von ihm erfassten und vom Kunden bestätigten Stunden. Die "
        "Parteien "
        "haben ihrer Planung einen Gesamtbetrag von {amount} zugrunde gelegt."
    ),
    "fixed_price": (
        "Der Dienstleister erhält für sämtliche Dienste eine einmalige Vergütung von {amount}. Nachforderungen "
        "wegen höheren "
        "Zeitaufwands sind ausgeschlossen."
    ),
    "milestone": (
        "Der Dienstleister erhält insgesamt {amount}. Davon kann er je ein Drittel verlangen, wenn der Kunde die "
        "Analyse, den "
        "Entwurf und die Einführung bestätigt hat."
    ),
    "retainer": (
        "Der Dienstleister stellt dem Kunden laufend Kapazität zur Verfügung. Hierfür zahlt der Kunde zum "
        "Monatsersten je "
        "{monthly}, in der zehnmonatigen Laufzeit mithin {amount}, gleichviel ob er sie in Anspruch nimmt."
    ),
}
GRENZEN = (
    "Übersteigt die Vergütung {cap}, so bedarf jede weitere Stunde der vorherigen Beauftragung.",
    "Der Kunde schuldet unter keinen Umständen mehr als {cap}.",
    "Die Vergütung endet bei {cap}.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((german, german_code))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    text = ENTGELT[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))
    if terms.cap:
        text += " " + chance.choice(GRENZEN).format(cap=said(terms.cap))
    blocks: list[Block] = [
        Heading("Dienstvertrag"),
        Paragraph(f"Vertragspartner sind {terms.client} (Kunde) und {terms.supplier} (Dienstleister)."),
        Heading("§ 1 Dienste"),
        Paragraph(f"Gegenstand ist: {terms.title}. Beginn ist der {terms.signed_on:%d.%m.%Y}."),
        Heading("§ 2 Vergütung"),
        Paragraph(f"(1) {text} (2) Die gesetzliche Umsatzsteuer kommt hinzu."),
    ]
    if terms.rates:
        first, *others = terms.rates
        rates = f"Die Stunde eines {first[0]} wird mit {said(first[1])} berechnet"
        rates += "".join(f", die eines {grade} mit {said(rate)}" for grade, rate in others)
        if terms.billing_type != "time_and_materials":
            rates = f"Für gesondert beauftragte Dienste gilt: {rates}"
        blocks.append(Paragraph(f"(3) {rates}. Preisanpassungen um bis zu 3 % sind jährlich möglich."))
    order = f"Sie tragen die Bestellnummer {terms.po_number}. " if terms.po_number else ""
    return [
        *blocks,
        Paragraph(
            f"(4) Rechnungen werden {terms.payment_days} Tage nach ihrem Zugang fällig. {order}Ein Skonto wird "
            f"nicht gewährt. "
            f"(5) Auslagen werden erstattet, Hotels bis {said(160)} je Nacht, zusammen bis {said(4_100)}."
        ),
        Heading("§ 3 Schlussbestimmungen"),
        Paragraph(
            f"(1) Der Dienstleister haftet für jeden Schadensfall bis {said(650_000)}. (2) Er ist mit "
            f"{said(1_500_000)} "
            "versichert. (3) Die ordentliche Kündigung ist mit einer Frist von 6 Wochen möglich, das sind 42 Tage. "
            "(4) Der "
            "Vertrag von 2023 tritt außer Kraft."
        ),
    ]
