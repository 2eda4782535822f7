"""Terms of a few sentences, by hand; and of generated contracts whose wordings were known when the reader was made."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from core.registry import found, module
from models.contract_terms.document import Place, document_of
from models.contract_terms.files import read_contract
from models.contract_terms.reading import fields, terms_of
from simulator.documents.files import as_docx
from simulator.documents.terms import drawn

WORDINGS = "simulator.documents.wordings"
SENTENCES: dict[str, dict[str, Any]] = {
    "Invoices are payable within 45 days; either party may terminate on 30 days' notice.": {"payment_days": 45},
    "Payment terms: 2% 10 days, net 30.": {"payment_days": 30},
    "Payment is due on receipt of the invoice.": {"payment_days": 0},
    "Zahlungsziel 14 Tage netto. Die Abnahme erfolgt innerhalb von 10 Tagen.": {"payment_days": 14},
    "Quote our PO 4500123456 (not the former PO 4400000001) on each invoice.": {"po_number": "4500123456"},
    "VAT registration GB123456789. Purchase order: to be provided.": {"po_number": None},
    "A fixed fee of $90,000, not time and materials.": {"billing_type": "fixed_price", "amount": 90_000},
    "Total fees are estimated at £50,000 and shall not exceed £60,000. Liability shall not exceed £1,000,000.": {
        "amount": 50_000, "cap": 60_000, "currency": "GBP",
    },
    "Travel expenses shall not exceed $5,000.": {"cap": None, "amount": None},
    "The order is funded in full. You pay ninety thousand euro (€90,000) as a flat price, however long it takes.": {
        "amount": 90_000, "billing_type": "fixed_price", "currency": "EUR",
    },
    "You pay the same sum of £5,000 in every month, used or unused; for ten months that makes £50,000.": {
        "amount": 50_000, "billing_type": "retainer",
    },
    "Die Stunden laut Zeitnachweis werden vergütet, geschätzt 80.000 EUR; das Kostendach liegt bei 90.000 EUR.": {
        "amount": 80_000, "cap": 90_000, "billing_type": "time_and_materials",
    },
    "We work at these prices: the Analyst at a daily fee of €800; the Partner at a daily fee of €2,100.": {
        "rates": [("Analyst", 800), ("Partner", 2_100)],
    },
    "Our hourly rates are: Analysts ($120) and Partners ($450). Mileage is $0.67 a mile, meals $75 a day.": {
        "rates": [("Analyst", 120), ("Partner", 450)],
    },
    "Fachberater: 900,00 EUR je Tag zu 7,5 Stunden": {"rates": [("Fachberater", 900)]},
    "Please cite A6878310 as your purchase order; VAT number GB123456789.": {"po_number": "A6878310"},
    "Our terms are 60 days from receipt of the invoice.": {"payment_days": 60},
    "Hourly rates: Analyst $120, Senior Manager $310 and Partner $450.": {
        "rates": [("Analyst", 120), ("Senior Manager", 310), ("Partner", 450)],
    },
}  # fmt: skip


@pytest.mark.parametrize("text", SENTENCES)
def test_a_term_is_read_of_a_sentence(text: str):
    terms = terms_of(document_of([(text, Place(paragraph=1))]))
    for field, value in SENTENCES[text].items():
        read = terms[field].value if field in terms else None
        assert ([(rate.role, rate.amount) for rate in read] if field == "rates" and read else read) == value


ROWS = {
    "what a contract defines is read by what it says of it": (
        ["“Price” means £70,000;", "“Risk Limit” means £900,000;", "The Client shall pay the Price in three parts.",
         "The Provider's liability shall not exceed the Risk Limit."],
        {"amount": 70_000, "cap": None},
    ),
    "of several columns that of the rate counts": (
        ["Profile | Est. hours | Hourly rate | Extended", "Analyst | 40 | $91.00 | $3,640.00",
         "Manager | 80 | $189.00 | $15,120.00"],
        {"rates": [("Analyst", 91), ("Manager", 189)]},
    ),
    "grades may stand across the head of a table": (
        ["Price (€) | Analyst | Senior Manager", "Per day of 8 hours | 1,152 | 1,952"],
        {"rates": [("Analyst", 1_152), ("Senior Manager", 1_952)]},
    ),
    "of an hour and a day the hour counts, of two hours the usual": (
        ["Hourly rates", "Analyst | £87.00 | £609.00", "Partner | 200.00 | 300.00"],
        {"rates": [("Analyst", 87), ("Partner", 200)]},
    ),
    "a cap lies above what is expected, in whatever words": (
        ["Hours worked are charged on a time and materials basis. We estimate £100,000 in all.",
         "The purse closes at £110,000.", "Damages are limited to £120,000."],
        {"amount": 100_000, "cap": 110_000},
    ),
    "what is far below the amount is no cap": (
        ["Hours worked are charged. We estimate £100,000 in all.",
         "The limit for the kitchen is £2,000."], {"cap": None},
    ),
    "shares that make up a whole are milestones": (
        ["The price is €90,000: 30% follows the plan, 70% follows the roll-out."], {"billing_type": "milestone"},
    ),
    "parts add up to the amount, tax comes on top": (
        ["Work | Price", "Design | €30,000", "Build | €50,000", "Net total | €80,000", "VAT 23% | €18,400",
         "Total incl. VAT | €98,400"],
        {"amount": 80_000},
    ),
    "a box that is not ticked says nothing": (
        ["Vergütung", "☐ nach Aufwand", "☒ zum Festpreis von 40.000 EUR"], {"billing_type": "fixed_price"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ROWS)
def test_a_term_is_read_of_rows_and_paragraphs(case: str):
    texts, expected = ROWS[case]
    terms = terms_of(document_of([(text, Place(paragraph=number)) for number, text in enumerate(texts, start=1)]))
    for field, value in expected.items():
        read = terms[field].value if field in terms else None
        assert ([(rate.role, rate.amount) for rate in read] if field == "rates" and read else read) == value


def test_each_term_has_its_place_sentence_and_certainty(tmp_path: Path):
    chance = random.Random(7)
    for name in found(WORDINGS):
        wording = module(WORDINGS, name)
        if not wording.KNOWN:
            continue
        truth = drawn(chance)
        (tmp_path / "x.docx").write_bytes(as_docx(truth.title, wording.written(truth, chance)))
        document = read_contract(tmp_path / "x.docx")
        terms = terms_of(document)
        assert terms.keys() <= set(fields())
        assert terms["amount"].value == truth.amount
        assert terms["payment_days"].value == truth.payment_days
        for term in terms.values():
            assert term.sentence in document.text
            assert term.place.paragraph
            assert 0.25 < term.confidence < 1


def test_a_document_that_says_nothing_of_terms_has_none():
    assert terms_of(document_of([("Minutes of the meeting of 3 March, taken by Anna.", Place(page=1))])) == {}
