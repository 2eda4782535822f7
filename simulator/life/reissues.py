"""Invoices that are credited whole are often issued again, at a lower amount."""

from __future__ import annotations

import numpy as np

from simulator.life.chance import keyed
from simulator.life.invoices import review, send
from simulator.life.life import Life
from simulator.life.rows import Rows, together

REISSUED = 0.6


def reissue(life: Life, invoices: Rows, credits: Rows) -> Rows:
    """All invoices, with those issued again below them; each refers to the one it stands for."""
    whole = credits.amount_cents == invoices.amount_cents[credits.invoice]
    some = credits.pick(whole & life.dice("reissued").chance(keyed(invoices.key[credits.invoice], 71), REISSUED))
    old = invoices.pick(some.invoice)
    drafted = life.after(old.clerk, some.created_at, np.minimum(life.dice("redrafted").skewed(old.key, 10, 0.7), 60))
    there = drafted < life.as_of
    again, share = old.pick(there), 0.7 + 0.25 * life.dice("reissued at").uniform(old.key[there])
    again.put(
        key=keyed(again.key, 77), reissue_of_id=again.number_id, created_at=drafted[there],
        number_id=len(invoices) + np.arange(1, len(again) + 1),
    )  # fmt: skip
    lines, found = life["invoice_line"], []
    for place, (number, part) in enumerate(zip(some.invoice[there].tolist(), share.tolist(), strict=True)):
        mine = lines.pick(np.flatnonzero(lines.invoice == number))
        count = len(mine)
        found.append(mine.put(
            invoice=np.full(count, len(invoices) + place), invoice_id=np.full(count, len(invoices) + place + 1),
            amount_cents=np.maximum(np.rint(mine.amount_cents * part).astype(np.int64), 1),
            created_at=np.full(count, again.created_at[place]),
        ))  # fmt: skip
    life.rows["invoice_line"] = together(lines, *found)
    amount = np.array([part.amount_cents.sum() for part in found], np.int64)
    again.put(amount_cents=amount, tax_cents=(amount * again.percent + 50) // 100)
    review(life, again)
    send(life, again)
    life.rows["invoice"] = together(invoices, again)
    return life["invoice"]
