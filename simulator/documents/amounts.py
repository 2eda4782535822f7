"""Money and days as contracts write them, in the habits of three countries."""

from __future__ import annotations

SIGNS = {"USD": "$", "GBP": "£", "EUR": "€"}
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def sign_first(amount: int, currency: str) -> str:
    """$104,000"""
    return f"{SIGNS[currency]}{amount:,}"


def sign_first_cents(amount: int, currency: str) -> str:
    """£104,000.00"""
    return f"{SIGNS[currency]}{amount:,}.00"


def code_first(amount: int, currency: str) -> str:
    """USD 104,000.00"""
    return f"{currency} {amount:,}.00"


def code_last(amount: int, currency: str) -> str:
    """104,000 USD"""
    return f"{amount:,} {currency}"


def german(amount: int, currency: str) -> str:
    """104.000,00 €"""
    return f"{amount:,}".replace(",", ".") + f",00 {SIGNS[currency]}"


def german_code(amount: int, currency: str) -> str:
    """EUR 104.000,-"""
    return f"{currency} " + f"{amount:,}".replace(",", ".") + ",-"


def swiss(amount: int, currency: str) -> str:
    """EUR 104'000.00"""
    return f"{currency} " + f"{amount:,}".replace(",", "’") + ".00"


def in_words(number: int) -> str:
    """Below a hundred, as a lawyer writes it: forty-five."""
    if number < len(ONES):
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens] + (f"-{ONES[ones]}" if ones else "")
