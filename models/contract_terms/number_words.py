"""Numbers below a hundred in words, as contracts write them beside or in place of figures: English and German."""

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
