"""From the sent invoice to the cash: reminders, disputes, credit memos, payments.

Calibrated on the IBM receivables sample (2,466 invoices, terms of 30 days): 35.6 % are paid late; undisputed ones
settle after 23.5 days (standard deviation 10.9), disputed ones after 36.4 (11.6), two thirds of those late. Its 22.7 %
of disputed invoices are the worst case; this firm has a few in a hundred, and one client with far more.
"""

from __future__ import annotations

import numpy as np

from simulator.life.by_hand import write_by_hand
from simulator.life.chance import Ints, keyed
from simulator.life.life import Life
from simulator.life.reissues import reissue
from simulator.life.rows import DAY, HOUR, NEVER, Rows, together
from simulator.life.setup import desk

DISPUTED, DISPUTED_PLANTED = 0.035, 0.45
REASONS = (
    "Hours not agreed",
    "Rate differs from contract",
    "Purchase order missing",
    "Work not accepted",
    "Expenses unclear",
)
REMINDERS = 5


def collect(life: Life) -> None:
    invoices = life["invoice"]
    sent = np.flatnonzero(invoices.sent_at < life.as_of)
    controller = desk(life, "Credit Controller", invoices.office, invoices.client_id)
    disputes = _dispute(life, invoices, sent, controller)
    credits = _credit(life, invoices, disputes)
    invoices = write_by_hand(life, reissue(life, invoices, credits))
    controller = desk(life, "Credit Controller", invoices.office, invoices.client_id)
    _pay(life, invoices, disputes, credits, controller)
    _remind(life, invoices, controller)


def disputing_client(life: Life) -> int:
    """The number of the client that contests nearly half of what it is sent: London's best known one."""
    clients = life["client"]
    return int(np.flatnonzero(clients.name == "Thistle & Marlow plc")[0]) + 1


def _dispute(life: Life, invoices: Rows, sent: Ints, controller: Ints) -> Rows:
    """Clients contest some invoices within two weeks or so."""
    invoice = invoices.pick(sent)
    planted = (invoice.client_id == disputing_client(life)) & (invoice.sent_at >= life.begins_at("disputing_client"))
    hit = life.dice("disputed").chance(invoice.key, np.where(planted, DISPUTED_PLANTED, DISPUTED))
    some, planted = sent[hit], planted[hit]
    invoice = invoices.pick(some)
    who, key = controller[some], invoice.key
    opened = life.after(who, invoice.sent_at, np.minimum(life.dice("contest").skewed(key, 50, 0.5), 110))
    part = np.where(life.dice("contests all").chance(key, 0.45), 1.0, 0.1 + 0.5 * life.dice("contested").uniform(key))
    work = (life.dice("dispute work").skewed(key, 1.0, 0.5) * HOUR).astype(np.int64)
    talked = life.after(who, opened, np.minimum(life.dice("talk").skewed(key, 75, 0.6), 260))
    _, solved = life.desks.serve(who - 1, talked, work, enabled=opened)
    order = np.lexsort((some, opened))
    reason = np.array(REASONS, object)[life.dice("reason").whole(key, 0, 4)]
    disputes = Rows(
        invoice=some, invoice_id=some + 1,
        amount_cents=np.maximum(np.rint(invoice.amount_cents * part).astype(np.int64), 1),
        reason=reason, created_at=opened, resolved_at=solved, credited=life.dice("credited").chance(key, 0.55), key=key,
        planted=planted, who=who,
    ).pick(order)  # fmt: skip
    disputes = disputes.pick(disputes.created_at < life.as_of)
    life.rows["dispute"] = disputes
    life.wait("dispute_resolution", disputes.id, (disputes.created_at, disputes.resolved_at))
    return disputes


def _credit(life: Life, invoices: Rows, disputes: Rows) -> Rows:
    """Half of what is contested is credited in full, half in part."""
    row = np.flatnonzero(disputes.credited & (disputes.resolved_at < life.as_of))
    dispute = disputes.pick(row)
    issued = life.after(
        dispute.who, dispute.resolved_at, np.minimum(life.dice("credit").skewed(dispute.key, 9, 0.7), 60)
    )
    part = np.where(life.dice("credits all").chance(dispute.key, 0.5), 1.0, 0.5)
    amount = np.maximum(np.rint(dispute.amount_cents * part).astype(np.int64), 1)
    order = np.lexsort((row, issued))
    credits = Rows(
        invoice=dispute.invoice, invoice_id=dispute.invoice + 1, dispute_id=row + 1, amount_cents=amount,
        created_at=issued,
        currency=invoices.currency[dispute.invoice],
        tax_cents=(amount * invoices.percent[dispute.invoice] + 50) // 100,
    ).pick(order)  # fmt: skip
    credits = credits.pick(credits.created_at < life.as_of)
    credits.put(number=np.array([f"CM-{5001 + n}" for n in range(len(credits))], object))
    life.rows["credit_memo"] = credits
    return credits


def _pay(life: Life, invoices: Rows, disputes: Rows, credits: Rows, controller: Ints) -> None:
    """Clients pay about when it is due, by their habit; what is contested waits for the end of the dispute."""
    key, clients = invoices.key, life["client"]
    count = len(invoices)
    open_until = np.zeros(count, np.int64)
    open_until[disputes.invoice] = disputes.resolved_at
    open_until[credits.invoice] = np.maximum(open_until[credits.invoice], credits.created_at)
    uncredited = disputes.credited & ~np.isin(disputes.invoice, credits.invoice)
    open_until[disputes.invoice[uncredited]] = NEVER
    habit = clients.days_late[invoices.client_id - 1] * 8
    days = invoices.due_on - 4.5 + 9.0 * life.dice("paid").normal(key) + habit + np.where(open_until > 0, 10, 0)
    earliest = np.where(invoices.sent_at < NEVER, invoices.sent_at // DAY + 3, 0)
    day = np.maximum(np.rint(days).astype(np.int64), earliest)
    hour = (10 * HOUR + life.dice("paid minute").whole(key, 0, 360) * 60).astype(np.int64)
    wanted = np.maximum(day * DAY + hour, np.where(open_until > 0, open_until + 2 * DAY, 0))
    paid = life.next_open(controller, np.where((invoices.sent_at < NEVER) & (open_until < NEVER), wanted, NEVER))
    due = invoices.amount_cents + invoices.tax_cents
    np.subtract.at(due, credits.invoice, credits.amount_cents + credits.tax_cents)
    halves = life.dice("in two").chance(key, 0.05) & (due > 100) & (paid < NEVER)
    first = np.where(halves, due // 2, due)
    second_at = life.next_open(controller, np.where(halves, paid + 9 * DAY, NEVER))
    row = np.flatnonzero((paid < life.as_of) & (due > 0))
    again = np.flatnonzero((second_at < life.as_of) & (due > 0))
    payments = together(
        Rows(invoice=row, amount_cents=first[row], created_at=paid[row]),
        Rows(invoice=again, amount_cents=(due - first)[again], created_at=second_at[again]),
    )
    payments = payments.pick(np.lexsort((payments.invoice, payments.created_at)))
    payments.put(invoice_id=payments.invoice + 1, currency=invoices.currency[payments.invoice])
    life.rows["payment"] = payments
    settled = np.where(halves, second_at, paid)
    credited_at = np.full(count, NEVER)
    credited_at[credits.invoice] = credits.created_at
    invoices.put(
        settled_at=np.where(due <= 0, credited_at, settled), first_paid_at=np.where(due <= 0, credited_at, paid)
    )
    hit = np.flatnonzero(invoices.sent_at < NEVER)
    life.wait("client_payment", hit + 1, (invoices.sent_at[hit], invoices.settled_at[hit]))


def _remind(life: Life, invoices: Rows, controller: Ints) -> None:
    """What is a week overdue is reminded, and again every fortnight, but for what is in dispute."""
    quiet = np.zeros(len(invoices), np.int64)
    quiet[life["dispute"].invoice] = life["dispute"].resolved_at
    at = np.where(invoices.sent_at < NEVER, (invoices.due_on + 8) * DAY + 9 * HOUR, NEVER)
    at = np.maximum(at, quiet)
    found = []
    for number in range(REMINDERS):
        minute = life.dice("reminder").whole(keyed(invoices.key, number), 0, 180) * 60
        at = life.next_open(controller, np.where(at < NEVER, at + minute, NEVER))
        row = np.flatnonzero((at < invoices.first_paid_at) & (at < life.as_of))
        found.append(Rows(invoice_id=row + 1, created_at=at[row]))
        at = np.where(at < NEVER, at + 14 * DAY, NEVER)
    reminders = together(*found)
    life.rows["reminder"] = reminders.pick(np.lexsort((reminders.invoice_id, reminders.created_at)))
