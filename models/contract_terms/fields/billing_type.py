"""How the work is billed: by time and materials, a fixed price, milestones, or a retainer."""

import math
from functools import lru_cache

from models.contract_terms.billing_words import MILESTONE, RETAINER, TIME, WORDS, said_of
from models.contract_terms.cues import Term
from models.contract_terms.document import Document
from models.contract_terms.roles import has_rates_of_the_work, terms_of_sums
from models.contract_terms.shares import parts_of_a_whole
from models.contract_terms.sums import sums_of

HAS_CAP, HAS_ESTIMATE, HAS_MONTHS, HAS_PARTS, HAS_SHARES, HAS_RATES = 2.0, 2.0, 3.0, 0.5, 2.5, 1.5
LEAST, SHARPNESS, CERTAIN = 1.0, 0.8, 0.998


@lru_cache(maxsize=8)
def read(document: Document) -> Term[str] | None:
    """The kind that most of the document speaks for, words and sums; its place is where the words do so most."""
    found = {kind: said_of(document, kind) for kind in WORDS}
    totals = {kind: said + _shown_of(document, kind) for kind, (said, _) in found.items()}
    best = max(totals, key=lambda kind: totals[kind])
    if totals[best] < LEAST:
        return None
    segment = found[best][1] or document.segments[0]
    odds = {kind: math.exp(SHARPNESS * total) for kind, total in totals.items()}
    sure = CERTAIN * odds[best] / (math.exp(SHARPNESS * LEAST) + sum(odds.values()))
    return Term(best, segment.place, segment.text, round(sure, 3))


def _shown_of(document: Document, kind: str) -> float:
    """What the sums show: only time is capped or estimated, monthly amounts make a retainer, parts a plan."""
    terms = terms_of_sums(document)
    value = terms["amount"].value if "amount" in terms else None
    features = {name for each in sums_of(document) if each.money.amount == value for name in each.features}
    if kind == TIME:
        return (
            HAS_CAP * (terms["cap"].confidence if "cap" in terms else 0.0)
            + HAS_ESTIMATE * ("estimate@before" in features)
            + HAS_RATES * has_rates_of_the_work(document)
        )
    if kind == RETAINER:
        return HAS_MONTHS * ("months" in features)
    if kind == MILESTONE:
        return HAS_PARTS * ("adds_up" in features) + HAS_SHARES * (parts_of_a_whole(document) is not None)
    return 0.0
