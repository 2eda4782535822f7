"""Numbers in words, as contracts write them beside or in place of figures: below a hundred, and English sums."""

import re
from collections.abc import Iterator

ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
EINER = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
ZEHNER = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
ZEHN_BIS = ["zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"]


def _all() -> Iterator[tuple[str, int]]:
    yield from ((word, number) for number, word in enumerate(ONES + TEENS, start=1))
    yield from ((word, number) for number, word in enumerate(EINER + ZEHN_BIS, start=1))
    for ten, (tens, zehner) in enumerate(zip(TENS, ZEHNER, strict=True), start=2):
        yield tens, 10 * ten
        yield zehner, 10 * ten
        for one, (ones, einer) in enumerate(zip(ONES, EINER, strict=True), start=1):
            yield f"{tens}-{ones}", 10 * ten + one
            yield f"{tens} {ones}", 10 * ten + one
            yield f"{einer}und{zehner}", 10 * ten + one


NUMBERS = dict(_all())
WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
"""As a part of a regular expression, the longest first."""

SIZES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
SUM = re.compile(
    rf"\b(?:(?:an?|{'|'.join([*ONES, *TEENS, *TENS])})(?:[\s-]+(?:{'|'.join([*ONES, *TEENS, *TENS])}))?[\s-]+)"
    rf"(?:hundred|thousand|million)(?:(?:[\s-]+|\s+and\s+)(?:{'|'.join([*ONES, *TEENS, *TENS, *SIZES])})\b)*",
    re.IGNORECASE,
)
"""A number of a hundred or more."""


def sum_of(words: str) -> int:
    """one hundred and four thousand: 104000."""
    whole = part = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in ("a", "an"):
            part += 1
        elif word == "hundred":
            part *= SIZES[word]
        elif word in SIZES:
            whole, part = whole + part * SIZES[word], 0
        elif word != "and":
            part += NUMBERS[word]
    return whole + part
