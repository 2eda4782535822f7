"""What is billable and not ready to invoice, as reports tell it: by blocker, and what has waited longest."""

from core.counted import many
from core.words import slice_words
from figures.amounts import Unit
from figures.words import money as short_money
from metrics.readiness import BLOCKERS, Readiness, readiness
from reports.asked import CENTS, Asked, bar_drawing, money
from reports.structure import Amount, Section, Table, table

EVENTS = 10


def readiness_section(asked: Asked) -> Section:
    """Now, whatever the period: a wait that is over blocks nothing."""
    found = readiness(asked.log, asked.settings.metrics, asked.only)
    if not found.waiting:
        return Section("Invoice readiness", "Nothing that is billable waits to become ready now.")
    amount, cost = (short_money(each / CENTS, asked.currency) for each in (found.base_money, found.cost_a_week))
    words = (
        f"{many(len(found.waiting), 'billable event')} worth {amount} cannot be invoiced yet; waiting costs about "
        f"{cost} a week. {found.blockers[0].title} holds the most of it."
    )
    blockers = [(each.title, asked.money(each.base_money)) for each in found.blockers]
    rows = [
        (each.title, each.events, asked.money(each.base_money), Amount(each.share, Unit("share")),
         Amount(each.half_days, Unit("business_days")))
        for each in found.blockers
    ]  # fmt: skip
    drawn = bar_drawing("Money that waits, by blocker", blockers)
    columns = ("Blocker", ">Events", ">Money", ">Of all", ">Half wait longer than")
    return Section("Invoice readiness", words, (drawn, table("What is in the way now", columns, rows), _longest(found)))


def _longest(found: Readiness) -> Table:
    rows = [
        (
            each.event.object_id, each.event.client, slice_words(each.event.entity or "–"), BLOCKERS[each.blocker],
            each.missing[0].holder_role, money(each.event.amount, each.event.currency or ""),
            Amount(each.business_days, Unit("business_days")), each.cutoff_on,
        )
        for each in found.waiting[:EVENTS]
    ]  # fmt: skip
    left = len(found.waiting) - len(rows)
    columns = ("Billing event", "Client", "Entity", "Waits for", "Held by", ">Amount", ">Waited", "Cut-off")
    return table("What has waited longest", columns, rows, f"{many(left, 'more event')}." if left > 0 else "")
