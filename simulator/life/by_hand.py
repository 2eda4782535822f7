"""Invoices that somebody in New York wrote by hand, past the PSA: their line bills no billing event."""

from __future__ import annotations

import numpy as np

from simulator.life.chance import keyed, some_of
from simulator.life.invoices import review, send
from simulator.life.life import Life
from simulator.life.rows import DAY, Rows, together


def write_by_hand(life: Life, invoices: Rows) -> Rows:
    """All invoices, with those written by hand below them: a few days after another one to the same client."""
    begins = life.begins_at("invoices_by_hand")
    fit = (invoices.office == 0) & (invoices.created_at >= begins) & (invoices.created_at < life.as_of - 30 * DAY)
    hit = some_of(fit, life.dice("by hand").chance(invoices.key, 0.04))
    old = invoices.pick(np.flatnonzero(hit))
    hours = 8 + 30 * life.dice("written").uniform(old.key)
    count = len(old)
    nothing = np.zeros(count, np.int64)
    number = len(invoices) + np.arange(1, count + 1)
    amount = life.dice("by hand worth").whole(old.key, 12, 60) * 10_000
    more = old.put(
        key=keyed(old.key, 79), reissue_of_id=nothing, created_at=life.after(old.clerk, old.created_at, hours),
        number_id=number, amount_cents=amount, tax_cents=(amount * old.percent + 50) // 100, mistyped_event=nothing,
    )  # fmt: skip
    life.rows["invoice_line"] = together(life["invoice_line"], Rows(
        invoice=number - 1, invoice_id=number, billing_event_id=nothing, project_id=more.project + 1,
        kind=np.full(count, "fixed_price", object), minutes=nothing, amount_cents=amount, expense_line_id=nothing,
        vendor_invoice_id=nothing, created_at=more.created_at,
    ))  # fmt: skip
    review(life, more)
    send(life, more)
    by_hand = np.concatenate([np.zeros(len(invoices), bool), np.ones(count, bool)])
    life.rows["invoice"] = together(invoices, more).put(by_hand=by_hand)
    return life["invoice"]
