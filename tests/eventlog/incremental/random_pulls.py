"""Random pulls of a small system of records: new and changed ones, deletions, overlaps, records that cannot be used."""

import random
from datetime import timedelta

from tests.eventlog.records.pulled_runs import DAY_ONE, Pull
from tests.eventlog.records.small_crm import account, card, deal, history
from tests.eventlog.records.small_psa import happened, thing, tie


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


def random_psa_pulls(seed: int, number: int = 4) -> list[Pull]:
    """Pulls of people, their weeks, what is billed and settled: from such records rules derive events."""
    chance = random.Random(seed)
    return [_psa_pull(chance, day, 1.0 if not day else 0.35) for day in range(number)]


def _psa_pull(chance: random.Random, day: int, share: float) -> Pull:
    weeks = [(DAY_ONE + timedelta(days=5 + 7 * week)).date().isoformat() for week in range(-3, 1 + day)]
    things = [thing("L1", entity="london")] + [thing(f"O{n}", entity="london", month=f"2026-0{n}") for n in (1, 2)]
    things += [
        thing(f"R{n}", entity="london", hours=chance.choice(["40", "20", "0"]), hired="2026-01-05")
        for n in _few(chance, 3, share)
    ]
    ties, told = [], []
    for number in range(1, 13):
        if chance.random() < share:
            week = chance.randrange(len(weeks))
            name, person = f"T{number % 3}{week}", f"R{1 + number % 3}"
            things.append(thing(name, week=weeks[week]))
            ties.append(tie(name, person, "of"))
            told += [happened("timesheet_submitted", name, _moment(chance), "P1")]
            if chance.random() < 0.7:
                told += [happened(what, name, _moment(chance), "P1") for what in ("timesheet_approved", "time_posted")]
            if chance.random() < 0.5:
                ties.append(tie(f"B{1 + number % 4}", name, "gathers"))
    for number in _few(chance, 4, share):
        things += [thing(f"B{number}"), thing(f"I{number}", amount="100"), thing(f"Y{number}", amount="100")]
        ties += [tie(f"B{number}", "P1", "of"), tie(f"Y{number}", f"I{number}", "settles")]
        told += [happened("became_billable", f"B{number}", _moment(chance), "P1")]
        told += [happened("payment_received", f"Y{number}", _moment(chance))] if chance.random() < 0.5 else []
        if chance.random() < 0.5:
            things.append(thing(f"M{number}"))
            ties.append(tie(f"B{number}", f"M{number}", "of"))
            told.append(happened("milestone_accepted", f"M{number}", _moment(chance)))
    terms = chance.choice(["2026-02-01T00:00:00Z", "2026-02-20T00:00:00Z"])
    things += [thing("P1"), thing("C1", terms=terms, acceptance=chance.choice(["true", "false"]))]
    ties.append(tie("P1", "C1", "under"))
    leave = [_leave(chance, number, weeks) for number in _few(chance, 3, share)]
    unique = {record["id"]: record for record in things}
    pulled = {"thing": list(unique.values()), "tie": _once(ties), "happened": _once(told), "leave": leave}
    return Pull("psa", {name: rows for name, rows in pulled.items() if rows}, day)


def _leave(chance: random.Random, number: int, weeks: list[str]) -> dict[str, str | None]:
    first, last = sorted(chance.choices(weeks, k=2))
    return {"id": f"V{number}", "who": f"R{number}", "from": first, "to": last}


def _once(records: list[dict[str, str | None]]) -> list[dict[str, str | None]]:
    return list({record["id"]: record for record in records}.values())
