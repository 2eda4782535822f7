"""The paragraphs of a PDF page: its lines as the file has them, joined where one plainly runs on in the next."""

from dataclasses import dataclass

import pypdfium2

from models.contract_terms.document import Place

RUNS_ON, FULL, USUALLY = 0.75, 0.72, 0.9
BULLETS = "•◦▪–-*·"


@dataclass(frozen=True)
class _Line:
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


def paragraphs_of_page(page: pypdfium2.PdfPage, number: int) -> list[tuple[str, Place]]:
    """Each paragraph, or row of a table, with the box around it."""
    lines = _lines(page)
    # a title may be wider than the columns below it
    widths = sorted(line.right - line.left for line in lines)
    usual = widths[int(USUALLY * (len(widths) - 1))] if widths else 0.0
    found: list[list[_Line]] = []
    for line in lines:
        if found and _goes_on(found[-1][-1], line, usual):
            found[-1].append(line)
        else:
            found.append([line])
    return [(" ".join(line.text for line in group), Place(page=number, box=_around(group))) for group in found]


def _goes_on(before: _Line, line: _Line, usual: float) -> bool:
    gap = before.bottom - line.top
    next_column = line.left > before.right and -gap > 3 * before.height and before.text[-1] not in ".:;!?"
    # a label is nothing without what follows it
    full = before.text.endswith(":") or before.right - before.left >= FULL * usual
    follows = -before.height < gap < RUNS_ON * before.height or next_column
    return full and follows and line.text[0] not in BULLETS


def _lines(page: pypdfium2.PdfPage) -> list[_Line]:
    text_page = page.get_textpage()
    whole, lines, start = text_page.get_text_range(), [], 0
    for part in whole.split("\n"):
        text = part.strip()
        if text.strip(BULLETS):
            lines.append(_Line(text, *_box(text_page, start, len(part))))
        start += len(part) + 1
    return lines


def _box(text_page: pypdfium2.PdfTextPage, start: int, length: int) -> tuple[float, float, float, float]:
    boxes = [text_page.get_charbox(index) for index in range(start, min(start + length, text_page.count_chars()))]
    boxes = [box for box in boxes if box[2] > box[0]]
    if not boxes:
        return (0.0, 0.0, 0.0, 0.0)
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return (min(lefts), min(bottoms), max(rights), max(tops))


def _around(lines: list[_Line]) -> tuple[float, float, float, float]:
    return (
        min(line.left for line in lines), min(line.bottom for line in lines),
        max(line.right for line in lines), max(line.top for line in lines),
    )  # fmt: skip
