"""Every report in every format: the same numbers, the right types, no formula made of data, the same bytes twice."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from figures.amounts import Unit
from reports.catalogue import format_named, format_names, templates
from reports.renderers import html, pdf, xlsx
from reports.structure import Amount, Report, Section, table, words
from tests.reports.conftest import Made

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=2", '=HYPERLINK("http://x")', "http://example.org", "<b>&amp;\x00")


def written_by_hand() -> Report:
    """A report whose texts would like to be formulas or markup."""
    rows = [
        (text, 1_204, date(2026, 3, 31), Amount(0.625, Unit("share")), Amount(-2880.5, Unit("money", "EUR", 0)), None)
        for text in HOSTILE
    ]
    columns = ("Text", ">Count", "Day", ">Share", ">Money", "Nothing")
    section = Section("Odd: texts / [all]", "=cmd()", (table("Texts", columns, rows, "=2+2"),))
    return Report("by_hand", "By hand", "+about", ("=now()",), (section,), "@foot", date(2026, 4, 15))


def cells_of(made: bytes) -> Iterator[object]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python():
            yield from row


def test_a_spreadsheet_keeps_types_and_makes_no_formula_of_a_text():
    made = xlsx.rendered(written_by_hand())
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert book.sheet_names == ["Summary", "Odd  texts    all"]
    rows = book.get_sheet_by_name("Odd  texts    all").to_python()
    assert rows[0][0] == "=cmd()"
    assert [row[0].strip() for row in rows[4:12]] == [text.replace("\x00", " ").strip() for text in HOSTILE]
    assert rows[4][1:5] == [1204.0, date(2026, 3, 31), 0.625, -2880.5]
    assert rows[12][0] == "=2+2"
    inside = b"".join(_parts_of(made))
    assert b"<f>" not in inside
    assert b"hyperlink" not in inside


def _parts_of(made: bytes) -> Iterator[bytes]:
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(made)) as parts:
        yield from (parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets"))


def test_a_page_shows_texts_as_texts():
    page = html.page(written_by_hand())
    assert "&lt;b&gt;&amp;amp; </td>" in page
    assert not re.search(r"(src|href)\s*=|<script", page)


@pytest.mark.parametrize("name", [each.name for each in templates()])
def test_every_format_tells_the_same_numbers(made_report: Made, name: str):
    report = made_report(name)
    page = unescape(html.page(report))
    document = pypdfium2.PdfDocument(pdf.rendered(report))
    printed = _plain("".join(document[number].get_textpage().get_text_range() for number in range(len(document))))
    numbers = [each for each in cells_of(xlsx.rendered(report)) if isinstance(each, float)]
    assert report.sentences
    assert all(sentence in page and _plain(sentence) in printed for sentence in report.sentences)
    told = [cell for section in report.sections for each in section.tables for row in each.rows for cell in row]
    assert len([cell for cell in told if isinstance(cell, Amount) and cell.value is not None]) > 10
    for cell in told:
        assert words(cell) in page
        assert _plain(words(cell)) in printed, words(cell)
        if isinstance(cell, Amount) and cell.value is not None:
            size = cell.value * (100 if cell.unit.kind == "points" else 1)
            assert any(abs(size - number) <= 1e-9 * max(1, abs(size)) for number in numbers)


def _plain(text: str) -> str:
    """Without what a line break on paper adds or drops."""
    return re.sub(r"[\s\ufffe\u00ad\x02-]+", "", text)


@pytest.mark.parametrize("form", format_names())
def test_the_same_generation_gives_the_same_bytes(made_report: Made, form: str):
    rendered = format_named(form).rendered
    assert rendered(made_report("month_end_finance")) == rendered(made_report("month_end_finance"))
