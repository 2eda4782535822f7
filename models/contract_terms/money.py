"""Amounts of money in running text, as written in several countries."""

import re
from dataclasses import dataclass, replace

from models.contract_terms.number_words import SUM, sum_of

CODES = {
    "$": "USD",
    "US$": "USD",
    "£": "GBP",
    "€": "EUR",
    "EURO": "EUR",
    "EUROS": "EUR",
    "POUND": "GBP",
    "POUNDS": "GBP",
    "DOLLAR": "USD",
    "DOLLARS": "USD",
}
CODE = r"(?:US\$|[$£€]|(?:USD|GBP|EUR|CHF|Euros?|pounds|dollars)\b)"
NAMED = re.compile(r"\s*(?:US[\s-]*|U\.S\.\s*)?(euros?|pounds?|dollars?|USD|GBP|EUR)\b(?:\s+sterling)?", re.IGNORECASE)
REPEATED = re.compile(r"[\s,]*\($")
NUMBER = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
SCALE = r"(?:\s?(?:(?:k|T|m|million|thousand|Tsd|Mio)\b\.?))?"
MONEY = re.compile(
    rf"(?P<thousands>T)?(?P<before>{CODE})(?:\s?\|)?\s?(?P<first>{NUMBER})(?P<scale1>{SCALE})"
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
    """All amounts with a currency, in the order of the text. One in words that is repeated in figures counts once."""
    found = []
    for match in MONEY.finditer(text):
        code = (match["before"] or match["after"]).upper()
        scale = SCALES.get((match["scale1"] or match["scale2"] or "").strip().rstrip(".").lower(), 1)
        amount = number(match["first"] or match["second"]) * scale * (1_000 if match["thousands"] else 1)
        found.append(Money(amount, CODES.get(code, code), match.start(), match.end()))
    return _joined(text, sorted([*found, *_in_words(text)], key=lambda money: money.start))


def _in_words(text: str) -> list[Money]:
    found = []
    for match in SUM.finditer(text):
        named = NAMED.match(text, match.end())
        code = CODES.get(named[1].upper(), named[1].upper()) if named else None
        if named or REPEATED.match(text[match.end() : match.end() + 3]):
            end = named.end() if named else match.end()
            found.append(Money(float(sum_of(match[0])), code, match.start(), end))
    return found


def _joined(text: str, amounts: list[Money]) -> list[Money]:
    joined: list[Money] = []
    for money in amounts:
        before = joined[-1] if joined else None
        if before and before.amount == money.amount and REPEATED.fullmatch(text[before.end : money.start]):
            joined[-1] = replace(money, start=before.start, currency=money.currency or before.currency)
        else:
            joined.append(money)
    return [money for money in joined if money.currency]


def bare_amounts(text: str) -> list[Money]:
    """Numbers that stand alone, where a heading or a head of a column names the currency."""
    return [Money(number(match[1]), None, match.start(), match.end()) for match in BARE.finditer(text)]


def number(text: str) -> float:
    """1,234.50 and 1.234,50 and 1'234.50: a mark before three last digits parts thousands, before one or two, cents."""
    plain = re.sub(r"['’\u00a0\u202f ]", "", text)
    cents = re.search(r"[.,](\d{1,2})$", plain)
    whole = re.sub(r"[.,]", "", plain[: cents.start()] if cents else plain)
    return float(f"{whole}.{cents[1]}" if cents else whole)
