"""A number with what it counts."""


def many(number: int, one: str, several: str = "") -> str:
    """1 case, 18,471 cases"""
    return f"{number:,} {one if number == 1 else several or one + 's'}"
