"""Segments: sentences and rows under their heading."""

from __future__ import annotations

from models.contract_terms.document import Place, document_of, sentences


def test_an_abbreviation_ends_no_sentence():
    text = "The fee is $5 (incl. VAT). See No. 4 of Müller & Co. KG. It is due."
    assert sentences(text) == ["The fee is $5 (incl. VAT).", "See No. 4 of Müller & Co. KG.", "It is due."]


def test_a_segment_knows_its_heading_and_its_place():
    document = document_of(
        [("2. Fees", Place(page=1)), ("  A fee of\n $5 is due. ", Place(page=2)), ("", Place(page=3))]
    )
    assert [(each.text, each.heading, str(each.place)) for each in document.segments] == [
        ("2. Fees", "2. Fees", "page 1"), ("A fee of $5 is due.", "2. Fees", "page 2"),
    ]  # fmt: skip
