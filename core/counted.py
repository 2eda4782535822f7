"""A number with what it counts, and several things named in a row."""

from collections.abc import Sequence


def many(number: int, one: str, several: str = "") -> str:
    """1 case, 18,471 cases"""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def listed(names: Sequence[str]) -> str:
    """One; one and two; one, two and three."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
