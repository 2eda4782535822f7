"""Random pulls of a small system of records: new and changed ones, deletions, overlaps, records that cannot be used."""

import random
from datetime import timedelta

from tests.eventlog.records.pulled_runs import DAY_ONE, Pull
from tests.eventlog.records.small_crm import account, card, deal, history


def random_pulls(seed: int, number: int = 6) -> list[Pull]:
    """Pulls in the order in which they were taken. Deals come before their accounts, histories before their deals."""
    chance = random.Random(seed)
    pulls = [_pull(chance, day, 1.0) for day in range(1)]
    return pulls + [_pull(chance, day, 0.4) for day in range(1, number)]


def _pull(chance: random.Random, day: int, share: float) -> Pull:
    at = (DAY_ONE + timedelta(days=day)).isoformat()
    some = [number for number in range(1, 9) if chance.random() < share]
    records = {
        "Account": [
            account(number, Name=f"Client {chance.randrange(12)}", Modified=at) for number in _few(chance, 4, share)
        ],
        "Deal": [_deal(chance, number, at) for number in some],
        "DealHistory": [
            history(
                100 * day + place,
                chance.choice(["Open", "Won", "Lost"]),
                _moment(chance),
                f"D{chance.randrange(1, 11)}",
            )
            for place in range(chance.randrange(5))
        ],
        "Card": [
            card(chance.choice(["draft", "submitted", "approved"]), f"P{number}", str(chance.randrange(9)))
            for number in _few(chance, 5, share)
        ],
    }
    deleted = {"Deal": [{"Id": f"D{chance.randrange(1, 9)}"}]} if chance.random() < 0.3 and day else {}
    return Pull("crm", {name: rows for name, rows in records.items() if rows or not day}, day, deleted)


def _deal(chance: random.Random, number: int, at: str) -> dict[str, str | None]:
    values = {
        "Stage": chance.choice(["New", "Open", "Won", "Deleted"]),
        "AccountId": f"A{chance.randrange(1, 7)}",
        "Amount": chance.choice(["100", "200", "-5", "many"]),
        "Won": chance.choice(["true", "false", None]),
        "Closed": "2026-03-05",
        "Met": "2026-03-04T10:00:00",
        "Modified": at,
    }
    if chance.random() < 0.2:
        values["Name"] = None
    return deal(number, **values)


def _few(chance: random.Random, most: int, share: float) -> list[int]:
    return [number for number in range(1, most + 1) if chance.random() < share]


def _moment(chance: random.Random) -> str:
    return (DAY_ONE - timedelta(hours=chance.randrange(200))).isoformat()
