"""What the contract is worth in all, in units of its currency."""

from models.contract_terms.cues import Term, cue
from models.contract_terms.document import Document
from models.contract_terms.sums import best_sum

CUES = (
    cue(r"total|gesamt|insgesamt|in all|aggregate (?:fee|price|value)|overall|sum of", 1.5, "before"),
    cue(r"(?:order|contract|project|sow|auftrags)[\s-]*(?:value|wert|sum|volume|volumen)", 2.5, "before"),
    cue(
        r"fees?|price|charges?|honorar|vergütung|preis|lump sum|retainer|pauschal|remuneration"
        r"|consideration|budget|compensation|value of|amounts? to|comes? to",
        1.5, "before",
    ),
    cue(r"estimate|geschätzt|schätz|forecast|veranschlagt", 1.0, "before"),
    cue(r"plus vat|excl|zuzüglich|zzgl|net of|in total|in all|insgesamt|for the services", 0.7, "after"),
    cue(r"fee|price|commercial|charge|compensation|vergütung|honorar|preis|order|remuneration|financ", 0.6, "heading"),
    cue(r"liab|haft|insur|versicher|damages|schaden|indemn|penalt|vertragsstrafe|pönale", -5.0),
    cue(
        r"exceed|\bcap(?:ped)?\b|ceiling|maxim|höchst|obergrenze|limit|begrenzt|beyond|up to|bis zu"
        r"|budget guard",
        -2.5, "before",
    ),
    cue(
        r"per hour|/\s?h\b|hourly|per day|je stunde|je tag|pro stunde|pro tag|stundensatz|tagessatz"
        r"|an hour|a day|\| hour",
        -4.0,
    ),
    cue(r"expens|travel|reise|spesen|subsist|hotel|mileage|out-of-pocket", -4.0),
    cue(
        r"deposit|down payment|anzahlung|(?:each|per|every|a) month|monthly (?:fee|instal)|je monat"
        r"|monatlich(?:e rate)?\b",
        -1.2, "before",
    ),
    cue(r"^\s*(?:per|a|an|each|every|je|pro|/)\s?(?:month|monat|hour|stunde|day|tag|week)", -2.5, "after"),
    cue(r"^\s*on the first of (?:each|every) month|^\s*monthly|^\s*monatlich", -2.5, "after"),
    cue(r"more than|not pass|greater than|no higher|nicht mehr als", -2.0, "before"),
    cue(r"milestone|meilenstein|stage|phase|teilbetrag|accepted|go-live", -0.8, "before"),
    cue(r"liab|haft|insur|responsib|milestone|meilenstein|schedule|rate", -0.8, "heading"),
    cue(r"^\s*(?:altogether|in all|in total|in sum|insgesamt)", 1.5, "after"),
    cue(r"(?:being|in all|altogether|in total|insgesamt|zusammen)[^\d]{0,12}$", 1.5, "before"),
)  # fmt: skip
LEAST = 1.2


def read(document: Document) -> Term[float] | None:
    return best_sum(document, CUES, LEAST)
