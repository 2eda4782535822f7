"""Clients with their groups, the rates of the house, and the rates of exchange."""

from __future__ import annotations

import numpy as np

from simulator.life import names
from simulator.life.chance import Column, keyed
from simulator.life.life import Life
from simulator.life.offices import DAY_ZERO, DAYS
from simulator.life.rows import DAY, HOUR, Rows, together
from simulator.life.staff import GRADES, RATES

PER_PERSON = 0.22
START = {"GBP": 1.27, "EUR": 1.085, "USD": 1.0}


def know_clients(life: Life) -> None:
    """The clients of each office; a quarter of them belong to a group that another client heads."""
    people, parts, first = life["resource"], [], 1
    for number, office in enumerate(life.offices):
        count = max(6, round(life.people * office.share * PER_PERSON))
        key = keyed(number + 1, np.arange(count), 7)
        sellers = people.id[(people.role == "Account Executive") & (people.office == number)]
        place = np.arange(count)
        dependent = (place >= 4) & life.dice("client group").chance(key, 0.25)
        parts.append(Rows(
            key=key, office=np.full(count, number), entity_id=np.full(count, number + 1), heads=place < 4,
            name=np.array(names.clients(office.name, office.country, count), object),
            parent_id=np.where(dependent, first + life.dice("client parent").whole(key, 0, 3), 0),
            country=np.full(count, office.country, object),
            owner_id=sellers[place % len(sellers)],
            tax_number=np.array([_tax_number(office.country, int(k)) for k in key.view(np.uint64)], object),
            days_late=life.dice("client lateness").normal(key) * 0.5,
            terms=np.array([30, 30, 30, 45, 60])[life.dice("client terms").whole(key, 0, 4)],
            first_known=np.full(count, life.joined(number) or life.since - 190)
            - life.dice("client known").whole(key, 0, 1500) * int(life.joined(number) == 0),
        ))  # fmt: skip
        first += count
    clients = together(*parts)
    industries = np.array(names.INDUSTRIES, object)
    clients.put(
        industry=industries[life.dice("industry").whole(clients.key, 0, len(industries) - 1)],
        collective=life.dice("collective").chance(clients.key, 0.12),
        requires_po=life.dice("requires po").chance(clients.key, 0.35),
        fresh=life.dice("client is new").chance(clients.key, 0.35) & (clients.parent_id == 0) & ~clients.heads,
        duplicated=life.dice("client twice").chance(clients.key, 0.02) & ("client_duplicated" in life.troubles),
    )
    if "client_duplicated" in life.troubles:
        clients.duplicated[2] = True
    heads = clients.first_known[np.maximum(clients.parent_id - 1, 0)] * (clients.parent_id > 0)
    clients.put(created_at=np.maximum(clients.first_known, heads) * DAY + 10 * HOUR)
    clients.put(validated_at=clients.created_at + 3 * DAY)
    life.rows["client"] = clients


def _tax_number(country: str, key: int) -> str:
    digits = f"{key % 10**9:09d}"
    return {"US": f"{digits[:2]}-{digits[2:]}", "GB": f"GB{digits}", "DE": f"DE{digits}"}[country]


def set_rates(life: Life) -> None:
    """The standard rate of each grade in each entity, raised by some 3 % every January."""
    entity, grade, year = (
        column.ravel() for column in np.meshgrid(
            np.arange(len(life.offices)), np.arange(len(GRADES)), np.arange(2023, 2028), indexing="ij"
        )
    )  # fmt: skip
    dearness = np.array([office.dearness for office in life.offices])[entity]
    rate = np.round(RATES[grade] * dearness * 1.03 ** (year - 2024) / 500).astype(np.int64) * 500
    from_on = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    life.rows["standard_rate"] = Rows(
        entity_id=entity + 1, office=entity, grade_no=grade, grade=np.array(GRADES, object)[grade], from_on=from_on,
        year=year, cents_per_hour=rate,
    )  # fmt: skip


def standard_rate(life: Life, office: Column, grade: Column, year: Column) -> Column:
    """Cents an hour."""
    row = (office * len(GRADES) + grade) * 5 + np.clip(year - 2023, 0, 4)
    return np.asarray(life["standard_rate"].cents_per_hour[row])


def rate_exchange(life: Life) -> None:
    """What one unit of each currency is worth in dollars, day by day: a slow walk around where it began."""
    day = np.arange(DAYS, dtype=np.int64) + DAY_ZERO
    parts = []
    for number, (currency, start) in enumerate(START.items()):
        step = life.dice("exchange").normal(keyed(number, day)) * 0.003
        walk = np.zeros(DAYS)
        for place in range(1, DAYS):
            walk[place] = walk[place - 1] * 0.995 + step[place]
        usd = np.round(start * np.exp(walk), 4) if currency != "USD" else np.ones(DAYS)
        parts.append(Rows(rated_on=day, currency=np.full(DAYS, currency, object), usd=usd))
    rates = together(*parts)
    life.rows["all_rates"] = rates
    life.rows["exchange_rate"] = rates.pick((rates.rated_on >= life.since - 200) & (rates.rated_on <= life.today))


def in_currency(life: Life, cents: Column, day: Column, offices: tuple[Column, Column]) -> Column:
    """Cents of one office's currency in that of another, at the rate of a day, to the cent."""
    order = list(START)
    number = np.array([order.index(office.currency) for office in life.offices])
    usd = life["all_rates"].usd.reshape(len(order), DAYS)
    place = np.clip(day - DAY_ZERO, 0, DAYS - 1)
    factor = usd[number[offices[0]], place] / usd[number[offices[1]], place]
    same = offices[0] == offices[1]
    return np.where(same, cents, np.rint(cents * factor).astype(np.int64))
