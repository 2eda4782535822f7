"""The paragraphs and rows of a PDF: its lines, joined where one plainly runs on in the next, and their cells parted."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import pypdfium2

from models.contract_terms.document import CELL, Place
from models.contract_terms.pdf_columns import SAME, Line, aligned

RUNS_ON, FULL, USUALLY = 0.75, 0.72, 0.9
LOOSE = 1.15
"""Lines of one paragraph lie no further apart than so much of what is usual on the page."""

WIDE, UNUSUAL = 0.8, 2.2
"""A gap within a line of so much of its height, and so many times what is usual on the page, parts two cells."""

LINES_OF_CELL, LETTERS_OF_CELL = 5, 100
"""A cell before others is taken to have up to so many lines and letters."""

HYPHEN = re.compile(r"(?<=(.))\ufffe(?=(.))")
BULLETS, BOXES = "•◦▪–-*·", "☐☒☑□■✓✗"
_Boxes = list[tuple[int, tuple[float, float, float, float]]]


def paragraphs_of(pages: Sequence[pypdfium2.PdfPage]) -> list[tuple[str, Place]]:
    """Each paragraph, or row of a table, with the box around it; without what runs along the head or foot of pages."""
    parts = [_parts(page) for page in pages]
    words = [gap for page in parts for _, boxes in page for _, gap in _gaps(boxes)]
    unusual = UNUSUAL * median(words) if words else 0.0
    raw = [[line for part, boxes in page for line in _level(_cells(part, boxes, unusual))] for page in parts]
    lines = [aligned(_rows(aligned(page))) for page in raw]
    seen = Counter(key for page in lines for key in {_running(line) for line in page})
    often = len(pages) if len(pages) > 1 else 2
    lines = [[line for line in page if seen[_running(line)] < often] for page in lines]
    gaps = [gap for page in lines for one, two in pairwise(page) if 0 < (gap := one.bottom - two.top) < one.height]
    apart = LOOSE * median(gaps) if gaps else 0.0
    return [found for number, page in enumerate(lines, start=1) for found in _paragraphs(page, number, apart)]


def _running(line: Line) -> tuple[str, int]:
    """What a line says and how high it stands, whatever the number of its page."""
    return (re.sub(r"\d+", "#", line.text), round(line.bottom / 4))


def _paragraphs(lines: Sequence[Line], number: int, apart: float) -> list[tuple[str, Place]]:
    # a title may be wider than the columns below it
    widths = sorted(line.right - line.left for line in lines)
    usual = widths[int(USUALLY * (len(widths) - 1))] if widths else 0.0
    found: list[list[Line]] = []
    for line in lines:
        if found and _goes_on(found[-1][-1], line, usual, apart):
            found[-1].append(line)
        else:
            found.append([line])
    return [(" ".join(line.text for line in group), Place(page=number, box=_around(group))) for group in found]


def _goes_on(before: Line, line: Line, usual: float, apart: float) -> bool:
    if CELL in before.text or CELL in line.text:
        return False
    gap = before.bottom - line.top
    next_column = line.left > before.right and -gap > 3 * before.height and before.text[-1] not in ".:;!?"
    width = before.right - before.left
    # a line may be short because the next word is long; a label is nothing without what follows it
    full = before.text.endswith(":") or width >= FULL * usual or width + _first_word(line) > usual
    # a line without long letters is the lower for it
    height = max(before.height, line.height)
    follows = -height < gap < max(RUNS_ON * height, apart) or next_column
    return full and follows and line.text[0] not in BULLETS + BOXES


def _first_word(line: Line) -> float:
    return line.words[0][1] - line.words[0][0] if line.words else 0.0


def _rows(lines: Sequence[Line]) -> list[Line]:
    """Lines, with the cells of a row put side by side that the file has one after the other, each of some lines."""
    found: list[Line] = []
    for line in lines:
        beside = _lines_beside(found[-LINES_OF_CELL:], line)
        if beside:
            cell = _merged(found[-beside:], " ")
            found[-beside:] = [_merged([cell, line], CELL)]
        elif found and len(found[-1].starts) > 1 and _below_last_cell(found[-1], line):
            found[-1] = _merged([found[-1], line], " ")
        else:
            found.append(line)
    return found


def _lines_beside(before: Sequence[Line], line: Line) -> int:
    """How many of the last lines make up the cell to the left of a line: as many as stand evenly around its height.
    0 where it stands below them, as most lines do."""
    if not before or line.left <= before[-1].right or line.top <= before[-1].bottom + SAME:
        return 0
    even = {}
    for many in range(1, len(before) + 1):
        cell = before[-many:]
        if many > 1 and (len(cell[0].starts) > 1 or abs(cell[0].left - cell[1].left) > SAME or _is_long(cell)):
            break
        top, bottom = max(each.top for each in cell), min(each.bottom for each in cell)
        if line.left > max(each.right for each in cell) and line.bottom < top + line.height:
            even[many] = min(abs(top + bottom - line.top - line.bottom) / 2, abs(top - line.top))
    return min(even, key=lambda many: even[many]) if even else 0


def _is_long(cell: Sequence[Line]) -> bool:
    """A column of running text is longer than what stands in the first cells of a row."""
    return sum(len(line.text) for line in cell) > LETTERS_OF_CELL


def _below_last_cell(row: Line, line: Line) -> bool:
    gap = row.bottom - line.top
    aligned = abs(line.left - row.starts[-1]) < SAME or abs(line.right - row.right) < SAME
    return aligned and -LINES_OF_CELL * line.height < gap < RUNS_ON * line.height and len(line.starts) < 2


def _merged(lines: Sequence[Line], between: str) -> Line:
    first = lines[0]
    starts = tuple(start for line in lines for start in line.starts) if between == CELL else first.starts
    words = tuple(word for line in lines for word in line.words)
    return Line(between.join(line.text for line in lines), *_around(lines), starts, words)


def _parts(page: pypdfium2.PdfPage) -> list[tuple[str, _Boxes]]:
    """The lines of a page as the file has them, each with the places and boxes of its letters."""
    text_page = page.get_textpage()
    most, parts, start = text_page.count_chars(), [], 0
    for part in text_page.get_text_range().split("\n"):
        boxes = [
            (place, text_page.get_charbox(start + place))
            for place, letter in enumerate(part)
            if not letter.isspace() and start + place < most
        ]
        boxes = [(place, box) for place, box in boxes if box[2] > box[0]]
        if boxes and part.strip().strip(BULLETS):
            parts.append((part, boxes))
        start += len(part) + 1
    return parts


def _gaps(boxes: _Boxes) -> list[tuple[int, float]]:
    """The gaps between words, each with the place of the letter behind it."""
    return [(there, two[0] - one[2]) for (here, one), (there, two) in pairwise(boxes) if there - here > 1]


def _cells(part: str, boxes: _Boxes, unusual: float) -> list[Line]:
    """What stands in a line side by side: an unusual gap parts cells."""
    height = max(box[3] for _, box in boxes) - min(box[1] for _, box in boxes)
    wide = max(WIDE * max(height, 1.0), unusual)
    edges = [0]
    for place, gap in _gaps(boxes):
        # the mark of an item is no cell
        if gap > wide and any(map(str.isalnum, part[edges[-1] : place])):
            edges.append(place)
    edges.append(len(part))
    if sum(part[one:two].strip().islower() for one, two in pairwise(edges)) >= LINES_OF_CELL:
        # a line that was stretched to the width of its column
        edges = [0, len(part)]
    found = []
    for one, two in pairwise(edges):
        lefts, bottoms, rights, tops = zip(*(box for place, box in boxes if one <= place < two), strict=True)
        left = min(lefts)
        text = HYPHEN.sub(_hyphen, part[one:two]).strip()
        words = tuple(_words(part, [each for each in boxes if one <= each[0] < two]))
        found.append(Line(text, left, min(bottoms), max(rights), max(tops), (left,), words))
    return found


def _words(part: str, boxes: _Boxes) -> Iterator[tuple[float, float, str]]:
    """The words of a cell, each with its left and right edge."""
    first = 0
    for place in range(1, len(boxes) + 1):
        if place == len(boxes) or boxes[place][0] - boxes[place - 1][0] > 1:
            word = part[boxes[first][0] : boxes[place - 1][0] + 1]
            yield boxes[first][1][0], boxes[place - 1][1][2], HYPHEN.sub(_hyphen, word)
            first = place


def _hyphen(found: re.Match[str]) -> str:
    """What a line broke a word at: between small letters it is taken for a break of the layout's."""
    return "" if found[1].islower() and found[2].islower() else "-"


def _level(cells: Sequence[Line]) -> list[Line]:
    """One line of cells, or one each where they do not stand at one height."""
    middles = [(cell.top + cell.bottom) / 2 for cell in cells]
    if len(cells) == 1 or max(middles) - min(middles) < SAME:
        return [_merged(cells, CELL)]
    return list(cells)


def _around(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    return (
        min(line.left for line in lines), min(line.bottom for line in lines),
        max(line.right for line in lines), max(line.top for line in lines),
    )  # fmt: skip
