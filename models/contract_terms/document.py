"""A contract as text: segments in reading order, each with its place in the file and the heading it stands under."""

import re
from dataclasses import dataclass
from functools import cached_property

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„“(])|(?<=[.!?])\s+(?=\d+\.\d+\s)|(?<=;)\s+")
ABBREVIATED = re.compile(
    r"\b(?:Nr|No|Art|bzw|ca|zzgl|inkl|incl|excl|exkl|etc|Ltd|Inc|Co|vs|P\.O|e\.g|i\.e|z\.B|Mio|Tsd|Abs|Ziff)\.$"
    r"|^(?:§\s*)?[\dIVX]+(?:\.\d+)*\.$",
    re.IGNORECASE,
)
HEADING_WORDS = 7


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
    """A sentence or a row of a table, under the last heading before it."""

    text: str
    place: Place
    heading: str = ""


@dataclass(frozen=True)
class Document:
    """What was read of a file."""

    segments: tuple[Segment, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(segment.text for segment in self.segments)


def document_of(paragraphs: list[tuple[str, Place]]) -> Document:
    """The document of paragraphs and rows in their order."""
    heading, segments = "", []
    for text, place in paragraphs:
        plain = " ".join(text.split())
        if not plain:
            continue
        if _is_heading(plain):
            heading = plain
        segments += [Segment(sentence, place, heading) for sentence in sentences(plain)]
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


def _is_heading(text: str) -> bool:
    words = re.sub(r"^(?:§\s*)?[\dIVX.)]+\s+", "", text)
    return len(words.split()) <= HEADING_WORDS and not re.search(r"[.;,]$|\d", words)
