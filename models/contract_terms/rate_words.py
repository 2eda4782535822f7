"""How contracts name the rates of work: the unit that a rate is for, the role it is paid for, and what is no rate."""

import re
from collections.abc import Sequence
from typing import Literal

Unit = Literal["hour", "day"]
UNITS: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    (
        "hour",
        re.compile(
            r"\bhours?\b(?!(?:\s|-)+(?:working )?days?)|hourly|/\s?h(?:r|rs|our)?\b|\bp\.?\s?h\b\.?|\bhrs?\b|\bHUR\b|"
            r"stunden?\b|stundens[aä]tz|stündlich|stundenverrechnung|stundenhonorar|stundenans[aä]tz|normalstunde|"
            r"/\s?std|\bstd\b",
            re.IGNORECASE,
        ),
    ),
    (
        "day",
        re.compile(
            r"\bdays?\b|daily|\bdayrate|per diem|/\s?d\b|\bp\.?\s?d\b\.?|tag(?:es)?s[aä]tz|tageshonorar|"
            r"tagesans[aä]tz|\btag(?:e|es)?\b|täglich|personentag|beratertag|arbeitstag|manntag|/\s?PT\b|\bPT\b|\bMT\b",
            re.IGNORECASE,
        ),
    ),
)
DAY_OF_HOURS = re.compile(
    r"(?:day|tag)[^.;]{0,25}(?:hours|stunden)|(?:hours|stunden)[^.;]{0,20}(?:a|per|je|pro) (?:\w+ )?(?:day|tag)|"
    r"(?:\d|hour)[\s-]*hours?[\s-]+(?:working )?day|(?:day|tag)\w*\s*\(\d[\d.,]*\s*h",
    re.IGNORECASE,
)
NOT_A_RATE = re.compile(
    r"list|until now|former|previous|bisher|\bold\b|\balt\b|total|gesamt|extended|amount|betrag|\bsum|est\b|"
    r"\best\.|hours$|days$|stunden$|tage$|quantity|menge|anzahl|number of|saturday|sunday|weekend|night|overtime|"
    r"out[\s-]of[\s-]hours|public holiday|samstag|sonntag|feiertag|wochenende|nacht|überstunde|mehrarbeit|"
    r"standard rate$|"
    r"catalogue|katalog|before discount|vor rabatt|travel time|reisezeit|\bcost rate",
    re.IGNORECASE,
)
QUANTITY = re.compile(r"\b(?:hours|days|stunden|tage|quantity|menge|anzahl|number|est)\b", re.IGNORECASE)
PRICED = re.compile(r"\b(?:per|an?|each|je|pro|of|zu)\b|/|rate|price|s[aä]tz|preis", re.IGNORECASE)
RATE = re.compile(
    r"rate|price|preis|s[aä]tz|ansatz|charge|fee|honorar|cost|from now on|\bnew\b|\bneu\b|your|net|discounted|agreed|"
    r"normal|vereinbart",
    re.IGNORECASE,
)
ENDINGS = (
    r"Analyst|Consultant|Manager|Partner|Director|Associate|Principal|Engineer|Developer|Architect|Specialist|"
    r"Lead|Leader|Expert|Advis[eo]r|Officer|Technician|Designer|Tester|Coach|Scientist|Administrator|Coordinator|"
    r"Assistant|Strategist|Researcher|Modeller|Actuary|Programmer|Fellow|Trainer|Facilitator|Controller"
)
GERMAN = (
    r"[Bb]erater(?:in)?|[Ll]eit(?:er(?:in)?|ung)|[Ee]ntwickler(?:in)?|[Ii]ngenieur(?:in)?|[Ee]xpert[ei]n?|"
    r"[Aa]rchitekt(?:in)?|[Aa]nalyst(?:in)?|[Mm]anager(?:in)?|[Ff]ührer(?:in)?|[Zz]eichner(?:in)?|"
    r"[Ss]pezialist(?:in)?|[Rr]eferent(?:in)?|[Pp]rüfer(?:in)?|[Tt]rainer(?:in)?|[Aa]ssistent(?:in)?|"
    r"[Ss]achbearbeiter(?:in)?|[Pp]artner(?:in)?|[Tt]echniker(?:in)?|[Kk]onsulent(?:in)?"
)
ROLE = re.compile(
    rf"\b(?:(?:[A-ZÄÖÜ][\w/&-]*\s+){{0,3}}?)(?:(?:{ENDINGS})(?=s?\b)|[\w-]*(?:{GERMAN})\b)(?!-)(?!s?\s+(?:Agreement|Services|Fees?)\b)"
)
NOT_A_ROLE = re.compile(
    r"total|fee|price|value|amount|exceed|cap\b|invoice|payment|milestone|order|liab|travel|expense|insur|vat|"
    r"summe|gesamt|deposit|notice|date|customer|provider|client|project\b|basis|accept|go-live|phase|month|"
    r"haftung|reise|item|effective|kosten|\bcost|number|nummer|\bref|\bcode|\bno\b|\bnr\b|limit|indemnity|"
    r"liability|meal|mileage|kilomet|\bmile|hotel|lodging|subsist|per diem|night|nächt|nacht|parking|licen|penalt|"
    r"interest|"
    r"discount|rabatt|index|rates?\b|s[aä]tze?\b|charge|spesen|verpflegung|verzug|copies|administration|surcharge",
    re.IGNORECASE,
)
LINKING = re.compile(
    r"\b(?:per|an?|each|every|je|pro|the)\s+(?:\w+[\s-]+){0,2}(?:hours?|days?|stunde|tag|arbeitstag|personentag)\b|/\s?\w+|"
    r"\b(?:and|und|sowie|or|oder|for|für|at|of|zu|à|mit|von|by|is|are|beträgt|charged|billed|berechnet|hourly|daily|"
    r"an?|the|each|per|je|pro|one|ein(?:e[nrms]?)?|der|die|das|den|dem|time|work)\b",
    re.IGNORECASE,
)
LONGEST_ROLE = 5
EDGES = " \t•:–-—.…=()[]*·“”\"'/"


def unit_in(text: str) -> Unit | None:
    """A text that tells how many hours a day has speaks of days."""
    if DAY_OF_HOURS.search(text):
        return "day"
    return next((unit for unit, pattern in UNITS if pattern.search(text)), None)


def names_role(cell: str) -> bool:
    """Whether a cell, or a piece of a sentence, can be the name of a role."""
    words = cell.split()
    if not 1 <= len(words) <= LONGEST_ROLE or re.search(r"\d", cell) or not cell[0].isupper():
        return False
    return bool(ROLE.search(cell)) or not NOT_A_ROLE.search(cell)


def is_quantity(label: str) -> bool:
    """Whether a row of a table tells how many hours or days, not what one costs."""
    return bool(QUANTITY.search(label)) and not PRICED.search(label)


def are_roles(cells: Sequence[str]) -> bool:
    """Whether cells of a head name one role each."""
    return len(cells) > 1 and all(ROLE.fullmatch(cell) for cell in cells)


def role_in(text: str, *, first: bool) -> str | None:
    """The role that is named nearest to the amount: the first of what follows it, the last of what precedes it."""
    named = [match[0] for match in ROLE.finditer(text)]
    if named:
        return named[0] if first else named[-1]
    piece = re.split(r"[,;|:]", text.strip(EDGES + ",;"))[0 if first else -1]
    plain = LINKING.sub(" ", piece).strip(EDGES)
    return plain if plain and names_role(plain) else None
