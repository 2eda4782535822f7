"""Shares of a whole that a contract names, such as 20%, 30% and 50%, or a third and the balance."""

import re
from collections.abc import Sequence
from fractions import Fraction

from models.contract_terms.concepts import named_in
from models.contract_terms.document import Document, Segment

PERCENT = r"(\d{1,3})(?:[.,]\d)?\s?(?:%|per ?cent|percent|prozent|v\.\s?H\.)"
NAMED = {
    "half": Fraction(1, 2), "halves": Fraction(1, 2), "hälfte": Fraction(1, 2), "third": Fraction(1, 3),
    "drittel": Fraction(1, 3), "quarter": Fraction(1, 4), "viertel": Fraction(1, 4), "fifth": Fraction(1, 5),
    "fünftel": Fraction(1, 5), "tenth": Fraction(1, 10), "zehntel": Fraction(1, 10),
}  # fmt: skip
TIMES = {"two": 2, "three": 3, "four": 4, "zwei": 2, "drei": 3, "vier": 4}
SHARE = re.compile(
    rf"{PERCENT}|\b(\d)/([2-9]|10)\b(?!/)|\b(?:({'|'.join(TIMES)})[\s-]+)?({'|'.join(NAMED)})s?\b|"
    r"\b(remainder|balance|the rest|restbetrag|den rest|der rest)\b",
    re.IGNORECASE,
)
WORDS = re.compile(
    r"(?<=\b)(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty)(?= (?:per ?cent|percent))", re.IGNORECASE
)
TENS = {
    "ten": "10", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
    "eighty": "80",
}  # fmt: skip
EQUAL = re.compile(
    r"\bje(?:weils)? (?:einem |ein |zu einem )?(?:drittel|viertel|fünftel)|\b(?:an?|one)[\s-](?:third|quarter|"
    r"fifth) (?:each|apiece)|"
    r"\beach (?:as to )?(?:an?|one)[\s-](?:third|quarter|fifth)|(?:two|three|four|five) equal (?:parts|portions|"
    r"shares|payments)|"
    r"(?:zwei|drei|vier|fünf) gleiche[nr]? (?:teil|rat)",
    re.IGNORECASE,
)
MOST_ROWS = 6
BESIDE = {"expense", "liability", "insurance", "security", "penalty", "former", "other"}


def parts_of_a_whole(document: Document) -> Segment | None:
    """Where the shares of a sentence, or of sentences and rows in a run, make up the whole; the first such place."""
    segments = document.segments
    named = [[] if named_in(segment.text) & BESIDE else shares_in(segment.text) for segment in segments]
    for at, segment in enumerate(segments):
        if EQUAL.search(segment.text) and not named_in(segment.text) & BESIDE:
            return segment
        found: list[Fraction | None] = []
        for more in range(min(MOST_ROWS, len(segments) - at)):
            if not named[at + more]:
                break
            found += named[at + more]
            if len(found) > 1 and _make_whole(found):
                return segment
    return None


def shares_in(text: str) -> list[Fraction | None]:
    """The shares that a text names; None for what remains of the whole."""
    found: list[Fraction | None] = []
    for match in SHARE.finditer(WORDS.sub(lambda word: TENS[word[0].lower()], text)):
        percent, above, below, times, name, _ = match.groups()
        if percent:
            found.append(Fraction(int(percent), 100))
        elif above:
            found.append(Fraction(int(above), int(below)))
        elif name:
            found.append(TIMES.get((times or "").lower(), 1) * NAMED[name.lower()])
        else:
            found.append(None)
    return found


def _make_whole(shares: Sequence[Fraction | None]) -> bool:
    named = [share for share in shares if share is not None]
    if len(named) < len(shares):
        return len(named) == len(shares) - 1 and Fraction(1, 10) <= sum(named, Fraction()) < 1
    return sum(named, Fraction()) == 1
