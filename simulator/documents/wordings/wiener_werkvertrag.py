"""A contract as Austrian firms write it: Tagsatz, Honorarnote, a dash for no cents, rates in one sentence."""

from __future__ import annotations

import random

from simulator.documents.blocks import Block, Heading, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
HOURS_A_DAY = 8
ENTGELT = {
    "time_and_materials": (
        "Die Verrechnung erfolgt nach geleisteten Personentagen laut Leistungsaufstellung. Die Kostenschätzung beläuft "
        "sich unverbindlich auf {amount}."
    ),
    "fixed_price": "Als Werklohn wird ein Fixpreis von {amount} vereinbart. Regieleistungen fallen nicht an.",
    "milestone": (
        "Der Werklohn beträgt {amount} und ist in drei Teilen zu entrichten, jeweils nach Übernahme des betreffenden "
        "Teilwerks durch den Auftraggeber: {first}, {second} und {third}."
    ),
    "retainer": (
        "Für die laufende Betreuung gebührt ein monatliches Pauschalentgelt von {monthly}, für die Vertragsdauer "
        "von zehn "
        "Monaten daher {amount}. Nicht konsumierte Leistungen verfallen."
    ),
}
DECKEL = (
    "Eine Überschreitung von {cap} ist ausgeschlossen.",
    "Das Honorar ist mit {cap} gedeckelt.",
    "Mehr als {cap} kann der Auftragnehmer in keinem Fall verrechnen.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    def said(amount: int) -> str:
        return f"{terms.currency} {amount:,}".replace(",", ".") + ",–"

    parts = {name: said(terms.amount * share // 10) for name, share in (("first", 2), ("second", 5), ("third", 3))}
    text = ENTGELT[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10), **parts)
    if terms.cap:
        text += " " + chance.choice(DECKEL).format(cap=said(terms.cap))
    order = f"Bestellung {terms.po_number} des Auftraggebers ist anzuführen." if terms.po_number else ""
    blocks: list[Block] = [
        Paragraph(
            f"Werkvertrag, abgeschlossen am {terms.signed_on:%d.%m.%Y} zwischen {terms.client}, im Folgenden "
            f"Auftraggeber, und {terms.supplier}, im Folgenden Auftragnehmer."
        ),
        Heading("I. Gegenstand"),
        Paragraph(f"{terms.title}. Der Auftragnehmer beginnt binnen 20 Tagen."),
        Heading("II. Entgelt"),
        Paragraph(f"{text} Alle Beträge verstehen sich exklusive 20 % USt."),
    ]
    if terms.rates:
        rates = [f"{grade} {said(rate * HOURS_A_DAY)}" for grade, rate in terms.rates]
        use = "Die Tagsätze" if terms.billing_type == "time_and_materials" else "Für Zusatzaufträge die Tagsätze"
        blocks.append(
            Paragraph(f"{use} betragen: {', '.join(rates[:-1])} sowie {rates[-1]}. Ein Tag umfasst acht Stunden.")
        )
    return [
        *blocks,
        Paragraph(
            f"Honorarnoten sind binnen {terms.payment_days} Tagen ab Erhalt abzugsfrei zu bezahlen. {order} "
            f"Nächtigungen "
            f"und Fahrten werden nach Beleg ersetzt, maximal {said(2_600)}. Die Sätze sind nach dem VPI 2020 "
            f"wertgesichert."
        ),
        Heading("III. Haftung und Dauer"),
        Paragraph(
            f"Schadenersatz ist der Höhe nach mit {said(600_000)} beschränkt, die Versicherungssumme beträgt "
            f"{said(1_200_000)}. Der Vertrag kann unter Einhaltung von 45 Tagen gekündigt werden. Einwendungen "
            f"gegen eine "
            "Leistungsaufstellung sind binnen 8 Tagen zu erheben."
        ),
    ]
