"""Month-end finance: what is not invoiced and why, how the close stands, what disagrees, where money is lost."""

from core.counted import listed, many
from core.errors import NotFound
from core.words import slice_words
from figures.amounts import Unit
from figures.words import money as short_money
from figures.words import share
from metrics.close import Closes, MonthClose, closes
from metrics.opportunities import opportunities
from metrics.reconciliation import open_gaps
from metrics.unbilled import STATES, AgeClass, Unbilled, unbilled
from reports.asked import CENTS, Asked, bar_drawing, days, indicator_section, missed_sentence
from reports.readiness_section import readiness_section
from reports.structure import Amount, Drawing, Report, Section, Table, table

TITLE, GRAIN = "Month-end finance", "month"
TELLS = "What is not invoiced and why, how the close stands, what disagrees between systems, where money is lost."
INDICATORS = (
    "unbilled_wip", "invoice_readiness_lag", "invoice_cycle_time", "first_time_right_billing", "billing_dispute_rate",
    "realization_rate", "project_margin_deviation", "forecast_accuracy", "month_end_close_effort", "reconciliation_gap",
)  # fmt: skip
PROJECTS, PLACES = 15, 8
KINDS = {"wait": "Wait", "bench": "Idle time", "leakage": "Leakage"}


def make(asked: Asked) -> Report:
    found = asked.headlines(INDICATORS)
    unbilled_words, unbilled_part = _unbilled(asked)
    close_words, close_part = _close(asked)
    waiting = readiness_section(asked)
    gap_words, gap_part = _gaps(asked)
    sentences = (unbilled_words, waiting.sentence, close_words, missed_sentence(asked, found), gap_words)
    kept = indicator_section(asked, found)
    return asked.report(
        "month_end_finance", TITLE, sentences, (kept, unbilled_part, waiting, close_part, gap_part, _lost(asked))
    )


def _unbilled(asked: Asked) -> tuple[str, Section]:
    try:
        found = unbilled(asked.log, asked.only, asked.period)
    except NotFound as error:
        return "", Section("Unbilled work", str(error))
    worth, leaking = (short_money(each / CENTS, asked.currency) for each in (found.money.worth, found.money.leakage))
    month = f"{found.month:%B %Y}"
    words = f"At the end of {month}, {worth} of work was on no sent invoice"
    words += f"; {leaking} of it is past its cut-off or above a cap." if found.money.leakage else "; none of it leaks."
    return words, Section("Unbilled work", words, _unbilled_parts(asked, found))


def _unbilled_parts(asked: Asked, found: Unbilled) -> tuple[Drawing | Table, ...]:
    ages = [(_age(each), asked.money(each.money.worth)) for each in found.ages]
    states = [
        (STATES.get(name, name), money.items, asked.money(money.worth), asked.money(money.leakage))
        for name, money in found.states.items()
    ]
    projects = [
        (
            each.project, each.client, slice_words(each.entity or "–"), each.money.items, asked.money(each.money.worth),
            asked.money(each.money.leakage), days(each.money.age_days),
        )
        for each in found.projects[:PROJECTS]
    ]  # fmt: skip
    left = len(found.projects) - len(projects)
    return (
        bar_drawing("Unbilled work by age", ages),
        table(
            "Unbilled work by age", ("Age", ">Items", ">Worth", ">Leaking"),
            [(_age(each), each.money.items, asked.money(each.money.worth), asked.money(each.money.leakage))
             for each in found.ages],
        ),
        table("Where its invoice stands now", ("State", ">Items", ">Worth", ">Leaking"), states),
        table(
            "Projects with the most unbilled work",
            ("Project", "Client", "Entity", ">Items", ">Worth", ">Leaking", ">Age"), projects,
            f"{many(left, 'more project')} with less." if left > 0 else "",
        ),
    )  # fmt: skip


def _age(of: AgeClass) -> str:
    return f"{of.from_days} days and more" if of.until_days is None else f"{of.from_days} – {of.until_days} days"


def _close(asked: Asked) -> tuple[str, Section]:
    title = "Month-end close"
    try:
        found = closes(
            asked.log, asked.settings.all_targets().get("month_end_close_effort", {}), asked.only, asked.period
        )
    except NotFound as error:
        return "", Section(title, str(error))
    still = [each for each in found.closes if each.is_open]
    words = _close_words(found, still)
    rows = [
        (
            slice_words(each.entity), "open" if each.is_open else "closed", each.closed_on,
            Amount(each.business_days, Unit("business_days")), each.target_on,
            each.waits_for.title if each.waits_for else None, each.manual_journals, each.open_items, each.reopenings,
        )
        for each in found.closes
    ]  # fmt: skip
    columns = ("Entity", "State", "Closed on", ">Business days", "Target day", "Waits for", ">Manual journals",
               ">Open items", ">Reopened")  # fmt: skip
    return words, Section(title, words, (table(f"Close of {found.month:%B %Y}", columns, rows),))


def _close_words(found: Closes, still: list[MonthClose]) -> str:
    month = f"{found.month:%B %Y}"
    if not still:
        return f"All {many(len(found.closes), 'entity', 'entities')} have closed {month}."
    names = listed([slice_words(each.entity) for each in still])
    steps = sorted({each.waits_for.title.lower() for each in still if each.waits_for})
    return (
        f"{len(found.closes) - len(still)} of {many(len(found.closes), 'entity', 'entities')} have closed {month}; "
        f"{names} still wait{'s' if len(still) == 1 else ''} for: {listed(steps)}."
    )


def _gaps(asked: Asked) -> tuple[str, Section]:
    found = open_gaps(asked.log, asked.only)
    records, worth = sum(each.records for each in found), sum(each.base_money for each in found)
    rows = [
        (
            each.rule.title,
            each.rule.owner,
            each.records,
            asked.money(each.base_money),
            days(each.oldest_days),
        )
        for each in found
        if each.records
    ]
    if not rows:
        words = "No record disagrees between two systems now."
        return words, Section("Reconciliation", words)
    words = (
        f"{many(records, 'record')} disagree between two systems now; "
        f"{short_money(worth / CENTS, asked.currency)} is in them, the most in “{found[0].rule.title}”."
    )
    columns = ("Rule", "Owner", ">Records", ">Money", ">Oldest")
    return words, Section("Reconciliation", words, (table("Records that disagree now", columns, rows),))


def _lost(asked: Asked) -> Section:
    title = "Where money is lost"
    found = opportunities(asked.log, asked.settings.metrics, only=asked.only)
    if not found:
        return Section(title, "No wait, idle time or leakage has a price.")
    shown = found[:PLACES]
    total, first = sum(each.price for each in found), shown[0]
    words = (
        f"Waits, idle time and leakage cost {short_money(total / CENTS, asked.currency)} in the year up to the latest "
        f"load; the first place below has {share(first.price / total)} of it."
    )
    rows = [
        (
            KINDS[each.kind], " → ".join(filter(None, (slice_words(each.after), slice_words(each.before)))), each.count,
            asked.money(each.price), Amount(each.improvement, Unit("share")), asked.money(each.returns),
        )
        for each in shown
    ]  # fmt: skip
    columns = ("Kind", "Place", ">Times", ">Cost in a year", ">If better by", ">It returns")
    left = len(found) - len(shown)
    return Section(
        title, words, (table(title, columns, rows, f"{many(left, 'more place')} return less." if left else ""),)
    )
