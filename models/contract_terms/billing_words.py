"""How contracts say the way of billing: by time and materials, a fixed price, milestones, or a retainer."""

import re
from collections.abc import Mapping
from functools import lru_cache

from models.contract_terms.concepts import named_in
from models.contract_terms.document import Document, Segment

TIME, FIXED, MILESTONE, RETAINER = "time_and_materials", "fixed_price", "milestone", "retainer"
WORDS: Mapping[str, tuple[tuple[float, str], ...]] = {
    TIME: (
        (3.5, (
            r"time[\s-]*(?:and|&|\+|/)[\s-]*materials?|\bT\s?&\s?M\b|labou?r[\s-]hours?\b|time[\s-]based|time charge"
        )),
        (3.5, r"nach (?:\w+ )?aufwand|zeitaufwand|aufwandsb|zeithonorar|(?:stunden|tages|zeit)basis|auf regie"),
        (2.5, (
            r"against effort|on the basis of (?:hours|days|time|effort)|nach bedarf|regiestunden|"
            r"reference to (?:the )?time|time returns|effort (?:booked|recorded|spent)|as incurred|"
            r"aufgewendet|pay-as-you-go|nach zeit\b|abgerufene|by the (?:hour|day)\b|(?:hourly|daily) basis|"
            r"time is charged|(?:accrue|bill|charg|paid|pay)\w*[^.;]{0,40}\b(?:put in|put into|spend|"
            r"spent) (?:the )?time|put in time|(?:hours|days) are charged"
        )),
        (
            2.5,
            (
                r"(?:hours?|days?|time)(?: \w+){0,4} (?:works?|worked|spent|recorded|delivered|performed|"
                r"incurred|expended|logged|used|booked|rendered|devote[ds]?|entered|engaged|provided|"
                r"supplied|consumed|utili[sz]ed|shown|reported|claimed|evidenced|documented)\b|"
                r"actual(?:ly)? (?:hours|time|days|effort)|time[\s-]?(?:sheet|card|ledger|log|record)|"
                r"keep a log|paid for the (?:\w+ )?(?:hours|days|time)"
            ),
        ),
        (
            2.5,
            (
                r"(?:geleistet|nachgewiesen|tatsächlich|angefallen|erbracht)\w* (?:\w+ )?(?:stunden|tage|"
                r"zeit|personentage)|(?:stunden|tage)\b[^.;]{0,20}(?:abgerechnet|berechnet|vergütet)|"
                r"stundenzettel|stundenbeleg|zeitbedarf\w*,? (?:\w+ ){0,3}nachzuweisen|je geleistete|"
                r"zeitaufschreibung|(?:stunden|leistungs|tätigkeits|"
                r"zeit)nachweis|zeiterfassung"
            ),
        ),
        (1.0, r"(?:hourly|daily|day|bill|unit) (?:rates?|prices?)|rate card|stundens[aä]tz|tagess[aä]tz|ansätze"),
    ),
    FIXED: (
        (
            3.0,
            (
                r"fixed(?:[\s-]*(?:total|net))?[\s-]*(?:price|fee|sum|amount|quote|charge)|"
                r"firm[\s-]*(?:fixed)?[\s-]*price|lump[\s-]*sum|flat[\s-]*(?:price|fee|rate|sum)|(?:single|"
                r"one)[\s-]*(?:all-in[\s-]*)?(?:price|sum|fee)"
            ),
        ),
        (
            3.0,
            (
                r"feste[rsnm]? (?:\w+)?(?:betrag|summe|preis|honorar|vergütung)|fest vereinbart|festpreis|"
                r"fixpreis|fixhonorar|festhonorar|pauschal(?:preis|honorar|vergütung|betrag|summe|e? von)|"
                r"(?:preis|honorar|vergütung|entgelt) (?:ist|sind) fest|\bfeste[rsnm]? (?:preis|betrag|"
                r"honorar|vergütung)"
            ),
        ),
        (1.5, (
            r"(?:entire|whole|agreed|tendered) (?:price|sum)|not recoverable|price certain|guaranteed price|"
            r"overruns?\b|einmal(?:betrag|zahlung)|ohne rücksicht auf|once and for all|no further payment|"
            r"nachforderung|einmalige[rsn]? (?:vergütung|zahlung|entgelt)|\bflat\b|\bpauschal\b|definitive|"
            r"not (?:be )?(?:adjusted|increased|revised|"
            r"varied)|any increase|nicht (?:angepasst|verändert|erhöht)|unverändert|alle aufwände|"
            r"all[\s-]in(?:clusive)?\b|\b(?:is|still|remains) (?:fixed|firm)\b|\bfixed price\b|abgegolten"
        )),
        (
            2.0,
            (
                r"\bfixed\b(?! (?:for|until|during|rate|hourly|daily|day|term|asset|cost))|\bfest\b(?! (?:für|bis))|"
                r", firm\b|\bpauschal\b"
            ),
        ),
        (
            2.5,
            (
                r"(?:\bnot\b(?! later)|\bnor\b|\bno\b(?! later)|neither|without|regardless|irrespective|"
                r"whatever|however|independent)[^.;]{0,70}(?:hours|time|days|effort|long\b|timecards|"
                r"timesheets)|(?:hours|time|days) (?:aside|notwithstanding)|bears? the risk|risk of|carr(?:y|"
                r"ies) the (?:risk|consequences)|our problem|full stop|"
                r"neither more nor less|not subject to (?:revision|adjustment)"
            ),
        ),
        (
            2.5,
            (
                r"(?:unabhängig|ungeachtet|ändert sich nicht|bleibt)[^.;]{0,50}(?:aufwand|zeit|stunden|"
                r"tage)|(?:zeitbedarf|zeitaufwand|aufwand)[^.;]{0,40}\bnicht\b|(?:mehr|"
                r"minder)aufwand[^.;]{0,40}(?:nicht|ausser|außer)"
            ),
        ),
    ),
    MILESTONE: (
        (3.0, (
            r"tranche|slices?\b|\bstaged\b|key stages|gateway|(?:linked|tied) to|against (?:delivery|acceptance)|"
            r"teilleistung|"
            r"zahlungsplan|schlussrechnung|schlusszahlung|final instal|leistungsstand|(?:leistungs|"
            r"projekt)?fortschritt|drawn down|teilrechnung|in (?:two|three|four|zwei|drei|vier) (?:parts|"
            r"stages|teilen|etappen|raten)|(?:completion|acceptance) (?:notice|certificate)|milestones?\b|"
            r"meilenstein|stage payments?|by stages|in stages|etappenweise|ratenweise nach"
        )),
        (
            3.0,
            (
                r"(?:performance-based|progress|interim) payments?|teilabnahme|abschlagszahlung|abschlägen|"
                r"teilbetr|teilzahlung|payment (?:schedule|plan) by deliverable"
            ),
        ),
        (
            2.5,
            (
                r"(?:\bpay|payable|invoice|\bbill|\bdue\b|\bfee|earn|release|portion|quarter|\bhalf\b|third|"
                r"fifth|fourth|per ?cent|parts?\b)(?:[^.]|\.\d){0,160}(?:accept|approv|sign(?:ed|"
                r"s)?[\s-]?(?:it )?off|sign-off|certif|complet|confirmed|happy with|passe[ds]|\bmet\b|"
                r"go-live|in production)"
            ),
        ),
        (
            2.5,
            (
                r"(?:stage|phase|deliverable|gate|event|part)s?\b(?:[^.]|\.\d){0,80}(?:accept|approv|"
                r"signed off|certif|complet|passed)(?:[^.]|\.\d){0,80}(?:\bpay|payable|invoice|\bbill|"
                r"\bdue\b)"
            ),
        ),
        (2.5, (
            r"(?:fällig|rechnung|zahl|rate)(?:[^.]|\.\d){0,80}(?:freigabe|abnahme|freigegeben|abgenommen|fertigstell)"
        )),
        (
            2.5,
            (
                r"(?:\d\s*%|\bper ?cent|\bhalf|third|quarter|hälfte|drittel|viertel)[^.;]{0,60}\b(?:on|upon|at|after|"
                r"following|once|when|bei|mit|nach)\b[^.;]{0,60}(?:accept|approv|sign|deliver|complet|handover|"
                r"abnahme|freigabe|übernahme|fertigstell|abgenommen|übernommen)"
            ),
        ),
        (2.5, (r"(?:freigabe|abnahme|übernahme|fertigstell)\w*(?:[^.]|\.\d){0,80}(?:fällig|rechnung|zahlbar|bezahlt|"
        r"gezahlt)")),
        (
            1.5,
            (
                r"(?:per ?cent|%|third|fifth|fourth|half|quarter)\b(?:[^.]|\.\d){0,80}(?:per ?cent|%|third|"
                r"fifth|fourth|half|quarter|remainder|\brest\b|balance)"
            ),
        ),
    ),
    RETAINER: (
        (3.5, (r"\bretain(?:er|ed (?:service|team|basis|capacity))|standing (?:\w+ ){0,2}(?:fee|team|charge)|"
        r"subscription")),
        (3.5, r"monatspauschale|monatliche (?:pauschale|vergütung|gebühr)|monatsentgelt|monatshonorar|dauerauftrag"),
        (
            2.5,
            (
                r"\bon hand\b|stand-?by|dedicated capacity|block of (?:hours|days)|unused (?:hours|days|"
                r"time)|help ?desk|grundpauschale|laufende (?:beratung|betreuung)|ongoing (?:advice|"
                r"support)|days (?:per|a|each) month|tage (?:pro|im|je) monat|permanent(?:ly)? (?:available|"
                r"team)|at (?:its|your|their|the \w+) disposal|stands? ready|standing by|"
                r"reserve[ds]?\b[^.]{0,30}(?:capacity|team|bench|people|staff)|availability|(?:held|kept|"
                r"remain|be|itself|themselves) available|keep(?:ing|s)?\b[^.]{0,40}(?:free|available)|"
                r"when you need them|on call\b"
            ),
        ),
        (2.5, r"kontingent|verfällt|reservier|kapazität|bereitschaft|vorhalt|abrufbereit|verfügbarkeit des teams"),
        (
            2.0,
            (
                r"whatever the (?:volume|number of requests)|however often|gleich wie ?viel|"
                r"irrespective of (?:the )?calls|(?:irrespective|regardless|whatever|unabhängig|gleich)[^.;]{0,40}"
                r"(?:\bused|\buse\b|drawn|consum|utili|abruf|genutzt|nutzung|in anspruch)|busy or idle|"
                r"whether or not|\bor not\b|used or unused|"
                r"irrespective of use|unabhängig vom abruf|nichts abruft|auch ohne abruf|nicht abgerufen"
            ),
        ),
        (
            2.5,
            (
                r"(?:equal|level|even|same|permanent|fixed|flat|recurring|regular|"
                r"identical)\b[^.;]{0,25}\bmonth|(?:monthly|quarterly) in advance|(?:fee|charge|sum|amount|"
                r"pays?|paid|receives?)\b[^.;]{0,40}(?:per|a|each|every) month|\bmonthly (?:\w+ )?(?:charge|"
                r"fee|amount|sum|portion|payment)|(?:each|every|per|"
                r"a) (?:calendar )?month\b[^.]{0,30}(?:in advance|for (?:\w+|\d+) months)|"
                r"first (?:\w+ )?(?:day )?of (?:each|every) month"
            ),
        ),
        (2.5, (
            r"gleich\w* (?:monat|raten)|monatsrat|monatlich\w* (?:im voraus|gleich|rate|betrag)|"
            r"monatlich\w* (?:\w+ )?(?:EUR|USD|GBP|[€£$]|\d)|hält\b[^.;]{0,30}(?:bereit|vor)\b|bereitstellung|"
            r"monate[n]? je\b|\bim monat\b|monate lang|(?:jeden|pro|je) monat\b"
        )),
    ),
}  # fmt: skip
PATTERNS = {
    kind: tuple((weight, re.compile(words, re.IGNORECASE)) for weight, words in rules) for kind, rules in WORDS.items()
}
CHARGING = re.compile(
    r"fee|charg|price|pric|commerc|bill|pay|paid|invoic|remunerat|compens|cost|money|basis|vergüt|honorar|"
    r"entgelt|preis|rechn|zahl|☒|[$£€]|\b(?:USD|GBP|EUR)\b",
    re.IGNORECASE,
)
ASIDE = re.compile(r"status|meeting|governance|timeline|zeitplan|deemed|objection", re.IGNORECASE)
BESIDE = {"expense", "liability", "insurance", "security", "penalty", "former"}
EXTRA = re.compile(
    r"extra|add-?on|additional|optional|variation|change request|outside|further work|overtime|zusatz|zusätzlich|"
    r"nachtr|mehrleistung|only to price|should (?:you|we|the \w+) (?:want|need|ask|require)|on top\b|change control|"
    r"besondere leistungen|weitere(?:r|n)? leistung|outwith|beyond|more work|not (?:included|covered)|\balone\b",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"(?:\bnot|\bno|\bnor|neither|without|regardless|irrespective|\bkeine?n?|\bnicht|rather than|instead of|"
    r"anstelle|statt)\b[^.;,]{0,45}$",
    re.IGNORECASE,
)
DENIED_AFTER = re.compile(
    r"^[^.;,]{0,20}\b(?:(?:is|are|do|does|will|shall) not|no difference|aside|disregarded|(?:is|are) for our|(?:ist|"
    r"sind|bleiben) ausgeschlossen|excluded|nicht (?:ge|be|er)\w+)",
    re.IGNORECASE,
)
ELSEWHERE, IN_EXTRA = 0.5, 0.1
"""What is said outside the paragraphs on charges, and of work beyond the contract, counts so much."""


@lru_cache(maxsize=64)
def said_of(document: Document, kind: str) -> tuple[float, Segment | None]:
    """Each way to say it counts once, where it is said most plainly."""
    total, most, place = 0.0, 0.0, None
    for weight, pattern in PATTERNS[kind]:
        said = [(_force(segment, pattern, kind), segment) for segment in document.segments]
        force, segment = max(said, key=lambda each: each[0])
        least = min(each for each, _ in said)
        total += weight * (force if force > 0 else least)
        if weight * force > most:
            most, place = weight * force, segment
    return total, place


def _force(segment: Segment, pattern: re.Pattern[str], kind: str) -> float:
    """1 where it is plainly said of the charges, below 0 where it is denied."""
    found = pattern.search(segment.text)
    if not found:
        return 0.0
    about = f"{segment.heading} {segment.lead} {segment.text}"
    force = 1.0 if CHARGING.search(f"{segment.heading} {segment.text}") else ELSEWHERE
    if ASIDE.search(segment.text) or named_in(segment.text) & BESIDE:
        force *= ELSEWHERE
    if kind == TIME and EXTRA.search(about):
        force *= IN_EXTRA
    before, after = segment.text[: found.start()], segment.text[found.end() :]
    return -force if DENIED.search(before) or (kind != FIXED and DENIED_AFTER.search(after)) else force
