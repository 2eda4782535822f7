"""Payment terms: how many days after the invoice it is due; 0 for at once."""

import re

from models.contract_terms.cues import Candidate, Term, best, cue, last_holds, score
from models.contract_terms.document import Document, Segment
from models.contract_terms.number_words import NUMBERS, WORDS

DAYS = re.compile(
    r"(?P<figures>\d{1,3})(?:st|nd|rd|th)?\)?[\s-]*(?:calendar\s+|kalender)?(?:days?|tagen?|tage)\b"
    rf"|\b(?:net|netto)[\s-]*(?:{WORDS})?\s*\(?(?P<net>\d{{1,3}})\b(?!\s*%)"
    rf"|\b(?P<words>{WORDS})[\s-]+(?:calendar\s+)?(?:days?|tagen?|tage)\b",
    re.IGNORECASE,
)
AT_ONCE = re.compile(
    r"(?:due|payable|fällig|zahlbar)\s+(?:immediately|on receipt|upon receipt|sofort)|sofort fällig", re.I
)
CUES = (
    cue(
        r"\bnet\b|netto|zahlungsziel|zahlungsfrist|payment (?:terms?|period)|terms of payment|"
        r"zahlungsbedingung|credit (?:terms?|period)|period (?:for|of) payment|zur zahlung|mature",
        2.0,
    ),
    cue(
        r"\bpay(?:s|able|ment|ments)?\b|settle|discharge|clear(?:s|ed)\b|überw[ie]|beglichen|beglich|"
        r"ausgeglichen|angewiesen|transfer|honou?red|\bdue\b|have\b.{0,30}\bto pay|zahlbar|zu zahlen|fällig|"
        r"begleich|bezahl|remit",
        1.5,
    ),
    cue(r"invoice|\bbill(?:s|ed|ing)?\b|rechnung", 1.0),
    cue(r"invoice|receipt|bill|rechnung|erhalt|zugang|date", 0.8, "after"),
    cue(
        r"within|no later than|binnen|innert|innerhalb|not later than|spätestens|in no more than|you have",
        0.3,
        "before",
    ),
    cue(r"payment|\bpay\b|fees|invoic|vergütung|zahlung|charges", 0.5, "heading"),
    cue(r"\bterms?\s*(?:are|is|:|\|)\D{0,12}$", 1.2, "before"),
    cue(r"terminat|notice|kündig|frist von|cancel|withdraw|rücktritt", -3.0),
    cue(r"accept|abnahme|deemed|review|objection|\bdisput|query|beanstand|einwend|inspect|kickoff|report", -2.0),
    cue(r"interest|reminder|verzug|mahn|suspend|\blate\b", -1.5, "before"),
    cue(r"discount|skonto|\d\s*%[^.]{0,12}$", -2.5, "before"),
    cue(r"deduct|discount|skonto|rebate|abziehen", -1.5),
    cue(r"deliver|mobili[sz]e|liefer|start|remed|cure", -1.5, "before"),
    cue(r"receipt of this|of delivery|of signature|notice|kündigung", -2.0, "after"),
)
LEAST = 1.6
MOST_DAYS = 180


def read(document: Document) -> Term[int] | None:
    return best([each for segment in document.segments for each in last_holds(_candidates(segment))], LEAST)


def _candidates(segment: Segment) -> list[Candidate[int]]:
    found = []
    for match in DAYS.finditer(segment.text):
        days = int(match["figures"] or match["net"] or NUMBERS[(match["words"] or "").lower()])
        if days <= MOST_DAYS:
            points = score(segment, match.start(), match.end(), CUES) + (1.0 if match["net"] else 0.0)
            found.append(Candidate(days, segment, match.start(), match.end(), points))
    found += [Candidate(0, segment, each.start(), each.end(), 2.0) for each in AT_ONCE.finditer(segment.text)]
    return found
