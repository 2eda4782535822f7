"""Tables of a PDF: lines whose words stand below each other are parted at the same places, and heads of several lines
are put together."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.contract_terms.document import CELL

SAME, MOST_AWAY, HEAD_LINES = 3.0, 4, 4
"""Edges are the same within so many points; a row tells its columns to so many lines above and below."""

CLOSE = 2.5
"""Rows of one table lie no further apart than so many times the height of a line."""


@dataclass(frozen=True)
class Line:
    """What stands at one height, with the box around it and the edges of its words and cells."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    starts: tuple[float, ...] = ()
    """The left edges of its cells."""

    words: tuple[tuple[float, float, str], ...] = ()

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


def aligned(lines: Sequence[Line]) -> list[Line]:
    """Lines, parted where the rows around them are, and heads of several lines put together."""
    parted = [_parted(lines, number) for number in range(len(lines))]
    found: list[Line] = []
    for line in parted:
        above = _head_above(found, line)
        if above:
            found[-above:] = [_stacked(found[-above:], line.starts)]
        found.append(line)
    return found


def _parted(lines: Sequence[Line], number: int) -> Line:
    line = lines[number]
    rows = [
        (lines[place], place > number)
        for away in range(1, MOST_AWAY + 1)
        for place in (number + away, number - away)
        if 0 <= place < len(lines) and _is_near(line, lines[place], away)
    ]
    pairs = [row.starts for row, _ in rows if len(row.starts) == 2]
    between = len(pairs) > 1 and {below for row, below in rows if len(row.starts) == 2} == {True, False}
    for row, below in sorted(rows, key=lambda each: -len(each[0].starts)):
        # the heads of columns may be centred; running text would stand across an edge
        is_head = below and len(row.starts) > 2 and not any(map(str.isdigit, line.text))
        cells = _at(line, row.starts, centred=is_head)
        if (
            len(cells) > len(line.starts)
            and (len(cells) > 2 or between)
            and (not is_head or len(cells) >= len(row.starts) - 1)
        ):
            texts = [" ".join(word for _, _, word in cell) for cell in cells]
            starts = tuple(cell[0][0] for cell in cells)
            return Line(CELL.join(texts), line.left, line.bottom, line.right, line.top, starts, line.words)
    return line


def _is_near(line: Line, row: Line, away: int) -> bool:
    gap = max(row.bottom - line.top, line.bottom - row.top)
    return len(row.starts) > 1 and gap < away * CLOSE * line.height and line.right <= row.right + line.height


def _at(line: Line, starts: tuple[float, ...], *, centred: bool) -> list[list[tuple[float, float, str]]]:
    """The words of a line by column; one cell where a word stands across the edge of a column."""
    cells: list[list[tuple[float, float, str]]] = []
    column = -1
    for word in line.words:
        at = max((n for n, start in enumerate(starts) if start <= word[0] + SAME), default=-1)
        if at < 0 or any(word[0] < start - SAME and word[1] > start + SAME for start in starts):
            return []
        if at != column:
            if not centred and abs(word[0] - starts[at]) > SAME:
                return []
            cells.append([])
            column = at
        cells[-1].append(word)
    return cells


def _head_above(before: Sequence[Line], row: Line) -> int:
    """How many of the lines before a row are its head: each of them fills some of its columns, all of them most."""
    if len(row.starts) < 3:
        return 0
    many, below = 0, row
    for line in reversed(before[-HEAD_LINES:]):
        close = line.bottom - below.top < CLOSE * row.height
        if not close or not line.starts or len(line.starts) >= len(row.starts) or not _stands_in(line, row.starts):
            break
        if any(character.isdigit() for character in line.text):
            break
        many, below = many + 1, line
    filled = {_column(start, row.starts) for line in before[len(before) - many :] for start, _, _ in line.words}
    return many if many > 1 and len(filled) >= len(row.starts) - 1 else 0


def _stands_in(line: Line, starts: tuple[float, ...]) -> bool:
    """Whether no word of a line stands across the edge of a column."""
    return line.left > starts[0] - SAME and not any(
        word[0] < start - SAME and word[1] > start + SAME for word in line.words for start in starts
    )


def _column(start: float, starts: tuple[float, ...]) -> int:
    return max((number for number, edge in enumerate(starts) if edge <= start + SAME), default=0)


def _stacked(lines: Sequence[Line], starts: tuple[float, ...]) -> Line:
    texts: list[list[str]] = [[] for _ in starts]
    for line in lines:
        for start, _, word in line.words:
            texts[_column(start, starts)].append(word)
    lefts, bottoms, rights, tops = zip(*((each.left, each.bottom, each.right, each.top) for each in lines), strict=True)
    words = tuple(word for line in lines for word in line.words)
    filled = CELL.join(" ".join(each) or "–" for each in texts)
    return Line(filled, min(lefts), min(bottoms), max(rights), max(tops), starts, words)
