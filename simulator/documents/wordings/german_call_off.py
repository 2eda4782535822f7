"""A call-off under a Rahmenvertrag as German firms write it: numbered clauses, hourly rates in a list, Skonto."""

from __future__ import annotations

import random

from simulator.documents.amounts import german_code_last, swiss
from simulator.documents.blocks import Block, Heading, Listing, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
PAY = {
    "time_and_materials": (
        "Abgerechnet werden die tatsächlich geleisteten und durch Tätigkeitsnachweis belegten Stunden. Die Parteien "
        "gehen von einem voraussichtlichen Auftragsvolumen von {amount} aus."
    ),
    "fixed_price": (
        "Für die vereinbarten Leistungen erhält der Dienstleister einen Pauschalpreis in Höhe von {amount}. Mehr- oder "
        "Minderaufwand ändert den Preis nicht."
    ),
    "milestone": (
        "Die Vergütung beläuft sich auf {amount}. Sie wird nach Meilensteinen gezahlt: 30 % nach Freigabe des "
        "Fachkonzepts, 50 % nach Produktivsetzung, 20 % nach Übergabe der Dokumentation."
    ),
    "retainer": (
        "Der Kunde hält beim Dienstleister ein festes Beratungskontingent vor und zahlt dafür, unabhängig vom Abruf, "
        "ein gleichbleibendes Monatshonorar (Retainer) von {monthly} über zehn Monate, mithin {amount}."
    ),
}
DAYS = {
    7: "sieben", 14: "vierzehn", 21: "einundzwanzig", 30: "dreißig", 45: "fünfundvierzig", 60: "sechzig", 90: "neunzig",
}  # fmt: skip
DUE = (
    "Zahlungsziel: {days} Tage netto.",
    "Der Rechnungsbetrag ist binnen {words} ({days}) Kalendertagen nach Zugang der Rechnung zu überweisen.",
    "Rechnungen werden {words} Tage nach Erhalt fällig.",
)
UNITS = (" je Stunde", "/h", "/Std.", " pro geleisteter Stunde")


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((german_code_last, swiss))
    say = {"amount": money(terms.amount, terms.currency), "monthly": money(terms.amount // 10, terms.currency)}
    pay = f"4.1 {PAY[terms.billing_type].format(**say)} Alle Beträge verstehen sich ohne MwSt."
    if terms.cap:
        pay += (
            f" Das Honorar darf den Betrag von {money(terms.cap, terms.currency)} keinesfalls übersteigen (Kostendach)."
        )
    due = chance.choice(DUE).format(days=terms.payment_days, words=DAYS[terms.payment_days])
    order = (
        f"Ihre Bestellung: {terms.po_number}"
        if terms.po_number
        else "Ihre Bestellung: wird nachgereicht, sobald der Einkauf sie ausgelöst hat"
    )
    return [
        Paragraph(f"Einzelabruf Nr. {chance.randrange(2, 12)} zum Rahmenvertrag RV-2023-118 vom 02.05.2023"),
        Listing(
            (
                f"Kunde: {terms.client}, Kundennummer 70 118",
                f"Dienstleister: {terms.supplier}, USt-IdNr. DE 812 345 678",
                f"Datum: {terms.signed_on:%d.%m.%Y}",
                order,
                "PSP-Element: C.20417.03",
            )
        ),
        Heading("1. Leistung"),
        Paragraph(
            f"Abgerufen wird die Mitarbeit am Projekt {terms.title}. Frühere Abrufe, zuletzt Abruf Nr. 1 vom "
            f"11.09.2023 über {money(18_400, terms.currency)}, sind abgeschlossen. Werkergebnisse gelten als "
            "abgenommen, wenn der Kunde nicht innerhalb von 12 Werktagen widerspricht."
        ),
        Heading("2. Laufzeit"),
        Paragraph("Zehn Monate ab Datum dieses Abrufs; ordentlich kündbar mit sechs Wochen Frist zum Monatsende."),
        Heading("3. Haftung und Versicherung"),
        Paragraph(
            "Für leichte Fahrlässigkeit haftet der Dienstleister je Vertragsjahr höchstens mit "
            f"{money(500_000, terms.currency)}. Er unterhält eine Vermögensschadenhaftpflicht über "
            f"{money(3_000_000, terms.currency)}."
        ),
        Heading("4. Honorar"),
        Paragraph(pay),
        *_rates(terms, chance, swiss_habit=money is swiss),
        Paragraph(
            f"4.3 {due} Bei Eingang binnen 4 Tagen gewährt der Dienstleister 2 % Skonto. Im Verzug gelten 9 "
            "Prozentpunkte über dem Basiszinssatz."
        ),
        Paragraph(
            "4.4 Reisen bedürfen der Freigabe. Bahn 2. Klasse, Hotel bis 130 je Nacht, höchstens insgesamt "
            f"{money(6_000, terms.currency)}; PKW 0,30 je km."
        ),
    ]


def _rates(terms: Terms, chance: random.Random, *, swiss_habit: bool) -> list[Block]:
    if not terms.rates:
        return [Paragraph("4.2 (entfällt)")]
    money = swiss if swiss_habit else german_code_last
    unit = chance.choice(UNITS)
    use = (
        "Es gelten"
        if terms.billing_type == "time_and_materials"
        else "Nur für gesondert beauftragte Mehrleistungen gelten"
    )
    rates = tuple(f"{grade}: {money(rate, terms.currency)}{unit}" for grade, rate in terms.rates)
    return [Paragraph(f"4.2 {use} folgende Verrechnungssätze:"), Listing(rates)]
