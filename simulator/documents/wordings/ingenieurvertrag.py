"""A contract of German engineers: Stundensätze in a sentence of Satzungsdeutsch, Abschlagsrechnungen, a written sum."""

from __future__ import annotations

import random

from simulator.documents.amounts import german, german_code_last
from simulator.documents.blocks import Block, Heading, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
HONORAR = {
    "time_and_materials": (
        "Das Honorar bemisst sich nach dem Zeitbedarf, der durch Stundenbelege nachzuweisen ist. Die Parteien gehen "
        "von "
        "einem voraussichtlichen Honorar in Höhe von {amount} (netto) aus."
    ),
    "fixed_price": (
        "Das Honorar wird unabhängig vom tatsächlichen Aufwand mit {amount} (netto) als Festhonorar vereinbart."
    ),
    "milestone": (
        "Das Honorar beträgt {amount} (netto). Nach Abschluss und Freigabe der Leistungsphasen A, B und C kann der "
        "Auftragnehmer jeweils den auf die Phase entfallenden Anteil (25 %, 35 %, 40 %) in Rechnung stellen."
    ),
    "retainer": (
        "Für die ständige Begleitung wird ein Monatshonorar von {monthly} (netto) geschuldet; bei einer Laufzeit "
        "von zehn "
        "Monaten sind dies {amount}. Eine Verrechnung nicht abgefragter Stunden findet nicht statt."
    ),
}
GRENZEN = (
    "Das Honorar darf den Betrag von {cap} nicht überschreiten, es sei denn, der Auftraggeber stimmt vorher zu.",
    "Bei {cap} ist Schluss; weitere Stunden leistet der Auftragnehmer ohne Vergütung.",
    "Der Auftraggeber hat Mittel in Höhe von {cap} freigegeben, mehr steht nicht zur Verfügung.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((german, german_code_last))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    text = HONORAR[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))
    blocks: list[Block] = [
        Paragraph(
            f"Ingenieurvertrag zwischen {terms.client} (AG) und {terms.supplier} (AN), {terms.signed_on:%d.%m.%Y}"
        ),
        Heading("1 Aufgabe"),
        Paragraph(f"Der AN übernimmt: {terms.title}. Unterlagen des AG liegen nach 10 Tagen vor."),
        Heading("2 Honorar"),
        Paragraph(f"2.1 {text}"),
    ]
    if terms.cap:
        blocks.append(Paragraph(f"2.2 {chance.choice(GRENZEN).format(cap=said(terms.cap))}"))
    if terms.rates:
        rates = "; ".join(f"für den {grade} {said(rate)}" for grade, rate in terms.rates)
        use = (
            "Je Arbeitsstunde werden vergütet"
            if terms.billing_type == "time_and_materials"
            else "Besondere Leistungen werden je Arbeitsstunde vergütet"
        )
        blocks.append(Paragraph(f"2.3 {use}: {rates}. Wegezeiten gelten zur Hälfte als Arbeitszeit."))
    order = f" unter Angabe der SAP-Bestellung {terms.po_number}" if terms.po_number else ""
    return [
        *blocks,
        Heading("3 Zahlung"),
        Paragraph(
            f"3.1 Rechnungen{order} sind an den AG zu richten. 3.2 Der AG zahlt innerhalb von {terms.payment_days} "
            f"Kalendertagen, gerechnet vom Rechnungseingang. 3.3 Als Sicherheit werden {said(12_500)} einbehalten. 3.4 "
            f"Nebenkosten (Fahrten, Vervielfältigungen) werden pauschal mit {said(3_900)} abgegolten."
        ),
        Heading("4 Haftung und Kündigung"),
        Paragraph(
            f"4.1 Deckungssummen: Personenschäden {said(3_000_000)}, sonstige Schäden {said(1_000_000)}. 4.2 Die "
            f"Vertragsstrafe ist auf {said(20_000)} begrenzt. 4.3 Kündigung aus wichtigem Grund binnen 14 Tagen."
        ),
    ]
