"""A letter of a German firm that takes an assignment: prose, rates of a begun hour in a list."""

from __future__ import annotations

import random

from simulator.documents.amounts import german, german_code
from simulator.documents.blocks import Block, Heading, Listing, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
HONORAR = {
    "time_and_materials": (
        "Berechnet wird die tatsächlich aufgewendete Zeit. Nach heutigem Stand gehen wir von einem Volumen von "
        "{amount} netto aus; das ist keine Zusage."
    ),
    "fixed_price": (
        "Für den Auftrag insgesamt ist ein fester Betrag von {amount} netto vereinbart. Ein höherer oder geringerer "
        "Zeitbedarf wirkt sich nicht aus."
    ),
    "milestone": (
        "Das Gesamthonorar von {amount} netto teilt sich auf drei Etappen auf; jede Teilrechnung stellen wir, sobald "
        "Sie das jeweilige Ergebnis abgenommen haben."
    ),
    "retainer": (
        "Sie reservieren ein Kontingent unseres Teams und zahlen dafür monatlich {monthly} netto, auf zehn Monate also "
        "{amount}. Nicht genutzte Zeit verfällt."
    ),
}
DECKEL = (
    "Ohne Ihre Freigabe rechnen wir keinesfalls mehr als {cap} ab.",
    "Als Höchstgrenze für unser Honorar gelten {cap}.",
    "Der Rechnungsbetrag aller Monate bleibt unter {cap}.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((german, german_code))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    honorar = HONORAR[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))
    if terms.cap:
        honorar += " " + chance.choice(DECKEL).format(cap=said(terms.cap))
    order = f"Als Referenz geben wir Ihre Auftragsnummer {terms.po_number} an." if terms.po_number else ""
    blocks: list[Block] = [
        Paragraph(f"Sehr geehrte Damen und Herren, {terms.client}, {terms.signed_on:%d.%m.%Y}"),
        Paragraph(
            f"gern übernimmt {terms.supplier} den Auftrag „{terms.title}“. Das Vorprojekt (Rechnung 2025-118 über "
            f"{said(18_700)}) ist bezahlt. Erste Ergebnisse liegen in 25 Tagen vor."
        ),
        Heading("Honorar"),
        Paragraph(honorar),
    ]
    if terms.rates:
        use = "Unsere Sätze" if terms.billing_type == "time_and_materials" else "Nur für Zusätzliches gelten die Sätze"
        blocks.append(Paragraph(f"{use} je angefangene Stunde:"))
        blocks.append(Listing(tuple(f"{grade} ({said(rate)})" for grade, rate in terms.rates)))
    return [
        *blocks,
        Paragraph(
            f"Unsere Rechnungen begleichen Sie bitte binnen {terms.payment_days} Tagen. {order} Zu den Fahrten: Bahn "
            f"zweiter Klasse, zusammen nicht über {said(2_200)}."
        ),
        Heading("Im Übrigen"),
        Paragraph(
            f"Für Fehler stehen wir bis {said(500_000)} ein, so weit reicht unsere Police über {said(1_000_000)}. "
            "Beide Seiten können mit 40 Tagen Vorlauf aufhören. Die Unterlagen geben wir in 30 Tagen zurück."
        ),
    ]
