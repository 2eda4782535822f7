"""Utilization: how much of people's time is billable, by month, entity and practice, and who is free."""

from core.words import slice_label, slice_words
from figures.amounts import Unit
from figures.words import share
from metrics.comparison import Compared
from metrics.cut import Cut
from metrics.declaration import Indicator
from metrics.period import Period
from metrics.rollup import totals
from metrics.standing import shown
from metrics.stored import stored_indicator
from reports.asked import Asked, bar_drawing, indicator_section, missed_sentence
from reports.people_section import people_section
from reports.structure import Amount, Drawing, Report, Section, Table, table

TITLE, GRAIN = "Utilization", "month"
TELLS = "How much of people's time is billable, by month, entity and practice, and who is free in the coming weeks."
INDICATORS = ("utilization", "utilization_variance", "timesheet_submission_lag", "staffing_fulfilment_time")
NAME, MONTHS, SLICES = "utilization", 12, ("entity", "practice")
SHARE, HOURS = Unit("share"), Unit("hours", digits=0)


def make(asked: Asked) -> Report:
    found, indicator = asked.headlines(INDICATORS), stored_indicator(asked.log, NAME)
    missed, words, people = missed_sentence(asked, found), _answer(asked, found), people_section(asked)
    sections = (
        indicator_section(asked, found),
        Section("Month by month", words, _months(asked, indicator)),
        *(_by(asked, each) for each in SLICES),
        Section("By formula", "The same time by the formulas that systems use.", (_formulas(asked, indicator),)),
        people,
    )
    return asked.report(
        NAME, TITLE, (words, missed, *(each.sentence for each in sections[2:4]), people.sentence), sections
    )


def _answer(asked: Asked, found: list[Compared]) -> str:
    now = found[0].total
    if now.value is None:
        return f"Utilization in {asked.period.title} is not known: {now.why}"
    words = f"{share(now.value)} of the time people could work in {asked.period.title} was billable"
    change = found[0].change
    if change is None or found[0].before is None:
        return f"{words}."
    moved = SHARE.signed(change)
    return f"{words}, {moved} on the period before." if moved[0] in "+−" else f"{words}, as in the period before."


def _months(asked: Asked, indicator: Indicator) -> tuple[Drawing | Table, ...]:
    first = asked.period.last.replace(day=1)
    for _ in range(MONTHS - 1):
        first = Period(first, first, "month").before.first
    cut = Cut(period=Period(first, asked.period.last), grain="month", only=asked.only, measures=("value",))
    found = shown(totals(asked.log, indicator, cut), asked.settings.metrics.group_limit)
    told = [(each.period.title if each.period else "", each) for each in found]
    rows = [
        (title, Amount(each.value, SHARE), Amount(each.numerator, HOURS), Amount(each.denominator, HOURS), each.why)
        for title, each in told
    ]
    drawn = bar_drawing("Utilization by month", [(title, Amount(each.value, SHARE)) for title, each in told])
    return drawn, table("Utilization by month", ("Month", ">Utilization", ">Billable", ">Could work", "Note"), rows)


def _by(asked: Asked, by: str) -> Section:
    label = slice_label(by)
    title = f"By {label.lower()}"
    found = asked.cut_by(NAME, "value", by)
    found.sort(key=lambda each: (-(each.total.value or 0), str(each.total.slice[by])))
    told = [(slice_words(str(each.total.slice[by])), each) for each in found]
    known = [(name, each.total.value) for name, each in told if each.total.value is not None]
    if not known:
        return Section(title, f"Utilization by {label.lower()} is not known in {asked.period.title}.")
    (most, high), (least, low) = known[0], known[-1]
    words = f"{most} is highest with {share(high)}, {least} lowest with {share(low)}." if len(known) > 1 else (
        f"{most} has {share(high)}."
    )  # fmt: skip
    rows = [
        (
            name, Amount(each.total.value, SHARE), Amount(each.before.value if each.before else None, SHARE),
            Amount(each.total.numerator, HOURS), Amount(each.total.denominator, HOURS), each.total.people or None,
            each.total.why,
        )
        for name, each in told
    ]  # fmt: skip
    drawn = bar_drawing(f"Utilization {title.lower()}", [(name, Amount(value, SHARE)) for name, value in known])
    columns = (label, ">Utilization", ">Before", ">Billable", ">Could work", ">People", "Note")
    return Section(title, words, (drawn, table(f"Utilization {title.lower()}", columns, rows)))


def _formulas(asked: Asked, indicator: Indicator) -> Table:
    found = shown(
        totals(asked.log, indicator, Cut(period=asked.period, only=asked.only)), asked.settings.metrics.group_limit
    )
    rows = [
        (each.title, Amount(each.value, SHARE), Amount(each.numerator, HOURS), Amount(each.denominator, HOURS))
        for each in found
    ]
    return table("Utilization by formula", ("Formula", ">Utilization", ">Above the line", ">Below it"), rows)
