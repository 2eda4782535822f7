"""Deals: sold, lost or under way; what of people each one needs; and the contracts of those that are won.

How long a deal takes follows the Maven CRM opportunities (a median of 45 days from first contact to the end, 63 % of
the closed ones won); the firm sells bigger things and wins a few less.
"""

from __future__ import annotations

import numpy as np

from simulator.life import names
from simulator.life.chance import Bools, Column, Ints, keyed
from simulator.life.clients import standard_rate
from simulator.life.life import Life
from simulator.life.rows import DAY, HOUR, NEVER, Rows, together
from simulator.life.staff import COSTS, MANAGER, PARTNER, PRACTICES, ROLES, SKILLS

WON = 0.55
BEFORE = 170  # days before the beginning in which the first deals are made
PER_PLACE_AND_DAY = 0.00168  # deals won, for each delivery person
BILLING = ("time_and_materials", "milestone", "fixed_price", "retainer")
T_AND_M, MILESTONE, FIXED, RETAINER = range(4)
# Working hours of each step, in the median: qualified, proposal, negotiation, won or lost.
STEPS = (34, 72, 62, 56)
SHARES = np.array([20, 40, 50, 60, 80, 100])


def find_deals(life: Life) -> None:
    """Every opportunity, with its moments; the won ones too, whose winning may still lie ahead."""
    people, clients, parts = life["resource"], life["client"], []
    for number in range(len(life.offices)):
        bookable = (people.office == number) & people.is_delivery & (people.grade_no < PARTNER)
        places = int((bookable & (people.hired_on <= max(life.since, life.joined(number)))).sum())
        begins = max(life.since - BEFORE, life.joined(number) and life.joined(number) + 7)
        stock = 0 if life.joined(number) else 70
        count = round(places * PER_PLACE_AND_DAY * (life.today - begins + stock) / WON) + 4
        key = keyed(number + 1, np.arange(count), 11)
        throw = life.dice("deal found").uniform(key)
        early = life.dice("deal early").chance(key, stock / (life.today - begins + stock))
        day = begins + np.where(early, throw * 60, throw * (life.today - begins)).astype(np.int64)
        mine = clients.id[clients.office == number]
        weights = 1.0 / (np.arange(len(mine)) + 4)
        parts.append(Rows(
            key=key, office=np.full(count, number), entity_id=np.full(count, number + 1), found=day,
            client_id=mine[life.dice("deal client").among(key, weights)],
        ))  # fmt: skip
    deals = together(*parts)
    deals.put(found=_in_season(life, deals))
    deals.put(
        practice_id=life.dice("deal practice").among(deals.key, (3, 4, 4, 3)) + 1,
        billing=life.dice("deal billing").among(deals.key, (45, 22, 18, 15)),
        months=life.dice("deal months").whole(deals.key, 3, 9),
        team=np.clip(np.rint(life.dice("deal team").skewed(deals.key, 3.2, 0.45)), 2, 9).astype(np.int64),
        discount=np.round(life.dice("deal discount").uniform(deals.key) * 0.16, 2),
        owner_id=clients.owner_id[deals.client_id - 1],
        won=life.dice("deal won").chance(deals.key, WON),
    )
    life.rows["opportunity"] = deals.put(**_sold(life, deals))
    _meet_clients(life, deals)
    life.rows["demand"] = _demand(life, deals)
    deals.put(**_worth(life, deals))


def _in_season(life: Life, deals: Rows) -> Ints:
    """Half of what would begin in August or over Christmas begins a month later."""
    date = deals.found.astype("datetime64[D]")
    month = date.astype("datetime64[M]").astype(np.int64) % 12
    quiet = (month == 7) | ((month == 11) & (date.astype(np.int64) % 30 > 10))
    later = quiet & life.dice("deal season").chance(deals.key, 0.5)
    return np.where(later & (deals.found + 31 < life.today), deals.found + 31, deals.found)


def _sold(life: Life, deals: Rows) -> dict[str, Column]:
    """Step by step, in the working time of the seller; a lost deal ends after some of the steps."""
    office_desk = deals.owner_id
    minute = life.dice("deal minute").whole(deals.key, 0, 420) * 60
    moment = life.next_open(office_desk, deals.found * DAY + 9 * HOUR + minute)
    moments = [moment]
    for number, hours in enumerate(STEPS):
        spent = np.minimum(life.dice(f"deal step {number}").skewed(deals.key, hours, 0.7), 300)
        moment = life.after(office_desk, moment, spent)
        moments.append(moment)
    reached = np.where(deals.won, 4, life.dice("deal lost after").whole(deals.key, 0, 3))
    ends = np.where(deals.won, NEVER, np.stack(moments)[reached + (~deals.won), np.arange(len(deals))])
    end_day = np.where(deals.won, moments[4], ends) // DAY
    return {
        "created_at": moments[0],
        "qualified_at": np.where(reached >= 1, moments[1], NEVER),
        "proposal_at": np.where(reached >= 2, moments[2], NEVER),
        "negotiation_at": np.where(reached >= 3, moments[3], NEVER),
        "won_at": np.where(deals.won, moments[4], NEVER),
        "lost_at": ends,
        "close_on": np.minimum(end_day, life.today + 200) + life.dice("deal close").whole(deals.key, -12, 9),
    }


def _meet_clients(life: Life, deals: Rows) -> None:
    """A new client is entered in the CRM shortly before its first deal; the ERP gets it with its first project."""
    clients = life["client"]
    first = np.full(len(clients), NEVER)
    np.minimum.at(first, deals.client_id - 1, deals.created_at)
    new = clients.fresh & (first < NEVER)
    clients.created_at[new] = first[new] - life.dice("client met").whole(clients.key, 1, 9)[new] * HOUR
    clients.validated_at[new] = NEVER


def _demand(life: Life, deals: Rows) -> Rows:
    """The roles that each deal needs, and what share of their time."""
    deal = np.repeat(np.arange(len(deals)), deals.team)
    first = np.repeat(np.cumsum(deals.team) - deals.team, deals.team)
    place = np.arange(len(deal)) - first
    deal, place = _ahead_of_a_large_start(life, deals, deal, place)
    key = keyed(deals.key[deal], place)
    practice = deals.practice_id[deal]
    role_no = life.dice("demand role").whole(key, 0, 2)
    shortage = place >= 50
    role_no = np.where(shortage, 1, role_no)
    grade = np.where(place == 0, 2, life.dice("demand grade").among(key, (4, 6, 4)))
    share = np.where(shortage, 100, SHARES[life.dice("demand share").among(key, (1, 2, 3, 3, 4, 6))])
    roles = np.array(
        [ROLES[PRACTICES[p - 1]][r] for p, r in zip(practice.tolist(), role_no.tolist(), strict=True)], object
    )
    skill_no = np.where(shortage, 1, life.dice("demand skill").whole(key, 0, 2))
    skills = np.array([SKILLS[role][s] for role, s in zip(roles, skill_no.tolist(), strict=True)], object)
    return Rows(
        key=key, deal=deal, place=place, office=deals.office[deal], practice_id=practice, role=roles,
        role_no=role_no, grade_no=grade, share=share, skill=skills,
    )  # fmt: skip


def _ahead_of_a_large_start(life: Life, deals: Rows, deal: Ints, place: Ints) -> tuple[Ints, Ints]:
    """The skills shortage: one deal in Munich's Technology needs many people of one scarce skill at once."""
    begins = life.begins_at("skills_shortage")
    fit = (deals.office == 2) & (deals.practice_id == 2) & deals.won & (deals.won_at > begins)
    fit &= (deals.won_at < life.as_of - 60 * DAY) & ~contract_fails(life, deals.key)
    if not fit.any():
        return deal, place
    large = np.flatnonzero(fit)[np.argmin(deals.won_at[fit])]
    life.rows["large_deal"] = Rows(deal=np.array([large]))
    more = max(5, round(life.people * 0.02))
    return np.concatenate([deal, np.full(more, large)]), np.concatenate([place, np.arange(more) + 50])


def contract_fails(life: Life, key: Ints) -> Bools:
    """A few contracts are never signed."""
    return life.dice("contract fails").chance(key, 0.015)


def _worth(life: Life, deals: Rows) -> dict[str, Ints]:
    """Amount and cost as planned: everybody's share of the whole time, at the rates agreed."""
    demand = life["demand"]
    deal = demand.deal
    year = (1970 + deals.found[deal] / 365.2425).astype(np.int64)
    rate = standard_rate(life, demand.office, demand.grade_no, year) * (1 - deals.discount[deal])
    minutes = np.array([office.weekly_minutes for office in life.offices])
    dearness = np.array([office.dearness for office in life.offices])
    hours = demand.share / 100 * minutes[demand.office] / 60 * deals.months[deal] * 4.1
    lead = 0.2 * minutes[deals.office] / 60 * deals.months * 4.1
    lead_rate = standard_rate(life, deals.office, np.full(len(deals), MANAGER), 2024 + 0 * deals.office)
    revenue = np.bincount(deal, hours * rate, len(deals)) + lead * lead_rate * (1 - deals.discount)
    cost = np.bincount(deal, hours * COSTS[demand.grade_no] * dearness[demand.office], len(deals))
    cost += lead * COSTS[MANAGER] * dearness[deals.office]
    return {
        "amount_cents": np.rint(revenue / 50_000).astype(np.int64) * 50_000,
        "cost_cents": np.rint(cost / 10_000).astype(np.int64) * 10_000,
    }


def describe_deals(life: Life) -> None:
    """Names and currencies of deals."""
    deals, clients = life["opportunity"], life["client"]
    work = life.dice("deal work").whole(deals.key, 0, 4)
    called = [
        f"{names.WORK[PRACTICES[practice - 1]][n]}, {client}"
        for practice, n, client in zip(
            deals.practice_id.tolist(), work.tolist(), clients.name[deals.client_id - 1], strict=True
        )
    ]
    currency = np.array([office.currency for office in life.offices], object)[deals.office]
    line = np.array(
        [names.WORK[PRACTICES[p - 1]][n] for p, n in zip(deals.practice_id.tolist(), work.tolist(), strict=True)]
    )
    deals.put(name=np.array(called, object), currency=currency, line=line.astype(object))
