"""Amounts of money in running text, as written in several countries."""

import re
from dataclasses import dataclass

CODES = {
    "$": "USD",
    "US$": "USD",
    "£": "GBP",
    "€": "EUR",
    "EURO": "EUR",
    "EUROS": "EUR",
    "POUNDS": "GBP",
    "DOLLARS": "USD",
}
CODE = r"(?:US\$|[$£€]|(?:USD|GBP|EUR|CHF|Euros?|pounds|dollars)\b)"
NUMBER = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
SCALE = r"(?:\s?(?:(?:k|T|m|million|thousand|Tsd|Mio)\b\.?))?"
MONEY = re.compile(
    rf"(?P<thousands>T)?(?P<before>{CODE})\s?(?P<first>{NUMBER})(?P<scale1>{SCALE})"
    rf"|(?P<second>{NUMBER})(?P<scale2>{SCALE})(?:,-+|,–|\.-)?\s?(?P<after>{CODE})",
    re.IGNORECASE,
)
BARE = re.compile(rf"(?<![\w.,/-])({NUMBER})(?![\w/%-])")
SCALES = {
    "k": 1_000,
    "t": 1_000,
    "tsd": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mio": 1_000_000,
    "million": 1_000_000,
}


@dataclass(frozen=True)
class Money:
    """An amount, its currency (None where it stands without one), and its place in the text."""

    amount: float
    currency: str | None
    start: int
    end: int


def money_in(text: str) -> list[Money]:
    """All amounts with a currency, in the order of the text."""
    found = []
    for match in MONEY.finditer(text):
        code = (match["before"] or match["after"]).upper()
        scale = SCALES.get((match["scale1"] or match["scale2"] or "").strip().rstrip(".").lower(), 1)
        amount = number(match["first"] or match["second"]) * scale * (1_000 if match["thousands"] else 1)
        found.append(Money(amount, CODES.get(code, code), match.start(), match.end()))
    return found


def bare_amounts(text: str) -> list[Money]:
    """Numbers that stand alone, where a heading or a head of a column names the currency."""
    return [Money(number(match[1]), None, match.start(), match.end()) for match in BARE.finditer(text)]


def number(text: str) -> float:
    """1,234.50 and 1.234,50 and 1'234.50: a mark before three last digits parts thousands, before one or two, cents."""
    plain = re.sub(r"['’\u00a0\u202f ]", "", text)
    cents = re.search(r"[.,](\d{1,2})$", plain)
    whole = re.sub(r"[.,]", "", plain[: cents.start()] if cents else plain)
    return float(f"{whole}.{cents[1]}" if cents else whole)
