"""XLSX: a sheet with the sentences, then one a section; numbers are numbers in their unit, days are days, and a text
that opens like a formula stays a text."""

import re
from datetime import date, datetime, time
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from figures.amounts import SUFFIXES, Unit
from figures.svg import held
from reports.structure import Amount, Cell, Column, Report, Section, Table, words

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY = "d mmm yyyy"
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME, LONGEST_TEXT = 31, 32_767
NARROWEST, WIDEST, LEAD = 9, 48, 100
POINTS = 100


class Book:
    """A workbook with each format made once."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def look(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({"valign": "top", **properties})
        return self._formats[key]


def rendered(report: Report) -> bytes:
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        made = datetime.combine(report.as_of, time())
        workbook.set_properties({"title": report.title, "subject": held(report.about), "created": made})
        book = Book(workbook)
        _front(book, report)
        for section in report.sections:
            if section.tables:
                _sheet(book, section)
    return file.getvalue()


def _front(book: Book, report: Report) -> None:
    sheet = book.workbook.add_worksheet("Summary")
    sheet.set_column(0, 0, LEAD)
    sheet.write_string(0, 0, report.title, book.look(bold=True, font_size=16))
    lines = [report.about, "", *report.sentences, "", report.footnote]
    for row, line in enumerate(lines, 1):
        sheet.write_string(row, 0, _text(line), book.look(text_wrap=True))


def _sheet(book: Book, section: Section) -> None:
    sheet = book.workbook.add_worksheet(NOT_IN_A_NAME.sub(" ", section.title)[:LONGEST_NAME].strip())
    sheet.write_string(0, 0, _text(section.sentence), book.look(bold=True))
    row = 2
    for table in section.tables:
        row = _table(book, sheet, table, row) + 1
    for place in range(max(len(table.columns) for table in section.tables)):
        sheet.set_column(place, place, _width(section.tables, place))


def _table(book: Book, sheet: Worksheet, table: Table, row: int) -> int:
    """The row after the table, which begins in `row`."""
    sheet.write_string(row, 0, _text(table.title), book.look(bold=True))
    for place, column in enumerate(table.columns):
        align = "right" if column.numbers else "left"
        sheet.write_string(row + 1, place, _text(column.title), book.look(bottom=1, align=align, text_wrap=True))
    for below, cells in enumerate(table.rows, row + 2):
        for place, cell in enumerate(cells):
            _cell(book, sheet, (below, place), cell, table.columns[place])
    after = row + 2 + len(table.rows)
    if table.left_out:
        sheet.write_string(after, 0, _text(table.left_out), book.look(italic=True))
        after += 1
    return after


def _cell(book: Book, sheet: Worksheet, at: tuple[int, int], cell: Cell, column: Column) -> None:
    row, place = at
    if isinstance(cell, Amount):
        if cell.value is None:
            return
        times = POINTS if cell.unit.kind == "points" else 1
        sheet.write_number(row, place, cell.value * times, book.look(num_format=number_format(cell.unit)))
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, datetime.combine(cell, time()), book.look(num_format=DAY, align="left"))
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell, book.look(num_format="#,##0"))
    elif cell is not None:
        sheet.write_string(row, place, _text(cell), book.look(align="right" if column.numbers else "left"))


def number_format(unit: Unit) -> str:
    """How a spreadsheet shows a number of this unit."""
    if unit.kind == "share":
        return "0.0%"
    if unit.kind == "count":
        return "#,##0" if unit.digits == 0 else "#,##0.##"
    if unit.kind == "money":
        sign = f'"{unit.symbol}"' if unit.symbol else ""
        return f"{sign}#,##0;-{sign}#,##0"
    return f'#,##0.0"{SUFFIXES[unit.kind]}"'


def _width(tables: list[Table], place: int) -> float:
    cells = [words(row[place]) for table in tables if place < len(table.columns) for row in table.rows]
    titles = [table.columns[place].title for table in tables if place < len(table.columns)]
    return min(WIDEST, max(NARROWEST, *(len(each) + 2 for each in [*cells, *titles])))


def _text(words: str) -> str:
    return held(words)[:LONGEST_TEXT]
