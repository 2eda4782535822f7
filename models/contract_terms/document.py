"""A contract as text: segments in reading order, each with its place in the file and the heading it stands under."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„“(])|(?<=[.!?])\s+(?=\d+\.\d+\s)|(?<=;)\s+")
ABBREVIATED = re.compile(
    r"\b(?:Nr|No|Art|bzw|ca|zzgl|inkl|incl|excl|exkl|etc|Ltd|Inc|Co|vs|P\.O|e\.g|i\.e|z\.B|Mio|Tsd|Abs|Ziff|Pos|Std|Est)\.$"
    r"|^(?:§\s*)?[\dIVX]+(?:\.\d+)*\.$",
    re.IGNORECASE,
)
HEADING_WORDS = 7
CELL = " | "
NOT_TICKED = re.compile(r"^\s*(?:☐|□|\[\s*\]|\(\s*\))\s*\S")
LINE_LENGTH = 45
ENDED = ".:;!?|"
LEADS_ON = re.compile(
    r"(?:\b(?:of|the|to|an?|for|and|or|by|is|be|shall|will|may|per|at|with|in|on|from|than|der|die|das|den|dem|des|von|"
    r"zu|zum|zur|auf|mit|und|oder|ein|eine[rsnm]?|für|bis|EUR|USD|GBP)|,)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    """Where in the file: a page with a box in points from its lower left corner (PDF), or the number of a paragraph or
    table row (DOCX). Numbers begin at 1."""

    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None

    def __str__(self) -> str:
        return f"page {self.page}" if self.page else f"paragraph {self.paragraph}"


@dataclass(frozen=True)
class Segment:
    """A sentence or a row of a table, under the last heading before it. A row knows the heads of its columns, and
    each segment of a table or a list the sentence that leads to it."""

    text: str
    place: Place
    heading: str = ""
    heads: tuple[str, ...] = ()
    lead: str = ""

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Of a row; a sentence has none."""
        return tuple(self.text.split(CELL)) if CELL in self.text else ()


@dataclass(frozen=True)
class Document:
    """What was read of a file."""

    segments: tuple[Segment, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(segment.text for segment in self.segments)


def document_of(paragraphs: list[tuple[str, Place]]) -> Document:
    """The document of paragraphs and rows in their order. A box that is not ticked says nothing."""
    heading, lead, last, segments = "", "", "", []
    columns = 0
    heads: tuple[str, ...] = ()
    for plain, place in _joined(paragraphs):
        if NOT_TICKED.match(plain):
            continue
        if CELL in plain:
            cells = tuple(plain.split(CELL))
            if columns != len(cells):
                columns, heads = len(cells), cells if all(map(_is_head, cells)) else ()
            segments.append(Segment(plain, place, heading, heads, last))
            continue
        columns = 0
        parts = sentences(plain)
        if _is_heading(plain):
            heading, last = plain, ""
        else:
            last = parts[-1]
        segments += [Segment(sentence, place, heading, (), lead if _is_item(sentence) else "") for sentence in parts]
        if not _is_item(plain):
            lead = parts[-1]
    return Document(tuple(segments))


def sentences(text: str) -> list[str]:
    """A paragraph's sentences; an abbreviation ends none."""
    found: list[str] = []
    for part in SENTENCE.split(text):
        if found and ABBREVIATED.search(found[-1]):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def _joined(paragraphs: Iterable[tuple[str, Place]]) -> Iterator[tuple[str, Place]]:
    """Paragraphs, with those put together again of which a scan, or the end of a page, made several."""
    held: tuple[str, Place] | None = None
    for text, place in paragraphs:
        plain = " ".join(text.split())
        if not plain:
            continue
        if held and _runs_on(held[0], plain):
            held = (f"{held[0]} {plain}", held[1])
            continue
        if held:
            yield held
        held = (plain, place)
    if held:
        yield held


def _runs_on(before: str, text: str) -> bool:
    if (
        len(before) < (LINE_LENGTH if text[-1] != "." or " " in text else LINE_LENGTH / 2)
        or before[-1] in ENDED
        or CELL in before
        or CELL in text
    ):
        return False
    return text[0].islower() or (text[-1] == "." and " " not in text) or LEADS_ON.search(before) is not None


def _is_head(cell: str) -> bool:
    """Of a column: a few words, with figures in brackets, or a small number that the words count by."""
    words = re.sub(r"\([^)]*\)", "", cell)
    counted = len(re.findall(r"[^\W\d_]{2,}", words)) > 1 and re.fullmatch(
        r"\D*(?<![\d.,])\d{1,2}(?![\d.,%])\D*", words
    )
    said = not re.search(r"\d", words) or bool(counted)
    return len(cell.split()) <= HEADING_WORDS and said and not re.search(r"[$£€]\d|(?<!\b\w{3})[.;]$", words)


def _is_item(text: str) -> bool:
    return len(text.split()) <= HEADING_WORDS + 3 and text[-1] not in ":."


def _is_heading(text: str) -> bool:
    words = re.sub(r"^(?:§\s*)?[\dIVX.)]+\s+", "", text)
    return len(words.split()) <= HEADING_WORDS and not re.search(r"[.;,]$|\d", words)
