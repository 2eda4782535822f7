"""Purchases for projects: subcontractors by the month, and what is passed on to the client; matched, approved, paid."""

from __future__ import annotations

import numpy as np

from simulator.life.approvals import decide
from simulator.life.chance import Column, Ints, keyed
from simulator.life.deals import T_AND_M
from simulator.life.life import Life
from simulator.life.names import SUPPLIERS
from simulator.life.rows import DAY, HOUR, NEVER, Rows, together
from simulator.life.setup import desk, practice_lead

MISMATCH, PLANTED_MISMATCH = 0.03, 0.5
FEW = 300  # of so few people there is no supplier with enough bills


def buy(life: Life) -> None:
    orders = _requested(life)
    life.rows["purchase_order"] = orders
    lead = practice_lead(life, orders.office, life["project"].practice_id[orders.project])
    answer = decide(life, "purchase", Rows(
        object_id=orders.id, key=orders.key, asked_by=orders.requested_by_id, at=orders.created_at + 600, who=lead,
        hours=life.dice("purchase look").skewed(orders.key, 0.3, 0.5),
    ), np.full(len(orders), 0.05))  # fmt: skip
    ordered = life.after(
        orders.requested_by_id, answer.decided, np.minimum(life.dice("ordered").skewed(orders.key, 5, 0.8), 50)
    )
    orders.put(rejected_at=answer.refused, approved_at=answer.decided, ordered_at=ordered)
    life.rows["vendor_invoice"] = _invoiced(life, orders)
    _match(life, orders, life["vendor_invoice"])


def _supplier(life: Life, office: Ints, number: Ints) -> Column:
    lists = [SUPPLIERS[place.country].split("|") for place in life.offices]
    return np.array(
        [lists[o][n % len(lists[o])] for o, n in zip(office.tolist(), number.tolist(), strict=True)], object
    )


def _requested(life: Life) -> Rows:
    """One order for each booking of a subcontractor, and for one project in seven something to be passed on."""
    assignments, projects, people = life["assignment"], life["project"], life["resource"]
    outside = np.flatnonzero(people.is_subcontractor[assignments.person] & (assignments.withdrawn_at >= NEVER))
    planned = np.bincount(life["assignment_week"].assignment, life["assignment_week"].minutes, len(assignments))
    person = assignments.person[outside]
    cost = planned[outside] * people.cost_cents_per_hour[person] / 60
    when = life.after(
        projects.manager_id[assignments.project[outside]], assignments.created_at[outside], np.full(len(outside), 2.0)
    )
    key = keyed(assignments.key[outside], 3)
    subcontracted = Rows(
        key=key, project=assignments.project[outside], person=person,
        amount_cents=np.rint(cost / 1000).astype(np.int64) * 1000,
        created_at=when, supplier_no=people.id[person] % 3, pass_through=np.zeros(len(outside), bool),
    )  # fmt: skip
    key = keyed(projects.key, 9)
    some = np.flatnonzero(life.dice("purchase").chance(key, 0.14) & (projects.kickoff_at < life.as_of))
    amount = life.dice("purchase amount").skewed(key[some], 420_000, 0.8)
    later = life.dice("buys").skewed(key[some], 60, 0.7)
    passed = Rows(
        key=key[some], project=some, person=np.full(len(some), -1),
        amount_cents=np.rint(amount / 1000).astype(np.int64) * 1000,
        created_at=life.after(projects.manager_id[some], projects.kickoff_at[some], later),
        supplier_no=np.full(len(some), 3), pass_through=projects.billing[some] == T_AND_M,
    )  # fmt: skip
    orders = together(subcontracted, passed)
    orders = orders.pick(np.flatnonzero((orders.created_at < life.as_of) & (orders.amount_cents > 0)))
    orders = orders.pick(np.lexsort((orders.key, orders.created_at)))
    office = projects.office[orders.project]
    return orders.put(
        office=office, entity_id=office + 1, supplier=_supplier(life, office, orders.supplier_no),
        requested_by_id=projects.manager_id[orders.project], currency=projects.currency[orders.project],
        number=np.array([f"PO{100001 + n}" for n in range(len(orders))], object),
    )  # fmt: skip


def _invoiced(life: Life, orders: Rows) -> Rows:
    """Subcontractors bill what they worked each month, the others once."""
    cards, people = life["timecard"], life["resource"]
    key = orders.person * 1_000_000 + orders.project
    hired = np.flatnonzero(orders.person >= 0)
    sort = hired[np.argsort(key[hired], kind="stable")]
    card = np.flatnonzero(people.is_subcontractor[cards.person] & (cards.project >= 0) & (cards.kind == 0))
    wanted = cards.person[card] * 1_000_000 + cards.project[card]
    place = np.minimum(np.searchsorted(key[sort], wanted), max(len(sort) - 1, 0))
    found = key[sort][place] == wanted if len(sort) else np.zeros(len(card), bool)
    order, card = sort[place[found]] if len(sort) else np.zeros(0, np.int64), card[found]
    group, row = np.unique(order * 10_000 + cards.month_no[card], return_inverse=True)
    minutes = np.bincount(row, cards.total[card], len(group))
    order, month = group // 10_000, group % 10_000
    end = (month + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    amount = np.rint(minutes * people.cost_cents_per_hour[orders.person[order]] / 60).astype(np.int64)
    monthly = Rows(order=order, month_no=month, amount_cents=amount, from_at=end * DAY + 9 * HOUR)
    once = np.flatnonzero((orders.person < 0) & (orders.ordered_at < NEVER))
    begins = orders.ordered_at[once] + 12 * DAY
    single = Rows(order=once, month_no=(begins // DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64),
                  amount_cents=orders.amount_cents[once], from_at=begins)  # fmt: skip
    bills = together(monthly, single)
    bills.put(key=keyed(orders.key[bills.order], bills.month_no))
    who = desk(life, "Finance Controller", orders.office[bills.order], bills.order)
    bills.from_at[:] = np.maximum(
        bills.from_at, np.where(orders.ordered_at[bills.order] < NEVER, orders.ordered_at[bills.order], bills.from_at)
    )
    received = life.after(who, bills.from_at, np.minimum(life.dice("bill comes").skewed(bills.key, 26, 0.6), 120))
    bills.put(created_at=received, controller=who)
    bills = bills.pick(np.flatnonzero((received < life.as_of) & (orders.ordered_at[bills.order] < received)))
    return bills.pick(np.lexsort((bills.key, bills.created_at)))


def _match(life: Life, orders: Rows, bills: Rows) -> None:
    """The controller holds the bill against order and time; a mismatch goes back to the supplier."""
    order = bills.order
    planted = (orders.office[order] == 0) & (orders.person[order] >= 0)
    planted &= (orders.supplier_no[order] == 0) | (life.people < FEW)
    planted &= bills.created_at >= life.begins_at("subcontractor_mismatch")
    share = np.where(planted, PLANTED_MISMATCH, MISMATCH)
    wrong = life.dice("mismatch").chance(bills.key, share)
    work = (life.dice("matching").skewed(bills.key, 0.3, 0.5) * HOUR).astype(np.int64)
    begun, done = life.desks.serve(bills.controller - 1, bills.created_at, work)
    life.wait("vendor_invoice_matching", bills.id, (bills.created_at, begun), bills.controller)
    answer = life.after(
        bills.controller, done, np.minimum(life.dice("supplier answers").skewed(bills.key, 34, 0.7), 200)
    )
    matched = np.where(wrong, answer, done)
    decided = decide(life, "vendor_invoice", Rows(
        object_id=bills.id, key=bills.key, asked_by=bills.controller,
        at=np.where(matched < NEVER, matched + 300, NEVER),
        who=desk(life, "Finance Controller", orders.office[order], order + 1),
        hours=life.dice("bill look").skewed(bills.key, 0.12, 0.5),
    ), np.full(len(bills), 0.02))  # fmt: skip
    paid = life.next_open(
        bills.controller,
        np.maximum(decided.decided, np.where(decided.decided < NEVER, bills.created_at + 30 * DAY, NEVER)),
    )
    bills.put(
        mismatched_at=np.where(wrong, done, NEVER), matched_at=matched, approved_at=decided.decided,
        planted=planted & wrong,
        paid_at=np.where(paid < NEVER, paid + 1800, NEVER), project=orders.project[order], purchase_order_id=order + 1,
        currency=orders.currency[order],
        pass_through=orders.pass_through[order],
        number=np.array([f"VB-{20001 + n}" for n in range(len(bills))], object),
    )  # fmt: skip
