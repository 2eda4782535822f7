"""Money and days as contracts write them, in the habits of three countries."""

from __future__ import annotations

SIGNS = {"USD": "$", "GBP": "£", "EUR": "€"}
ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


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


def german_code_last(amount: int, currency: str) -> str:
    """104.000,00 EUR"""
    return f"{amount:,}".replace(",", ".") + f",00 {currency}"


def spaced(amount: int, currency: str) -> str:
    """EUR 104 000, as the offices of the European Union write it."""
    return f"{currency} " + f"{amount:,}".replace(",", "\N{NO-BREAK SPACE}")


def swiss(amount: int, currency: str) -> str:
    """EUR 104'000.00"""
    return f"{currency} " + f"{amount:,}".replace(",", "’") + ".00"


def in_words(number: int) -> str:
    """Below a hundred, as a lawyer writes it: forty-five."""
    if number < len(ONES):
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens] + (f"-{ONES[ones]}" if ones else "")


def sum_in_words(number: int) -> str:
    """Below a thousand million: one hundred and four thousand."""
    for size, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= size:
            many, rest = divmod(number, size)
            linked = " and " if rest < 100 else " "
            return f"{sum_in_words(many)} {name}" + (f"{linked}{sum_in_words(rest)}" if rest else "")
    return in_words(number)
