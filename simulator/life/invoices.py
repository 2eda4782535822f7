"""Invoices: drafted from what is ready, reviewed in rounds, adjusted, sent."""

from __future__ import annotations

import numpy as np

from simulator.life.approvals import decide
from simulator.life.chance import Bools, Ints, keyed, some_of
from simulator.life.life import Life
from simulator.life.rows import DAY, HOUR, NEVER, Rows
from simulator.life.setup import desk
from simulator.life.timesheets import nightly

REFUSED, REFUSED_PLANTED = 0.11, 0.5
LINE_KINDS = ("time", "expense", "purchase", "fixed")


def invoice(life: Life) -> None:
    """Events that are ready, and worth something under their cap, are drafted; those of some clients together."""
    events = life["billing_event"]
    billed = _under_the_cap(life, events)
    total = np.zeros(len(events), np.int64)
    np.add.at(total, life["billable"].event, billed)
    drawn = np.flatnonzero((events.ready_at < life.as_of) & (total > 0) & (events.cancelled_at >= NEVER))
    life.rows["invoice"], which = _draft(life, events, drawn)
    number = np.zeros(len(events), np.int64)
    number[drawn] = which
    events.put(invoice_id=number)
    invoices = life["invoice"]
    review(life, invoices)
    _lines(life, invoices, billed)
    bear_order_numbers(life, invoices)
    send(life, invoices)
    _rebill(life, invoices)


def _draft(life: Life, events: Rows, drawn: Ints) -> tuple[Rows, Ints]:
    """The invoices, and for each drawn event the number of its own."""
    event, projects = events.pick(drawn), life["project"]
    client = projects.client_id[event.project]
    handed = nightly(life, event.office, _until_friday(event.ready_at, life["client"].collective[client - 1]))
    several = life["client"].collective[client - 1]
    group = np.where(several, keyed(client, event.office, handed), keyed(event.key, 33))
    _, first, place = np.unique(group, return_index=True, return_inverse=True)
    last = np.zeros(len(first), np.int64)
    np.maximum.at(last, place, event.ready_at)
    head = event.pick(first)
    clerk = desk(life, "Billing Clerk", head.office, head.project)
    work = (life.dice("drafting").skewed(head.key, 0.5, 0.5) * np.bincount(place) ** 0.5 * HOUR).astype(np.int64)
    begun, drafted = life.desks.serve(clerk - 1, handed[first], work, enabled=last)
    life.note_waits("invoice_draft", Rows(
        object_id=drawn + 1, who=clerk[place], enabled=event.ready_at, last=last[place], taken=begun[place]
    ))  # fmt: skip
    order = np.lexsort((first, drafted))
    order = order[drafted[order] < life.as_of]
    number = np.zeros(len(first), np.int64)
    number[order] = np.arange(1, len(order) + 1)
    head = head.pick(order)
    invoices = Rows(
        key=keyed(head.key, 31), project=head.project, project_id=head.project + 1, office=head.office,
        entity_id=head.office + 1, client_id=projects.client_id[head.project], currency=head.currency,
        created_at=drafted[order], clerk=clerk[order], reissue_of_id=np.zeros(len(order), np.int64),
        number_id=number[order],
        percent=np.array([office.tax_percent for office in life.offices])[head.office],
    )  # fmt: skip
    return invoices, number[place]


def _until_friday(moment: Ints, waits: Bools) -> Ints:
    """Collective invoices are drawn up at the end of the week."""
    day = moment // DAY
    friday = (day + (4 - (day + 3) % 7) % 7) * DAY + 12 * HOUR  # the first of January 1970 was a Thursday
    return np.where(waits & (moment < NEVER), np.maximum(friday, moment), moment)


def _under_the_cap(life: Life, events: Rows) -> Ints:
    """What of each line may be billed: the cap of a contract ends the billing of its time; an amendment lifts it."""
    lines, contracts = life["billable"], life["contract"]
    if not len(lines):
        return lines.amount
    amended = np.flatnonzero(contracts.amends_id > 0)
    more, since = np.zeros(len(contracts), np.int64), np.full(len(contracts), NEVER)
    more[contracts.amends_id[amended] - 1] = contracts.cap_cents[amended]
    since[contracts.amends_id[amended] - 1] = contracts.signed_at[amended]
    contract = events.contract_id[lines.event] - 1
    lifted = np.where(events.ready_at[lines.event] >= since[contract], more[contract], 0)
    limit = np.where(contracts.cap_cents > 0, contracts.cap_cents, 2**60)[contract] + lifted
    order = np.lexsort((np.arange(len(lines)), contract))
    time = np.where(lines.kind_no == 0, lines.amount, 0)[order]
    until = np.cumsum(time) - time
    first = np.flatnonzero(np.concatenate([[True], np.diff(contract[order]) != 0]))
    before = np.zeros(len(lines), np.int64)
    before[order] = until - np.repeat(until[first], np.diff(np.concatenate([first, [len(lines)]])))
    return np.where(lines.kind_no == 0, np.clip(limit - before, 0, lines.amount), lines.amount)


def review(life: Life, invoices: Rows) -> None:
    """The finance controller looks at every draft; what is sent back is adjusted and asked for again."""
    controller = desk(life, "Finance Controller", invoices.office, invoices.project)
    planted = (invoices.office == 1) & (invoices.created_at >= life.begins_at("invoice_rework"))
    asked = life.after(invoices.clerk, invoices.created_at, life.dice("asks").skewed(invoices.key, 0.3, 0.8))
    answer = decide(life, "invoice_review", Rows(
        object_id=invoices.number_id, key=invoices.key, asked_by=invoices.clerk, at=asked, who=controller,
        hours=life.dice("review").skewed(invoices.key, 0.25, 0.5),
    ), np.where(planted, REFUSED_PLANTED, REFUSED))  # fmt: skip
    invoices.put(
        review_asked_at=asked, rejected_at=answer.refused, adjusted_at=answer.corrected, reviewed_at=answer.decided,
        reworked=planted & (answer.refused < NEVER),
    )  # fmt: skip


def _lines(life: Life, invoices: Rows, billed: Ints) -> None:
    """The lines of the event; where the review sent the draft back, its time is often written down."""
    lines, events = life["billable"], life["billing_event"]
    row = np.flatnonzero((events.invoice_id[lines.event] > 0) & (billed > 0))
    line, which = lines.pick(row), events.invoice_id[lines.event[row]] - 1
    cut = 0.02 + 0.13 * life.dice("written down").uniform(invoices.key)
    down = (invoices.rejected_at < NEVER) & life.dice("writes down").chance(invoices.key, 0.6)
    lost = np.where((line.kind_no == 0) & down[which], np.rint(billed[row] * cut[which]).astype(np.int64), 0)
    typed = _mistyped(life, invoices, line.put(which=which), billed[row])
    amount = np.where(typed, billed[row] - np.rint(billed[row] * 0.09).astype(np.int64), billed[row] - lost)
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
    wrong = np.zeros(len(invoices), np.int64)
    wrong[which[typed]] = line.event[typed] + 1
    invoices.put(mistyped_event=wrong)
    invoices.put(amount_cents=total, tax_cents=(total * invoices.percent + 50) // 100)


def _mistyped(life: Life, invoices: Rows, lines: Rows, billed: Ints) -> Bools:
    """One line of some invoices of New York is keyed in too low, and nobody sees it; only where no cap explains it."""
    invoice, contracts = invoices.pick(lines.which), life["contract"]
    contract = contracts.pick(life["billing_event"].contract_id[lines.event] - 1)
    first = np.concatenate([[True], lines.which[1:] != lines.which[:-1]]) if len(lines) else np.zeros(0, bool)
    fit = first & (invoice.office == 0) & (invoice.created_at >= life.begins_at("mistyped_amounts")) & (billed > 100)
    fit &= (invoice.rejected_at >= NEVER) & (contract.cap_cents == 0) & (lines.kind_no != 1)
    fit &= invoice.created_at < life.as_of - 20 * DAY
    return some_of(fit, life.dice("mistyped").chance(invoice.key, 0.04))


def bear_order_numbers(life: Life, invoices: Rows) -> None:
    """The number of the client's order stands on the invoice where the client asks for one; Munich leaves some off."""
    projects, contracts, clients = life["project"], life["contract"], life["client"]
    asks = clients.requires_po[invoices.client_id - 1]
    numbers = contracts.po_number[projects.contract_id[invoices.project] - 1].copy()
    numbers[~asks] = None
    fit = asks & (invoices.office == 2) & (invoices.created_at >= life.begins_at("order_number_left_off"))
    fit &= invoices.created_at < life.as_of - 20 * DAY
    off = some_of(fit, life.dice("left off").chance(invoices.key, 0.15))
    numbers[off] = None
    invoices.put(po_number=numbers, left_off=off)


def send(life: Life, invoices: Rows) -> None:
    """The clerk sends what is reviewed; it is due by the terms of the client."""
    work = (life.dice("sending").skewed(invoices.key, 0.12, 0.4) * HOUR).astype(np.int64)
    hours = np.minimum(life.dice("send seen").skewed(invoices.key, 2, 0.8), 20)
    seen = life.after(invoices.clerk, invoices.reviewed_at, hours)
    begun, sent = life.desks.serve(invoices.clerk - 1, seen, work, enabled=invoices.reviewed_at)
    life.wait("invoice_sending", invoices.number_id, (invoices.reviewed_at, begun), invoices.clerk)
    terms = life["client"].terms[invoices.client_id - 1]
    from_day = np.where(sent < NEVER, sent, invoices.created_at) // DAY
    prefix = np.array([office.name[:2].upper() for office in life.offices])[invoices.office]
    number = [f"{office}-{10_000 + n}" for office, n in zip(prefix, invoices.number_id, strict=True)]
    invoices.put(sent_at=sent, due_on=from_day + terms, number=np.array(number, object))


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
