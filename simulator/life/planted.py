"""The truth of the planted troubles: a row for each thing that is wrong, or for whoever is behind it.

`detectable_on` is the day on which the evidence is on record: of a single thing its own, of a habit the fifth case's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from simulator.life.approvals import KIND_NAMES
from simulator.life.capacity import monday_of
from simulator.life.chance import Bools, Ints
from simulator.life.collections import disputing_client
from simulator.life.life import Life
from simulator.life.rows import DAY, NEVER
from simulator.life.setup import desk
from simulator.life.timesheets import LATE_PRACTICE
from simulator.life.troubles import Planted
from simulator.life.worked import OVERWORKED_DAYS

ENOUGH = 5


def plant(life: Life) -> list[Planted]:
    """All rows of all troubles that are on, in the order of their names."""
    found = []
    for trouble, told in TOLD.items():
        if trouble in life.troubles:
            found += [one for one in told(life, trouble) if one.since_on <= life.today]
    return found


def _each(
    trouble: str, subject: tuple[str, str], ids: Ints, since: Ints, worth: tuple[Ints, Ints]
) -> Iterator[Planted]:
    """One row for each of the things; `subject` is kind and type, `worth` the entity and the money."""
    kind, what = subject
    columns = zip(ids.tolist(), since.tolist(), *(column.tolist() for column in worth), strict=True)
    for number, day, place, money in columns:
        yield Planted(trouble, kind, what, number, day, 0, place, money, day)


def _habit(life: Life, trouble: str, subject: tuple[str, str, int, int], cases: Ints, cents: int) -> Iterator[Planted]:
    """One row for a habit of somebody or some part of the firm, since the trouble began; `cases` are its moments."""
    kind, what, number, entity = subject
    seen = np.sort(cases[cases < life.as_of])
    if len(seen):
        enough = int(seen[min(ENOUGH, len(seen)) - 1] // DAY) if len(seen) >= ENOUGH else 0
        yield Planted(trouble, kind, what, number, max(life.begins(trouble), 1), 0, entity, int(cents), enough)


def _slow_approver(life: Life, trouble: str) -> Iterator[Planted]:
    who = desk(life, "Contract Approver", np.array([2]), np.array([0]))[0]
    contract, begins = KIND_NAMES.index("contract"), life.begins_at(trouble)
    asked = np.concatenate(
        [rows.asked_at[rows.approver_id == who] for rows in life.approvals if (rows.kind_no == contract).any()]
    )
    value = life["contract"].value_cents[(life["contract"].office == 2) & (life["contract"].signed_at >= begins)]
    people = life["resource"]
    slow = people.id[(people.role == "Contract Approver") & (people.office == 2)]
    for number in slow.tolist():
        yield from _habit(
            life,
            trouble,
            ("slow approval", "resource", number, 3),
            asked[asked >= begins],
            int(value.sum() // len(slow)),
        )


def _incomplete(life: Life, trouble: str) -> Iterator[Planted]:
    contracts = life["contract"]
    row = np.flatnonzero(contracts.incomplete & (contracts.amends_id == 0) & (contracts.signed_at < life.as_of))
    some = contracts.pick(row)
    yield from _each(
        trouble, ("incomplete contract", "contract"), row + 1, some.signed_at // DAY, (some.entity_id, some.value_cents)
    )


def _contracts(life: Life, trouble: str, hit: Bools, kind: str, days: int) -> Iterator[Planted]:
    """Signed contracts, whose trouble shows so many days after the signature."""
    contracts = life["contract"]
    row = np.flatnonzero(hit & (contracts.amends_id == 0) & (contracts.signed_at < life.as_of))
    for number in row.tolist():
        signed = int(contracts.signed_at[number] // DAY)
        worth = int(contracts.value_cents[number])
        entity = int(contracts.entity_id[number])
        yield Planted(trouble, kind, "contract", number + 1, signed, 0, entity, worth, signed + days)


def _late_kickoff(life: Life, trouble: str) -> Iterator[Planted]:
    projects = life["project"]
    row = np.flatnonzero(projects.late & (projects.budget_approved < life.as_of))
    some = projects.pick(row)
    yield from _each(
        trouble,
        ("late kickoff", "project"),
        row + 1,
        some.kickoff_planned_on,
        (some.entity_id, some.baseline_revenue_cents),
    )


def _bookings(life: Life, trouble: str, hit: Bools, kind: str, lost: Ints) -> Iterator[Planted]:
    assignments = life["assignment"]
    row = np.flatnonzero(hit & (assignments.created_at < life.as_of) & (assignments.withdrawn_at >= NEVER))
    entity = life["project"].entity_id[assignments.project[row]]
    yield from _each(trouble, (kind, "assignment"), row + 1, assignments.created_at[row] // DAY, (entity, lost[row]))


def _doubled(life: Life, trouble: str) -> Iterator[Planted]:
    assignments = life["assignment"]
    return _bookings(life, trouble, assignments.doubled, "double booking", 0 * assignments.person)


def _off_card(life: Life, trouble: str) -> Iterator[Planted]:
    cards, assignments = life["timecard"], life["assignment"]
    minutes = np.bincount(cards.assignment + 1, cards.total, len(assignments) + 1)[1:]
    lost = np.rint(minutes * (assignments.contract_rate - assignments.bill_cents_per_hour) / 60).astype(np.int64)
    return _bookings(life, trouble, assignments.off_card, "rate off card", lost)


def _shortage(life: Life, trouble: str) -> Iterator[Planted]:
    if "large_deal" in life.rows:
        projects = life["project"]
        row = np.flatnonzero((projects.deal == life["large_deal"].deal[0]) & (projects.part == 0))
        some = projects.pick(row)
        since = np.minimum(some.shell_created_at // DAY, 10**6)
        yield from _each(
            trouble, ("skills shortage", "project"), row + 1, since, (some.entity_id, some.baseline_revenue_cents)
        )


def _late_practice(life: Life, trouble: str) -> Iterator[Planted]:
    sheets = life["timesheet"]
    late = sheets.submitted_at[sheets.late]
    return _habit(life, trouble, ("late timesheets", "practice", LATE_PRACTICE, 0), late, 0)


def _time(life: Life, trouble: str, hit: Bools, kind: str) -> Iterator[Planted]:
    """Timesheets with parts that are planted; worth the hours at the standard cost."""
    cards, sheets = life["timecard"], life["timesheet"]
    row = np.flatnonzero(hit & (cards.submitted_at < life.as_of))
    sheet, place = np.unique(cards.sheet[row], return_inverse=True)
    cost = life["resource"].cost_cents_per_hour[cards.person[row]] * cards.total[row] / 60
    cents = np.rint(np.bincount(place, cost, len(sheet))).astype(np.int64)
    return _each(
        trouble, (kind, "timesheet"), sheet + 1, sheets.submitted_at[sheet] // DAY, (sheets.entity_id[sheet], cents)
    )


def _expenses(life: Life, trouble: str) -> Iterator[Planted]:
    kinds = {"expense_padding": (1, "padded"), "expense_duplicates": (2, "duplicated"), "expense_splits": (3, "split")}
    number, word = kinds[trouble]
    lines, reports = life["expense_line"], life["expense_report"]
    row = np.flatnonzero((lines.planted == number) & (lines.created_at < life.as_of))
    report, place = np.unique(lines.report[row], return_inverse=True)
    cents = np.bincount(place, lines.amount_cents[row], len(report)).astype(np.int64)
    since = reports.created_at[report] // DAY
    return _each(trouble, (f"{word} expense", "expense_report"), report + 1, since, (reports.entity_id[report], cents))


def _twice(life: Life, trouble: str) -> Iterator[Planted]:
    clients = life["client"]
    row = np.flatnonzero(clients.duplicated & (clients.created_at < life.as_of) & (clients.validated_at < life.as_of))
    some = clients.pick(row)
    return _each(
        trouble,
        ("client twice in ERP", "client"),
        row + 1,
        np.maximum(some.validated_at // DAY, life.since),
        (some.entity_id, 0 * row),
    )


def _unposted(life: Life, trouble: str) -> Iterator[Planted]:
    cards = life["timecard"]
    return _time(life, trouble, cards.unposted & (cards.approved_at < life.as_of), "hours not posted")


def _unbilled(life: Life, trouble: str) -> Iterator[Planted]:
    stones = life["milestone"]
    row = np.flatnonzero(stones.forgotten & (stones.reached_at < life.as_of))
    some = stones.pick(row)
    return _each(
        trouble,
        ("milestone not billed", "milestone"),
        row + 1,
        some.reached_at // DAY,
        (life["project"].entity_id[some.project], some.amount_cents),
    )


def _backdated(life: Life, trouble: str) -> Iterator[Planted]:
    stones = life["milestone"]
    row = np.flatnonzero(stones.backdated & (stones.reached_at < life.as_of))
    some = stones.pick(row)
    worth = (life["project"].entity_id[some.project], 0 * row)
    return _each(trouble, ("acceptance backdated", "milestone"), row + 1, some.reached_at // DAY, worth)


def _overworked(life: Life, trouble: str) -> Iterator[Planted]:
    for person in life["overworked"].person.tolist():
        begins = life.begins(trouble)
        yield Planted(trouble, "overwork", "resource", person + 1, begins, 0, 2, 0, begins + OVERWORKED_DAYS)


def _sent(life: Life, trouble: str, hit: Bools, kind: str) -> Iterator[Planted]:
    """Invoices that went out wrong."""
    invoices = life["invoice"]
    row = np.flatnonzero(hit & (invoices.sent_at < life.as_of))
    some = invoices.pick(row)
    return _each(trouble, (kind, "invoice"), row + 1, some.sent_at // DAY, (some.entity_id, some.amount_cents))


def _mistyped(life: Life, trouble: str) -> Iterator[Planted]:
    invoices = life["invoice"]
    row = np.flatnonzero(
        (invoices.mistyped_event > 0) & (invoices.sent_at < life.as_of) & (invoices.reissue_of_id == 0)
    )
    some, event = invoices.pick(row), invoices.mistyped_event[row]
    lost = life["billing_event"].amount_cents[event - 1] * 9 // 100
    return _each(
        trouble, ("amount keyed in wrongly", "billing_event"), event, some.sent_at // DAY, (some.entity_id, lost)
    )


def _rework(life: Life, trouble: str) -> Iterator[Planted]:
    invoices = life["invoice"]
    hit = invoices.reworked
    subject = ("invoices sent back", "legal_entity", 2, 2)
    return _habit(life, trouble, subject, invoices.rejected_at[hit], int(invoices.amount_cents[hit].sum()))


def _disputes(life: Life, trouble: str) -> Iterator[Planted]:
    disputes, client = life["dispute"], disputing_client(life)
    hit = disputes.planted & (life["invoice"].sent_at[disputes.invoice] >= life.begins_at(trouble))
    cents = int(disputes.amount_cents[hit].sum())
    return _habit(life, trouble, ("disputes", "client", client, 2), disputes.created_at[hit], cents)


def _mismatched(life: Life, trouble: str) -> Iterator[Planted]:
    bills = life["vendor_invoice"]
    row = np.flatnonzero(bills.planted & (bills.mismatched_at < life.as_of))
    some = bills.pick(row)
    return _each(
        trouble,
        ("invoice mismatch", "vendor_invoice"),
        row + 1,
        some.mismatched_at // DAY,
        (1 + 0 * row, some.amount_cents),
    )


def _creep(life: Life, trouble: str) -> Iterator[Planted]:
    cards, projects = life["timecard"], life["project"]
    hit = (
        projects.creeps[cards.project]
        & (cards.project >= 0)
        & (monday_of(cards.week) >= life.begins(trouble))
        & (cards.kind == 0)
    )
    cost = life["resource"].cost_cents_per_hour[cards.person] * cards.total / 60 * (1 - 1 / 1.45)
    extra = np.bincount(cards.project[hit], cost[hit], len(projects))
    row = np.flatnonzero(extra > 0)
    first = np.full(len(projects), 10**6)
    np.minimum.at(first, cards.project[hit], monday_of(cards.week[hit]))
    yield from _each(
        trouble,
        ("scope creep", "project"),
        row + 1,
        first[row],
        (projects.entity_id[row], np.rint(extra[row]).astype(np.int64)),
    )


def _closes(life: Life, trouble: str) -> Iterator[Planted]:
    closes = life["period_close"]
    row = np.flatnonzero(closes.planted & (closes.created_at < life.as_of))
    return _each(
        trouble,
        ("close delayed", "period_close"),
        row + 1,
        closes.created_at[row] // DAY,
        (closes.entity_id[row], 0 * row),
    )


def _changed(life: Life, trouble: str) -> Iterator[Planted]:
    projects = life["project"]
    return _habit(
        life, trouble, ("process change", "legal_entity", 2, 2), projects.shell_created_at[projects.changed], 0
    )


def _acquired(life: Life, trouble: str) -> Iterator[Planted]:
    day = life.begins(trouble)
    yield Planted(trouble, "acquired firm", "legal_entity", len(life.offices), day, 0, len(life.offices), 0, day)


TOLD: dict[str, Callable[[Life, str], Iterator[Planted]]] = {
    "slow_contract_approver": _slow_approver,
    "incomplete_contract_metadata": _incomplete,
    "contract_left_lying": lambda life, name: _contracts(life, name, life["contract"].lying, "contract left lying", 24),
    "retired_codes": lambda life, name: _contracts(life, name, life["contract"].retired, "retired code", 0),
    "late_kickoff": _late_kickoff,
    "double_booked_role": _doubled,
    "skills_shortage": _shortage,
    "late_timesheets": _late_practice,
    "time_on_closed_projects": lambda life, name: _time(
        life, name, life["timecard"].kind == 1, "time on closed project"
    ),
    "time_outside_assignment": lambda life, name: _time(
        life, name, life["timecard"].kind == 2, "time outside assignment"
    ),
    "expense_padding": _expenses,
    "expense_duplicates": _expenses,
    "expense_splits": _expenses,
    "rate_off_card": _off_card,
    "client_duplicated": _twice,
    "unposted_hours": _unposted,
    "overwork": _overworked,
    "unbilled_milestone": _unbilled,
    "acceptance_backdated": _backdated,
    "mistyped_amounts": _mistyped,
    "order_number_left_off": lambda life, name: _sent(life, name, life["invoice"].left_off, "order number left off"),
    "invoices_by_hand": lambda life, name: _sent(life, name, life["invoice"].by_hand, "invoice by hand"),
    "invoice_rework": _rework,
    "disputing_client": _disputes,
    "subcontractor_mismatch": _mismatched,
    "scope_creep": _creep,
    "close_delay": _closes,
    "process_change": _changed,
    "acquired_firm": _acquired,
}
