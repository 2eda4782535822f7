"""The texts around a place in a document: what stands just before and after it, in its sentence or row, and above."""

import re
from collections.abc import Mapping
from functools import lru_cache

from models.contract_terms.document import CELL, Document, Segment

NEAR_BEFORE, NEAR_AFTER = 90, 60
CLAUSE_ENDS = re.compile(r"[;|]|(?<![\d])[,:](?![\d])|\.\s|\b(?:and|und|but|which|while|aber|wobei)\b")
DEFINED = re.compile(
    r"[“\"„']([^”\"“']{3,40})[”\"“']\s*(?:\)\s*)?(?:means|bedeutet|bezeichnet|is\b|:)|\((?:the|die|der|"
    r"das)?\s*[“\"„]([^”\"“]{3,40})[”\"“]\)"
)


def around(
    document: Document, segment: Segment, span: tuple[int, int], others: tuple[tuple[int, int], ...]
) -> Mapping[str, str]:
    """The surroundings of a span of a segment by their names. `others` are the spans of the same kind in the segment,
    whose own words are left to them."""
    start, end = span
    opened = max((two for _, two in others if two <= start), default=0)
    closed = min((one for one, _ in others if one >= end), default=len(segment.text))
    before, after = segment.text[opened:start], segment.text[end:closed]
    if closed < len(segment.text) and (stop := CLAUSE_ENDS.search(after)):
        after = after[: stop.start()]
    label = ""
    if segment.cells:
        number = segment.text[:start].count(CELL)
        named = next((cell for cell in segment.cells[:number] if re.search(r"[^\W\d_]{2}", cell)), segment.cells[0])
        label = f"{named} {segment.heads[number] if number < len(segment.heads) else ''}"
        before, after = before.rpartition(CELL)[2], after.partition(CELL)[0]
    names = defined_names(segment.text)
    return {
        "before": f"{label} {before[-NEAR_BEFORE:]}",
        "after": after[:NEAR_AFTER],
        "sentence": segment.text if not segment.cells else f"{label} {segment.text}",
        "above": f"{segment.heading} {segment.lead if segment.cells else ''}",
        "uses": " ".join(_uses(document, name) for name in names),
    }


def defined_names(text: str) -> list[str]:
    """“Fee” means …: the names that a sentence gives."""
    return [one or two for one, two in DEFINED.findall(text)]


@lru_cache(maxsize=256)
def _uses(document: Document, name: str) -> str:
    """What is said about a name that is defined elsewhere."""
    pattern = re.compile(rf"\b{re.escape(name)}\b")
    said = [segment.text for segment in document.segments if pattern.search(segment.text)]
    return " ".join(text for text in said if name not in defined_names(text))
