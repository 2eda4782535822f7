"""Lines of a table whose words stand below each other: parted alike, heads put together, running text left alone."""

from __future__ import annotations

from models.contract_terms.document import CELL
from models.contract_terms.pdf_columns import Line, aligned

COLUMNS = (50.0, 130.0, 200.0, 270.0)
HEIGHT, PITCH, LETTER = 10.0, 14.0, 5.0


def line(row: int, *cells: tuple[float, str], parted: bool = True) -> Line:
    """A line of cells; one that is not parted has its words at the same places, but no cells."""
    words = []
    for left, text in cells:
        for word in text.split():
            words.append((left, left + LETTER * len(word), word))
            left += LETTER * (len(word) + 1)
    top = 800 - row * PITCH
    starts = tuple(left for left, _ in cells) if parted else (cells[0][0],)
    text = (CELL if parted else " ").join(text for _, text in cells)
    return Line(text, words[0][0], top - HEIGHT, words[-1][1], top, starts, tuple(words))


def row(number: int, *texts: str, parted: bool = True) -> Line:
    return line(number, *zip(COLUMNS, texts, strict=True), parted=parted)


def test_a_row_without_gaps_is_parted_as_its_neighbours_are():
    lines = [row(0, "Analyst", "DE", "90", "112"), row(1, "Senior Analyst", "DE", "95", "118", parted=False)]
    assert [each.text for each in aligned(lines)] == ["Analyst | DE | 90 | 112", "Senior Analyst | DE | 95 | 118"]


def test_a_head_of_several_lines_is_put_together():
    head = [line(0, (50, "Grade"), (200, "List"), (270, "Agreed"), parted=False),
            line(1, (130, "Place"), (200, "rate"), (270, "rate"), parted=False)]  # fmt: skip
    body = [row(2, "Analyst", "York", "142", "117"), row(3, "Manager", "York", "251", "226")]
    assert aligned([*head, *body])[0].text == "Grade | Place | List rate | Agreed rate"


def test_running_text_above_a_table_is_left_alone():
    text = line(0, (50, "The following prices hold for all of the work that is agreed upon"), parted=False)
    body = [row(1, "Analyst", "York", "142", "117"), row(2, "Manager", "York", "251", "226")]
    assert [each.text for each in aligned([text, *body])] == [text.text, *(each.text for each in body)]
