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


LEADING = "The following rates for one hour apply to all work:"


def test_a_row_knows_the_heads_of_its_columns_and_the_sentence_above():
    rows = [LEADING, "Role | Rate", "Analyst | £90"]
    row = document_of([(text, Place(paragraph=number)) for number, text in enumerate(rows, start=1)]).segments[-1]
    assert (row.cells, row.heads, row.lead) == (("Analyst", "£90"), ("Role", "Rate"), LEADING)


def test_lines_of_a_scan_are_put_together_again():
    lines = ["The Client shall pay for the time properly spent by the", "people named in the schedule, and no more."]
    assert document_of([(line, Place(page=1)) for line in lines]).text == " ".join(lines)
