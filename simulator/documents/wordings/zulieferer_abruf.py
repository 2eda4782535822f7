"""A call-off of a German manufacturer: positions, hourly rates by qualification with German names, 60 days."""

from __future__ import annotations

import random

from simulator.documents.amounts import SIGNS, german_code_last
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
ROLES = {
    "Analyst": "Technischer Zeichner", "Consultant": "Fachberater", "Senior Consultant": "Senior-Fachberater",
    "Manager": "Teilprojektleiter", "Senior Manager": "Gesamtprojektleiter", "Partner": "Geschäftsführer",
}  # fmt: skip
VERGUETUNG = {
    "time_and_materials": (
        "Die Leistungen werden nach tatsächlich angefallenen Stunden gegen Vorlage unterschriebener "
        "Tätigkeitsnachweise "
        "vergütet. Das Auftragsvolumen wird mit {amount} zzgl. USt. geschätzt."
    ),
    "fixed_price": (
        "Für die vollständige Leistung wird ein Pauschalfestpreis von {amount} zzgl. USt. vereinbart. Mit ihm sind "
        "alle "
        "Nebenleistungen abgedeckt."
    ),
    "milestone": (
        "Die Gesamtvergütung beträgt {amount} zzgl. USt. Sie wird in drei Raten fällig: 30 % mit Abnahme des Konzepts, "
        "40 % mit Abnahme des Prototyps, 30 % mit der Endabnahme."
    ),
    "retainer": (
        "Der Auftragnehmer hält ein Team bereit und erhält dafür monatlich {monthly}, über zehn Monate insgesamt "
        "{amount} zzgl. USt. Die Bereitstellung wird unabhängig vom Umfang der Abrufe vergütet."
    ),
}
GRENZEN = (
    "Der Auftrag ist auf {cap} limitiert; darüber hinausgehende Leistungen bedürfen eines Nachtrags.",
    "Das Budget von {cap} darf ohne neue Bestellung nicht überschritten werden.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    def said(amount: int) -> str:
        return german_code_last(amount, terms.currency)

    number = terms.po_number or "folgt nach Freigabe"
    blocks: list[Block] = [
        Table(
            (
                ("Auftraggeber", terms.client),
                ("Auftragnehmer", terms.supplier),
                ("Bestell-Nr. (SAP)", number),
                ("Lieferantennr.", "700412"),
                ("Vorhaben", terms.title),
                ("Datum", f"{terms.signed_on:%d.%m.%Y}"),
            )
        ),
        Heading("§ 1 Vergütung"),
        Paragraph(VERGUETUNG[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))),
    ]
    if terms.cap:
        blocks.append(Paragraph(chance.choice(GRENZEN).format(cap=said(terms.cap))))
    if terms.rates:
        rows = [
            (f"{n}0", ROLES[grade], "DE", f"{rate},00", f"{rate * 1.25:.2f}".replace(".", ","))
            for n, (grade, rate) in enumerate(terms.rates, start=1)
        ]
        note = "" if terms.billing_type == "time_and_materials" else " für Nachträge"
        blocks += [
            Paragraph(f"Stundenverrechnungssätze{note} (in {SIGNS[terms.currency]}/h, ohne USt.):"),
            Table((("Pos.", "Qualifikation", "Land", "Normalstunde", "Samstag"), *rows)),
        ]
    return [
        *blocks,
        Heading("§ 2 Rechnung und Zahlung"),
        Paragraph(
            f"Zahlung erfolgt {terms.payment_days} Tage nach Eingang einer prüffähigen Rechnung. Rechnungen ohne "
            f"Bestellnummer werden zurückgesandt. Reisen werden nach Bundesreisekostengesetz vergütet, "
            f"0,30 {SIGNS[terms.currency]} je Kilometer, höchstens {said(3_800)}."
        ),
        Heading("§ 3 Sonstiges"),
        Paragraph(
            f"Die Haftung ist auf {said(800_000)} begrenzt. Die Betriebshaftpflicht deckt {said(2_000_000)}. Bei "
            f"Verzug "
            f"fallen 0,2 % je Tag an. Kündigung: 30 Tage zum Monatsende. Im Vorjahr wurden {said(92_000)} abgerufen."
        ),
    ]
