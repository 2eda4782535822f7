"""Invoices: drafted from what is ready, reviewed in rounds, adjusted, sent."""

from __future__ import annotations

import numpy as np

from simulator.life.approvals import decide
from simulator.life.chance import Ints, keyed
from simulator.life.deals import T_AND_M
from simulator.life.life import Life
from simulator.life.rows import DAY, HOUR, NEVER, Rows
from simulator.life.setup import desk
from simulator.life.timesheets import nightly

REFUSED, REFUSED_PLANTED = 0.11, 0.5
LINE_KINDS = ("time", "expense", "purchase", "fixed")


def invoice(life: Life) -> None:
    """One invoice for each event that is ready and worth something under its cap."""
    events = life["billing_event"]
    billed = _under_the_cap(life, events)
    total = np.zeros(len(events), np.int64)
    np.add.at(total, life["billable"].event, billed)
    drawn = np.flatnonzero((events.ready_at < life.as_of) & (total > 0))
    event = events.pick(drawn)
    handed = nightly(life, event.office, event.ready_at)
    clerk = desk(life, "Billing Clerk", event.office, event.project)
    work = (life.dice("drafting").skewed(event.key, 0.5, 0.5) * HOUR).astype(np.int64)
    begun, drafted = life.desks.serve(clerk - 1, handed, work, enabled=event.ready_at)
    life.wait("invoice_draft", drawn + 1, (event.ready_at, begun), clerk)
    order = np.lexsort((drawn, drafted))
    drawn, event, drafted, clerk = drawn[order], event.pick(order), drafted[order], clerk[order]
    there = drafted < life.as_of
    drawn, event, drafted, clerk = drawn[there], event.pick(there), drafted[there], clerk[there]
    projects = life["project"]
    invoices = Rows(
        key=keyed(event.key, 31), event=drawn, project=event.project, project_id=event.project + 1, office=event.office,
        entity_id=event.office + 1, client_id=projects.client_id[event.project], currency=event.currency,
        created_at=drafted, clerk=clerk, reissue_of_id=np.zeros(len(drawn), np.int64),
    )  # fmt: skip
    life.rows["invoice"] = invoices
    events.put(invoice_id=_numbered(drawn, len(events)))
    _review(life, invoices)
    _lines(life, invoices, billed)
    _send(life, invoices)


def _numbered(rows: Ints, count: int) -> Ints:
    found = np.zeros(count, np.int64)
    found[rows] = np.arange(1, len(rows) + 1)
    return found


def _under_the_cap(life: Life, events: Rows) -> Ints:
    """What of each line may be billed: the cap of a contract ends the billing of its time."""
    lines, contracts = life["billable"], life["contract"]
    cap = contracts.cap_cents.copy()
    amended = contracts.amends_id > 0
    np.add.at(cap, contracts.amends_id[amended] - 1, contracts.cap_cents[amended])
    limit = np.where(cap > 0, cap, 2**60)[events.contract_id[lines.event] - 1]
    time = np.where(lines.kind_no == 0, lines.amount, 0)
    until = np.cumsum(time)
    first = np.concatenate([[True], np.diff(events.contract_id[lines.event]) != 0]) if len(lines) else np.zeros(0, bool)
    start = np.maximum.accumulate(np.where(first, np.arange(len(lines)), 0))
    before = until - time - (until - time)[start]
    return np.where(lines.kind_no == 0, np.clip(limit - before, 0, lines.amount), lines.amount)


def _review(life: Life, invoices: Rows) -> None:
    controller = desk(life, "Finance Controller", invoices.office, invoices.project)
    planted = (invoices.office == 1) & (invoices.created_at >= life.begins_at("invoice_rework"))
    asked = life.after(invoices.clerk, invoices.created_at, life.dice("asks").skewed(invoices.key, 0.3, 0.8))
    answer = decide(life, "invoice_review", Rows(
        object_id=invoices.id, key=invoices.key, asked_by=invoices.clerk, at=asked, who=controller,
        hours=life.dice("review").skewed(invoices.key, 0.25, 0.5),
    ), np.where(planted, REFUSED_PLANTED, REFUSED))  # fmt: skip
    invoices.put(
        review_asked_at=asked, rejected_at=answer.refused, adjusted_at=answer.corrected, reviewed_at=answer.decided,
        reworked=planted & (answer.refused < NEVER),
    )  # fmt: skip


def _lines(life: Life, invoices: Rows, billed: Ints) -> None:
    """The lines of the event; where the review sent the draft back, its time is often written down."""
    lines, events = life["billable"], life["billing_event"]
    number = _numbered(invoices.event, len(events))
    row = np.flatnonzero((number[lines.event] > 0) & (billed > 0))
    line, which = lines.pick(row), number[lines.event[row]] - 1
    cut = 0.02 + 0.13 * life.dice("written down").uniform(invoices.key)
    down = (invoices.rejected_at < NEVER) & life.dice("writes down").chance(invoices.key, 0.6)
    down &= events.kind_no[invoices.event] == T_AND_M
    lost = np.where((line.kind_no == 0) & down[which], np.rint(billed[row] * cut[which]).astype(np.int64), 0)
    amount = billed[row] - lost
    order = np.argsort(which, kind="stable")
    kind = np.where(line.kind_no == 3, 3, line.kind_no)
    words = np.array(LINE_KINDS, object)[kind]
    fixed = np.array(["time_and_materials", "milestone", "fixed_price", "retainer"], object)[events.kind_no[line.event]]
    words = np.where(kind == 3, fixed, words)
    life.rows["invoice_line"] = Rows(
        invoice=which, invoice_id=which + 1, billing_event_id=line.event + 1, project_id=events.project[line.event] + 1,
        kind=words, minutes=line.minutes, amount_cents=amount, expense_line_id=line.expense,
        vendor_invoice_id=line.bill,
        created_at=invoices.created_at[which],
    ).pick(order)  # fmt: skip
    total = np.zeros(len(invoices), np.int64)
    np.add.at(total, which, amount)
    percent = np.array([office.tax_percent for office in life.offices])[invoices.office]
    invoices.put(amount_cents=total, tax_cents=(total * percent + 50) // 100, percent=percent)


def _send(life: Life, invoices: Rows) -> None:
    work = (life.dice("sending").skewed(invoices.key, 0.12, 0.4) * HOUR).astype(np.int64)
    seen = life.after(
        invoices.clerk, invoices.reviewed_at, np.minimum(life.dice("send seen").skewed(invoices.key, 2, 0.8), 20)
    )
    begun, sent = life.desks.serve(invoices.clerk - 1, seen, work, enabled=invoices.reviewed_at)
    life.wait("invoice_sending", invoices.id, (invoices.reviewed_at, begun), invoices.clerk)
    terms = life["client"].terms[invoices.client_id - 1]
    from_day = np.where(sent < NEVER, sent, invoices.created_at) // DAY
    number = np.empty(len(invoices), object)
    for place, office in enumerate(life.offices):
        mine = np.flatnonzero(invoices.office == place)
        prefix = office.name[:2].upper()
        number[mine] = [f"{prefix}-{10001 + n}" for n in range(len(mine))]
    invoices.put(sent_at=sent, due_on=from_day + terms, number=number)
    _rebill(life, invoices)


def _rebill(life: Life, invoices: Rows) -> None:
    """An expense report counts as rebilled when the invoice with the last of its billable lines is sent."""
    reports, spent, lines = life["expense_report"], life["expense_line"], life["invoice_line"]
    sent = np.full(len(spent), NEVER)
    has = lines.expense_line_id > 0
    sent[lines.expense_line_id[has] - 1] = invoices.sent_at[lines.invoice[has]]
    last = np.zeros(len(reports), np.int64)
    billed = spent.event >= 0
    np.maximum.at(last, spent.report[billed], sent[billed])
    reports.put(rebilled_at=np.where(last > 0, last, NEVER))
