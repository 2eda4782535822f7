"""How the work is billed: by time and materials, a fixed price, milestones, or a retainer."""

import re

from models.contract_terms.cues import Candidate, Cue, Term, best, cue, score
from models.contract_terms.document import Document, Segment

KINDS: dict[str, tuple[Cue, ...]] = {
    "time_and_materials": (
        cue(r"time[\s-]*(?:and|&|\+)[\s-]*materials?|\bT\s?&\s?M\b", 4.0),
        cue(r"nach (?:tatsächlichem |zeit)?\s*aufwand|zeithonorar|auf stundenbasis|aufwandsbezogen", 3.5),
        cue(
            r"time charge|(?<!extra )time is charged|hours? (?:worked )?(?:is|are) charged"
            r"|time (?:actually )?(?:spent|worked|recorded)"
            r"|hours (?:actually )?(?:worked|incurred|expended|recorded)",
            2.5,
        ),
        cue(r"(?:hourly|daily|day) rates?|per hour|rate card|stundens[aä]tz|tagess[aä]tz", 1.0),
        cue(r"estimate|geschätzt|schätzung", 0.5),
    ),
    "fixed_price": (
        cue(
            r"(?:fixed|flat|single)[\s-]*(?:price|fee|sum)|lump[\s-]*sum|festpreis|festhonorar"
            r"|pauschal(?:preis|honorar|vergütung)",
            3.5,
        ),
        cue(
            r"all[\s-]in(?:clusive)?\b|\bfixed\b|hours are not|firm price|whatever time"
            r"|regardless of (?:the )?(?:time|hours)"
            r"|unabhängig vom aufwand",
            2.0,
        ),
        cue(r"not adjusted for|one (?:single )?(?:price|fee)|gesamtpauschale", 1.0),
    ),
    "milestone": (
        cue(r"milestone|meilenstein", 2.5),
        cue(
            r"stage payments?|in stages|instal?ments? (?:on|upon|after)|teilbetr|teilzahlung|abschlagszahlung"
            r"|payment schedule",
            2.0,
        ),
        cue(r"(?:upon|on|after|nach) (?:client['’]s |the )?(?:acceptance|completion|sign|abnahme|delivery)", 1.5),
    ),
    "retainer": (
        cue(r"\bretain(?:er|ed (?:service|team|basis))\b", 4.0),
        cue(r"monatliche (?:pauschale|vergütung|gebühr)|monatspauschale|dauerauftrag", 3.0),
        cue(
            r"standing fee|subscription|fixed monthly|monthly (?:fee|charge)"
            r"|(?:each|per|every) month in advance|reserved capacity",
            2.5,
        ),
        cue(r"(?:monthly|monatlich)\b", 0.5),
    ),
}  # fmt: skip
CONTEXT = (
    cue(
        r"fee|charge|price|commercial|billing|payment|vergütung|preis|honorar|remuneration|compensation"
        r"|basis",
        0.8, "heading",
    ),
    cue(r"fee|charge|price|invoic|bill|basis|vergütung|honorar|preis|rechnung|\||:", 0.6),
    cue(r"report|status|meeting|governance|plan shows|timeline|zeitplan|bericht", -1.5),
)  # fmt: skip
DENIED = re.compile(
    r"(?:\bnot|\bno|\bnor|\bkeine?n?|\bnicht|rather than|instead of|anstelle|statt)\b[^.;,]{0,25}$", re.IGNORECASE
)
LEAST = 2.0


def read(document: Document) -> Term[str] | None:
    """The kind that most of the document's words speak for; its place is where they do so most."""
    candidates = []
    for kind, cues in KINDS.items():
        scored = sorted(((_points(segment, cues), segment) for segment in document.segments), key=lambda each: -each[0])
        if scored and scored[0][0] > 0:
            total = scored[0][0] + 0.3 * sum(points for points, _ in scored[1:4] if points > 0)
            candidates.append(Candidate(kind, scored[0][1], 0, 0, total))
    return best(candidates, LEAST)


def _points(segment: Segment, cues: tuple[Cue, ...]) -> float:
    own = sum(_said(each, segment.text) for each in cues)
    return own + score(segment, 0, len(segment.text), CONTEXT) if own else 0.0


def _said(one: Cue, text: str) -> float:
    """Its weight where it is said, against it where it is denied."""
    found = one.pattern.search(text)
    if not found:
        return 0.0
    return -one.weight if DENIED.search(text[: found.start()]) else one.weight
