"""Flat files for tests, written by plain code, and what their cases are."""

import csv
import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

HEADER = ("Order No", "Step", "Booked", "Clerk", "Amount", "Region")
STEPS = ("created", "approved", "sent", "paid")


def order_rows(orders: int = 40, seed: int = 7) -> list[tuple[str, ...]]:
    """Steps of orders: German times and amounts, a region per order; some values stand in both orders of a date."""
    chance = random.Random(seed)
    rows: list[tuple[str, ...]] = []
    for order in range(orders):
        at = datetime(2024, 1, 1, 8) + timedelta(days=chance.randrange(300), minutes=chance.randrange(600))
        for step in STEPS[: chance.randint(2, 4)]:
            amount = f"{chance.randrange(1, 9)}.{chance.randrange(100, 999)},{chance.randrange(10, 99)}"
            clerk = chance.choice(("Ann", "Bob", "Cem"))
            rows.append((f"O{order:03}", step, f"{at:%d.%m.%Y %H:%M}", clerk, amount, f"R{order % 3}"))
            at += timedelta(hours=chance.randrange(1, 90))
    return rows


def written(path: Path, rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER, delimiter: str = ";") -> Path:
    """A CSV file of these rows."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([header, *rows])
    return path
