"""The most that may be billed, where the contract sets a limit to it."""

from models.contract_terms.cues import Term, cue
from models.contract_terms.document import Document
from models.contract_terms.sums import best_sum

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
LEAST = 2.2


def read(document: Document) -> Term[float] | None:
    return best_sum(document, CUES, LEAST)
