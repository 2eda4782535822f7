"""Weekly operations: time and approvals, what is in the way of billing, exceptions by rule, who is short of people."""

from core.counted import many
from core.words import slice_label, slice_words
from figures.amounts import Unit
from figures.totals import sized, unit_of
from metrics.comparison import Compared
from metrics.rules.catalogue import rules
from metrics.usual import day_hours
from reports.asked import Asked, bar_drawing, indicator_section, missed_sentence
from reports.people_section import people_section
from reports.readiness_section import readiness_section
from reports.structure import Amount, Cell, Report, Section, Table, table

TITLE, GRAIN = "Weekly operations", "week"
TELLS = "How long time and approvals take, what is in the way of billing, exceptions by rule, who is short of people."
INDICATORS = (
    "timesheet_submission_lag", "approval_cycle_time", "expense_approval_cycle_time", "sales_to_project_setup_time",
    "staffing_fulfilment_time", "invoice_readiness_lag", "invoice_cycle_time", "exception_volume",
)  # fmt: skip
WAITS = (
    ("timesheet_submission_lag", "Timesheets"),
    ("approval_cycle_time", "Approvals"),
    ("invoice_cycle_time", "Invoices"),
)
COUNT = Unit("count")


def make(asked: Asked) -> Report:
    found = asked.headlines(INDICATORS)
    missed = missed_sentence(asked, found)
    waiting, people, exceptions = readiness_section(asked), people_section(asked), _exceptions(asked)
    kept = indicator_section(asked, found, *_by_entity(asked))
    sections = (kept, waiting, exceptions, people)
    sentences = (waiting.sentence, missed, exceptions.sentence, people.sentence)
    return asked.report("weekly_operations", TITLE, sentences, sections)


def _by_entity(asked: Asked) -> list[Table]:
    """How long half of them took, in each entity."""
    hours, tables = day_hours(asked.log), []
    for name, title in WAITS:
        found = asked.cut_by(name, "median", "entity")
        rows = [(slice_words(str(each.total.slice["entity"])), *_timed(each, hours)) for each in found]
        if rows:
            columns = (slice_label("entity"), ">Half within", ">Week before", ">Number", ">Open", "Note")
            tables.append(table(f"{title} by entity", columns, rows))
    return tables


def _timed(found: Compared, hours: float | None) -> tuple[Cell, ...]:
    unit = unit_of(found.total, hours)
    now, before = (Amount(sized(each, hours), unit) for each in (found.total, found.before))
    return now, before, found.total.n, found.total.open, found.total.why or ""


def _no_exceptions(asked: Asked) -> str:
    """That there were none is only said of a period that is known."""
    unknown = [each.total.why for each in asked.headlines(("exception_volume",)) if each.total.value is None]
    if unknown:
        return f"Exceptions in {asked.period.title} are not known: {unknown[0]}"
    return f"No exception was raised in {asked.period.title}."


def _exceptions(asked: Asked) -> Section:
    title = "Exceptions"
    names = rules("exceptions", asked.log.workspace)
    found = [each for each in asked.cut_by("exception_volume", "count", "rule") if each.total.value]
    found.sort(key=lambda each: (-(each.total.value or 0), str(each.total.slice["rule"])))
    if not found:
        return Section(title, _no_exceptions(asked))
    told = []
    for each in found:
        rule = names.get(str(each.total.slice["rule"]))
        name = rule.title if rule else str(each.total.slice["rule"])
        told.append((name, rule.owner if rule else None, each))
    raised = round(sum(each.total.value or 0 for each in found))
    first, most = told[0][0], round(found[0].total.value or 0)
    words = f"{many(raised, 'exception')} were raised in {asked.period.title}; {most} of them by the rule “{first}”."
    rows = [
        (name, owner, Amount(each.total.value, COUNT), Amount(each.before.value if each.before else 0.0, COUNT),
         each.total.open)
        for name, owner, each in told
    ]  # fmt: skip
    drawn = bar_drawing("Exceptions by rule", [(name, Amount(each.total.value, COUNT)) for name, _, each in told])
    columns = ("Rule", "Owner", ">Raised", ">Week before", ">Still open")
    return Section(title, words, (drawn, table("Exceptions by rule", columns, rows)))
