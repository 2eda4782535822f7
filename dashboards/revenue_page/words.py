"""How the pages of delayed revenue say things: a billing event, who holds it, what exactly is missing, its cut-off."""

from collections.abc import Sequence
from datetime import date, datetime

from dashboards.parts import Part, status
from figures.amounts import Unit, day
from figures.words import count, many
from metrics.readiness import Billable, Missing, Waiting

CENTS, MINUTES = 100, 60
NUMBERS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
BUSINESS_DAYS = Unit("business_days", digits=1)
KINDS = {
    "time_and_materials": "Time and materials",
    "milestone": "Milestone",
    "fixed_price": "Fixed price",
    "retainer": "Retainer",
}
WAITS_FOR = {
    "contract_terms": "contract terms",
    "purchase_order_number": "the client's order number",
    "acceptance": "the client's acceptance",
    "supplier_matched": "a supplier's invoice to be matched",
    "time_submitted": "time to be submitted",
    "expense_submitted": "expenses to be submitted",
    "time_approved": "time approval",
    "expense_approved": "expense approval",
    "time_posted": "time to be posted",
    "expense_posted": "expenses to be posted",
}
"""Each blocker after the words "wait for"."""


def whole(cents: float | None, currency: str | None) -> str:
    """£192,400"""
    return "–" if cents is None else Unit("money", currency or "", 0).words(cents / CENTS)


def kind_words(event: Billable) -> str:
    kind = event.kind or event.billing_type or ""
    return KINDS.get(kind, kind.replace("_", " ").capitalize())


def event_name(event: Billable, since: date | datetime | None = None) -> str:
    """Its milestone, or the month that it bills, or since when it can be billed."""
    if event.milestone:
        return event.milestone
    if event.period_start:
        return f"{event.period_start:%B %Y}, {kind_words(event).lower()}"
    return f"{kind_words(event)}, {day_words(since)}" if since else event.object_id


def about(event: Billable, title: str | None = None) -> str:
    """The client and the project."""
    title = title.removesuffix(f", {event.client}") if title else None
    return " · ".join(filter(None, (event.client, title or event.project)))


def role_words(role: str, number: int = 2) -> str:
    """contract owner, contract owners; a department is the same for many."""
    lower = role.lower()
    return lower if number == 1 or lower == "accounts payable" else f"{lower}s"


def spelled(number: int) -> str:
    """One, Two, … Ten, 11: a number that opens a sentence."""
    return NUMBERS[number - 1] if 0 < number <= len(NUMBERS) else count(number)


def holder_words(held: Sequence[Missing]) -> str:
    """Who holds it: the name, or how many there are, or the role where no name may be told."""
    names = sorted({each.holder for each in held if each.holder})
    people = {each.holder or each.holder_id for each in held} - {None}
    if len(people) > 1:
        return f"{count(len(people))} {role_words(held[0].holder_role, len(people))}"
    if names:
        return f"Client: {names[0]}" if held[0].holder_role == "Client" else names[0]
    return held[0].holder_role.capitalize()


def missing_words(waiting: Waiting) -> str:
    """What exactly is missing of the first blocker, and what else."""
    return " · ".join(filter(None, (_of_blocker(waiting.held), _also(waiting))))


def cutoff_status(waiting: Waiting) -> Part:
    if waiting.is_past_cutoff:
        return status("bad", "Past cut-off")
    return status("watch", f"Due {day(waiting.cutoff_on)}")


def waited(business_days: float | None, elapsed_us: int) -> str:
    """Business days, or elapsed ones where the entity has no calendar."""
    if business_days is not None:
        return BUSINESS_DAYS.words(business_days)
    return Unit("days", digits=1).words(elapsed_us / 86_400e6)


def day_words(at: date | datetime | None) -> str:
    """16 Apr 2026"""
    return "–" if at is None else day(at, year=True)


def _of_blocker(held: Sequence[Missing]) -> str:
    first = held[0]
    things = len({each.object_id for each in held})
    if first.blocker.startswith("time_"):
        hours = sum(each.minutes or 0 for each in held) / MINUTES
        weeks = sorted({each.week_end for each in held if each.week_end})
        when = f", week to {day(weeks[0])}" if len(weeks) == 1 else f", {len(weeks)} weeks" if weeks else ""
        return f"{Unit('hours').words(hours)} in {many(things, 'timesheet')}{when}"
    if first.blocker.startswith("expense_"):
        worth = sum(each.money or 0.0 for each in held)
        return f"{whole(worth, first.currency)} in {many(things, 'report')}"
    if first.blocker == "contract_terms":
        terms = (first.detail or "").replace("_", " ")
        return f"Missing: {terms}" if terms else "Terms not complete"
    told = {
        "purchase_order_number": "Not given",
        "acceptance": "Reached, not accepted",
        "supplier_matched": f"{many(things, 'invoice')} not matched",
    }
    return f"{told[first.blocker]} since {day_words(first.since)}"


def _also(waiting: Waiting) -> str:
    others = dict.fromkeys(WAITS_FOR[each.blocker] for each in waiting.missing if each.blocker != waiting.blocker)
    return f"then {' and '.join(others)}" if others else ""
