"""The client's purchase order number."""

import re
from dataclasses import replace

from models.contract_terms.cues import Candidate, Term, best, cue, last_holds, score
from models.contract_terms.document import Document, Segment

TOKEN = re.compile(r"(?<![\w/.-])(?=[\w/.-]*\d)[A-Z0-9][A-Za-z0-9]*(?:[/.-][A-Za-z0-9]+)*(?![\w%])")
NO_NUMBER = re.compile(
    r"^(?:\d{1,2}[.-](?:\d{1,2}|[A-Za-zä]{3,9})[.-]\d{2,4}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2}|"
    r"(?:19|20)\d{2}|\d{1,3}|\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d{3})*[.,]\d{2})$"
)
PURCHASE = (
    r"purchase[\s-]*order|\bP[./]?\s?O\b\.?|requisition|bestell|(?:client|customer|buyer|"
    r"your)(?:['’]s)?\s+(?:order|ref)|ihr(?:e)? auftrag"
)
NAMED = rf"{PURCHASE}|order\s+(?:no|num|ref)|auftragsnummer|auftrags-?nr|abruf"
CUES = (
    cue(rf"(?:{NAMED})(?:[^.]|(?<=N[ro])\.|(?<=ref)\.){{0,45}}$", 2.5, "before"),
    cue(rf"^[^.;]{{0,25}}\b(?:as|is|being|als|ist)\b[^.]{{0,20}}(?:{NAMED})", 2.0, "after"),
    cue(r"(?:no|nr|number|nummer|ref|reference|#|:|\|)[.:\s|]*$", 0.7, "before"),
    cue(NAMED, 0.8),
    cue(r"(?:\border|^auftrag|[.;:]\s*auftrag|ihr(?:en|em)? auftrag)\s*$", 1.8, "before"),
    cue(r"\b(?:quot|cit|bear|show|carr(?:y|ies)|indicat|mention|appear|angegeben|angabe|anzuführ|anzugeb)\w*", 0.6),
    cue(rf"{PURCHASE}|purchas|procure|einkauf|beschaff", 0.8),
    cue(

            r"agreement|contract\s+no|vertrags?-?n|project\s+(?:no|code)|invoice\s+(?:no|num)|rechnungsn|"
            r"kostenstelle|cost\s+cent",
        -2.0, "before",
    ),
    cue(

            r"\bvat\b|ust-?id|\btax|iban|\bbic\b|phone|\btel\b|\btelefon|\bregist(?:er|ration)\b|\bhrb\b|\bzip\b|\baccount\b[^,;]{0,25}$|"
            r"section|clause|\bdated?\s*$|vom\s*$|§\s*$",
        -2.5, "before",
    ),
    cue(r"(?:previous|former|earlier|supersed|replac|ersetz|frühere|cancelled)[^.;)]*$", -2.5, "before"),
    cue(r"^\s*(?:days|tage|hours|stunden|%|per)", -3.0, "after"),
    cue(r"^\s*\((?:closed|expired|cancelled|old|erledigt|geschlossen)", -4.5, "after"),
    cue(r"(?:change|work|task|delivery|variation|supplementary|standing) order[^|]{0,60}$", -2.5, "before"),
    cue(r"call-off|(?:vendor|supplier|charge) code|lieferantennummer|framework", -1.5, "before"),
)  # fmt: skip
PURCHASED = re.compile(PURCHASE, re.IGNORECASE)
OF_ORDER = re.compile(r"PO-?\d{4}")
PREFIXED = 2.0
"""A number that is written as purchase orders' are needs fewer words around it."""

LEAST = 2.4
LEFT_OPEN = 2.5
"""What is lost by other orders' numbers where the purchase order itself is named without one."""


def read(document: Document) -> Term[str] | None:
    found = [each for segment in document.segments for each in last_holds(_candidates(segment))]
    named = {id(each.segment) for each in found}
    if any(PURCHASED.search(segment.text) and id(segment) not in named for segment in document.segments):
        found = [
            each if PURCHASED.search(each.segment.text) else replace(each, score=each.score - LEFT_OPEN)
            for each in found
        ]
    return best(found, LEAST)


def _candidates(segment: Segment) -> list[Candidate[str]]:
    found = []
    for match in TOKEN.finditer(segment.text):
        token = match[0].rstrip(".")
        if not NO_NUMBER.match(token) and not _is_money(segment.text, match):
            points = score(segment, match.start(), match.end(), CUES) + (PREFIXED if OF_ORDER.match(token) else 0.0)
            found.append(Candidate(token, segment, match.start(), match.end(), points))
    return found


def _is_money(text: str, match: re.Match[str]) -> bool:
    return text[: match.start()].rstrip().endswith(("$", "£", "€", "EUR", "USD", "GBP"))
