"""The most that may be billed, where the contract sets a limit to it."""

from models.contract_terms.cues import Candidate, Term, best, cue, last_holds, score
from models.contract_terms.document import Document, Segment
from models.contract_terms.money import money_in

CUES = (
    cue(
        r"not[\s-]*to[\s-]*exceed|\bnte\b|shall not exceed|not exceed|will not (?:go beyond|exceed)"
        r"|nicht übersteigen",
        3.0, "before",
    ),
    cue(
        r"\bcap(?:ped)?\b|ceiling|obergrenze|gedeckelt|deckel|upper limit|höchstbetrag|höchstens"
        r"|kostendach",
        2.5, "before",
    ),
    cue(r"maxim\w*|limited to|limit of|begrenzt|up to|bis zu", 1.5, "before"),
    cue(r"in no event|more than|may not pass|not pass|no higher than|nicht mehr als", 2.3, "before"),
    cue(
        r"obergrenze|begrenzt|ceiling|\bcap\b|as a maximum|höchstens|gedeckelt|may not be exceeded"
        r"|überschritten",
        1.5, "after",
    ),
    cue(
        r"fees?|compensation|charges|billing|invoic|vergütung|honorar|budget|change order"
        r"|prior (?:written )?(?:consent|agreement|approval)",
        0.8,
    ),
    cue(r"fee|price|commercial|charge|compensation|vergütung|honorar|preis|order|remuneration", 0.5, "heading"),
    cue(r"liab|haft|insur|versicher|damages|schaden|indemn|penalt|vertragsstrafe|responsib", -6.0),
    cue(r"liab|haft|insur|responsib", -3.0, "heading"),
    cue(r"expens|travel|reise|spesen|subsist|hotel|out-of-pocket|mileage|per diem", -6.0),
    cue(r"per hour|hourly|je stunde|per day|je tag", -3.0),
)  # fmt: skip
LEAST, SMALLEST = 2.2, 1_000


def read(document: Document) -> Term[float] | None:
    return best([each for segment in document.segments for each in last_holds(_candidates(segment))], LEAST)


def _candidates(segment: Segment) -> list[Candidate[float]]:
    return [
        Candidate(money.amount, segment, money.start, money.end, score(segment, money.start, money.end, CUES))
        for money in money_in(segment.text)
        if money.amount >= SMALLEST
    ]
