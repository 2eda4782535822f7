"""Expense reports: what people spend on projects, who approves it, and the padded, repeated and split ones.

Two stages of approval with the shares sent back that BPI Challenge 2020 shows (9 % by the office, 3 % by the superior),
and as many days from the last approval to the money (a median of 3.2, nearly all within 5).
"""

from __future__ import annotations

import numpy as np

from simulator.life.approvals import decide
from simulator.life.capacity import monday_of
from simulator.life.chance import Bools, Column, Ints, keyed
from simulator.life.deals import RETAINER, T_AND_M
from simulator.life.life import Life
from simulator.life.rows import DAY, NEVER, Rows, together
from simulator.life.setup import desk
from simulator.life.timesheets import nightly

CATEGORIES = ("Hotel", "Flight", "Train", "Taxi", "Meals", "Mileage", "Parking")
COMMON = (14, 8, 16, 22, 28, 8, 4)
MIDDLE = np.array([17_500, 31_000, 7_800, 2_600, 2_900, 3_900, 1_500])
LIMIT = np.array([25_000, 90_000, 30_000, 8_000, 7_500, 20_000, 6_000])
MERCHANTS = (
    ("Harbour Inn", "Hotel Kaiserhof", "The Cloth Hall Hotel", "Midtown Suites"),
    ("Northern Airways", "Lufthansa", "British Airways", "Delta"),
    ("Deutsche Bahn", "LNER", "Amtrak", "Avanti West Coast"),
    ("City Cabs", "Uber", "Taxi München", "Black Cab"),
    ("Café Zentral", "Corner Deli", "The Anchor", "Trattoria Sole"),
    ("Own car",),
    ("NCP", "APCOA", "Icon Parking"),
)


def spend(life: Life) -> None:
    """Reports of those who travelled for a project in a month, and their way to the money."""
    reports, lines = _spent(life)
    lines = together(lines, *_repeated(life, reports, lines), *_split(life, reports, lines))
    lines = lines.pick(np.argsort(lines.report, kind="stable"))
    life.rows["expense_report"], life.rows["expense_line"] = reports, lines
    _approve(life, reports)
    _settle(life, reports)


def _spent(life: Life) -> tuple[Rows, Rows]:
    cards, people = life["timecard"], life["resource"]
    worked = np.flatnonzero((cards.project >= 0) & (cards.kind == 0) & (cards.total >= 360))
    group = (cards.person[worked] * 100_000 + cards.project[worked]) * 1000 + cards.month_no[worked]
    order = np.argsort(group, kind="stable")
    worked, group = worked[order], group[order]
    start = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]]))
    size = np.diff(np.concatenate([start, [len(group)]]))
    first = cards.pick(worked[start])
    key = keyed(people.key[first.person], first.project, first.month_no)
    goes = life.dice("travels").chance(key, 0.42)
    start, size, first, key = start[goes], size[goes], first.pick(goes), key[goes]
    count = life.dice("expense lines").whole(key, 1, 6)
    report = np.repeat(np.arange(len(key)), count)
    place = np.arange(len(report)) - np.repeat(np.cumsum(count) - count, count)
    line_key = keyed(key[report], place)
    card = cards.pick(worked[start[report] + life.dice("expense week").whole(line_key, 0, size[report] - 1)])
    spent = monday_of(card.week) + np.argmax(card.minutes > 0, axis=1)
    lines = Rows(
        report=report,
        project=first.project[report],
        spent_on=spent,
        key=line_key,
        **_things(life, line_key, first.person[report]),
    )
    lines.put(planted=np.zeros(len(lines), np.int8))
    _pad(life, lines, first.person[report])
    last = np.zeros(len(key), np.int64)
    np.maximum.at(last, report, spent)
    written = life.after(first.person + 1, (last + 1) * DAY, np.minimum(life.dice("report").skewed(key, 9, 0.9), 90))
    written = np.where(written < NEVER, written, (last + 2) * DAY)
    months = np.array([str(m) for m in first.month_no.astype("datetime64[M]")], object)
    projects = life["project"]
    reports = Rows(
        key=key, person=first.person, resource_id=first.person + 1, project=first.project, created_at=written,
        office=people.office[first.person], entity_id=people.office[first.person] + 1,
        name=projects.code[first.project] + " " + months,
    )  # fmt: skip
    return reports, lines


def _things(life: Life, key: Ints, person: Ints) -> dict[str, Column]:
    """Category, merchant, amount and receipt."""
    category = life.dice("category").among(key, COMMON)
    dearness = np.array([office.dearness for office in life.offices])[life["resource"].office[person]]
    amount = np.rint(life.dice("expense").skewed(key, 1.0, 0.45) * MIDDLE[category] * dearness).astype(np.int64)
    choice = life.dice("merchant").whole(key, 0, 11)
    merchants = [MERCHANTS[c][m % len(MERCHANTS[c])] for c, m in zip(category.tolist(), choice.tolist(), strict=True)]
    return {
        "category_no": category, "category": np.array(CATEGORIES, object)[category],
        "merchant": np.array(merchants, object), "amount_cents": np.maximum(amount, 200),
        "receipt": ~life.dice("no receipt").chance(key, 0.03) | (category == 5),
    }  # fmt: skip


def suspects(life: Life, office: int, count: int) -> Ints:
    """A few people of an office, always the same ones: those of whom something is planted."""
    people = life["resource"]
    fit = people.is_delivery & (people.office == office) & ~people.is_subcontractor & (people.left_on == 0)
    fit &= people.hired_on <= life.since
    who = np.flatnonzero(fit)
    return who[np.argsort(life.dice("suspect").uniform(people.key[who]), kind="stable")[:count]]


def _planted_people(life: Life, office: int) -> Ints:
    return suspects(life, office, max(1, life.people // 150))


def _since(life: Life, lines: Rows, trouble: str) -> Bools:
    return np.asarray(lines.spent_on >= life.begins(trouble))


def _pad(life: Life, lines: Rows, person: Ints) -> None:
    """Some people of New York write more than they paid: meals and taxis at nearly twice the usual amount."""
    hit = (
        np.isin(person, _planted_people(life, 0))
        & np.isin(lines.category_no, (3, 4))
        & _since(life, lines, "expense_padding")
    )
    lines.put(
        amount_cents=np.where(hit, (lines.amount_cents * 19 // 10 + 499) // 500 * 500, lines.amount_cents),
        planted=np.where(hit, 1, lines.planted).astype(np.int8),
    )  # fmt: skip


def _repeated(life: Life, reports: Rows, lines: Rows) -> list[Rows]:
    """Some of London hand a receipt in again, with their next report."""
    person = reports.person[lines.report]
    hit = np.isin(person, _planted_people(life, 1)) & _since(life, lines, "expense_duplicates")
    row = np.flatnonzero(hit & life.dice("again").chance(lines.key, 0.3))
    order = np.lexsort((reports.created_at, reports.person))
    place = np.argsort(order)
    after = order[np.minimum(place[lines.report[row]] + 1, len(order) - 1)]
    same = (reports.person[after] == person[row]) & (after != lines.report[row])
    again = lines.pick(row[same])
    return [again.put(report=after[same], key=keyed(again.key, 2), planted=np.full(len(again), 2, np.int8))]


def _split(life: Life, reports: Rows, lines: Rows) -> list[Rows]:
    """Some of Munich write what is over the limit as two receipts of the same day and place."""
    person = reports.person[lines.report]
    hit = np.isin(person, _planted_people(life, 2)) & _since(life, lines, "expense_splits")
    hit &= np.isin(lines.category_no, (0, 4)) & life.dice("split").chance(lines.key, 0.5)
    row = np.flatnonzero(hit)
    whole = (LIMIT[lines.category_no[row]] * (1.15 + 0.5 * life.dice("split by").uniform(lines.key[row]))).astype(
        np.int64
    )
    part = np.minimum((whole * 0.52).astype(np.int64), LIMIT[lines.category_no[row]] - 100)
    other = lines.pick(row)
    other.put(amount_cents=whole - part, key=keyed(other.key, 3), planted=np.full(len(row), 3, np.int8))
    lines.amount_cents[row] = part
    lines.planted[row] = 3
    return [other]


def _approve(life: Life, reports: Rows) -> None:
    """First the project manager, then the expense auditor."""
    people, projects = life["resource"], life["project"]
    hours = np.minimum(life.dice("hand in").skewed(reports.key, 2, 1.0), 40)
    submitted = life.after(reports.resource_id, reports.created_at, hours)
    submitted = np.where(submitted < NEVER, submitted, reports.created_at + 3600)
    lead = projects.manager_id[reports.project]
    own = np.where(people.manager_id[reports.person] > 0, people.manager_id[reports.person], lead)
    asked = Rows(
        object_id=reports.id, key=reports.key, asked_by=reports.resource_id, at=submitted,
        who=np.where(lead == reports.resource_id, own, lead),
        hours=life.dice("expense look").skewed(reports.key, 0.08, 0.5),
    )  # fmt: skip
    first = decide(life, "expense_manager", asked, np.full(len(reports), 0.03))
    second = decide(life, "expense_finance", asked.pick(asked.object_id - 1).put(
        at=first.decided, who=desk(life, "Expense Auditor", reports.office, reports.person),
        hours=life.dice("expense audit").skewed(reports.key, 0.15, 0.5),
    ), np.full(len(reports), 0.09))  # fmt: skip
    corrected = np.where(second.corrected < NEVER, second.corrected, first.corrected)
    reports.put(
        submitted_at=submitted, manager_approved_at=first.decided, finance_approved_at=second.decided,
        rejected_at=np.minimum(first.refused, second.refused), corrected_at=corrected,
    )  # fmt: skip


def _settle(life: Life, reports: Rows) -> None:
    lines, projects = life["expense_line"], life["project"]
    posted = nightly(life, reports.office, reports.finance_approved_at)
    auditor = desk(life, "Expense Auditor", reports.office, reports.person)
    paid = life.after(auditor, posted, np.minimum(life.dice("reimbursed").skewed(reports.key, 20, 0.35), 45))
    reports.put(posted_at=posted, reimbursed_at=paid)
    report = lines.report
    own = life.dice("own cost").chance(lines.key, 0.06)
    lines.put(
        created_at=reports.created_at[report], person=reports.person[report], office=reports.office[report],
        billable=np.isin(projects.billing[lines.project], (T_AND_M, RETAINER)) & ~own,
    )  # fmt: skip
