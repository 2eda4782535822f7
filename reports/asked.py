"""What a report is asked for, and how it tells indicators: their table, and in a sentence which miss their target."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.counted import listed, many
from core.settings import FirmSettings, firm_settings
from core.words import slice_label, slice_words
from eventlog.reading import EventLog
from figures.amounts import Unit
from figures.bars import Bar, bars
from figures.totals import scale_of, sized, unit_of
from metrics.comparison import Compared, cautions, compared
from metrics.cut import Cut, Only
from metrics.period import Period
from metrics.stored import base_currency, stored_indicators
from metrics.usual import as_of, day_hours
from reports.structure import Amount, Cell, Drawing, Report, Section, Table, table

CENTS = 100


@dataclass(frozen=True)
class Asked:
    """A report's question: of which log, over which period, of which shares only."""

    log: EventLog
    period: Period
    only: tuple[Only, ...] = ()

    @property
    def settings(self) -> FirmSettings:
        return firm_settings(self.log.workspace)

    @property
    def currency(self) -> str:
        return base_currency(self.log.database) or ""

    def money(self, hundredths: float | None) -> Amount:
        """An amount in the base currency, whole, as tables tell it."""
        return money(hundredths, self.currency)

    def headlines(self, names: Sequence[str]) -> list[Compared]:
        """The first number of each of these indicators that the log has."""
        there = stored_indicators(self.log)
        cut = Cut(period=self.period, only=self.only)
        return [compared(self.log, there[name], cut, self.settings)[0] for name in names if name in there]

    def cut_by(self, indicator: str, measure: str, by: str) -> list[Compared]:
        """A measure by one slice, without those that have no name."""
        cut = Cut(by=(by,), period=self.period, only=self.only, measures=(measure,))
        return [each for each in compared(self.log, indicator, cut, self.settings) if each.total.slice[by] is not None]

    def report(self, name: str, title: str, sentences: Sequence[str], sections: Sequence[Section]) -> Report:
        """The report of this question."""
        last = as_of(self.log)
        scope = "; ".join(f"{slice_label(one.slice)}: {', '.join(map(slice_words, one.values))}" for one in self.only)
        limits = "" if not self.log.viewer.scopes else "what the reader may see"
        about = " · ".join(filter(None, (self.settings.name, self.period.title, scope, limits)))
        footnote = (
            f"Made by Tracework of generation {self.log.generation}, whose data is complete to {last:%-d %B %Y}. "
            f"Money of several currencies is told in {self.currency or 'none'} at the rate of its day. "
            "– is not known; bd is a business day."
        )
        so_far = f"So far: the data ends on {last:%-d %B %Y}, before {self.period.title} is over."
        kept = tuple(each for each in (*sentences, so_far if last < self.period.last else "") if each)
        return Report(name, title, about, kept, tuple(sections), footnote, last)


def money(hundredths: float | None, currency: str) -> Amount:
    """An amount given in hundredths, whole."""
    return Amount(None if hundredths is None else hundredths / CENTS, Unit("money", currency, 0))


def days(number: float | None) -> Amount:
    """So many days by the calendar."""
    return Amount(number, Unit("days"))


def indicator_table(asked: Asked, found: Sequence[Compared]) -> Table:
    """Indicators with what they are held against: the period before, the same a year ago, the target."""
    titles = stored_indicators(asked.log)
    hours = day_hours(asked.log)
    rows: list[tuple[Cell, ...]] = []
    for each in found:
        total, unit = each.total, unit_of(each.total, hours)
        size = scale_of(total, hours)
        target = Amount(each.target / size if each.target is not None else None, unit)
        stands = standing_words(each, hours) or total.why
        rows.append((
            titles[total.indicator].title, total.title, Amount(sized(total, hours), unit, total.why),
            Amount(sized(each.before, hours), unit), Amount(sized(each.year_ago, hours), unit), target, stands,
        ))  # fmt: skip
    columns = (
        "Indicator",
        "Measure",
        f">{asked.period.title}",
        ">Before",
        ">A year ago",
        ">Target",
        "Against its target",
    )
    return table("Indicators", columns, rows)


def standing_words(found: Compared, hours: float | None) -> str:
    """On target; over target by 1.2 bd; nothing where there is no target."""
    if found.standing is None:
        return ""
    off = found.standing.off_by
    if not off:
        return found.standing.state.capitalize()
    told = unit_of(found.total, hours).signed(off / scale_of(found.total, hours)).lstrip("+−")
    return f"{found.standing.state.capitalize()} by {told}"


def indicator_section(asked: Asked, found: Sequence[Compared], *more: Table) -> Section:
    """Indicators as a part of a report: which miss their target, what some rest on that is missing, the table."""
    words = " ".join(filter(None, (missed_sentence(asked, found), _cautions(asked, found))))
    return Section("Indicators", words, (indicator_table(asked, found), *more))


def _cautions(asked: Asked, found: Sequence[Compared]) -> str:
    titles = stored_indicators(asked.log)
    told = cautions(found).items()
    return " ".join(f"{listed([titles[name].title for name in names])}: {caution}" for caution, names in told)


def missed_sentence(asked: Asked, found: Sequence[Compared]) -> str:
    """How many of the indicators miss their target, and which."""
    held = [each for each in found if each.standing]
    missed = [each for each in held if each.standing and each.standing.is_missed]
    if not held:
        return "None of the indicators has a target and a value here."
    if not missed:
        return f"All {many(len(held), 'indicator')} that have a target meet it or are near it in {asked.period.title}."
    titles = stored_indicators(asked.log)
    names = [titles[each.total.indicator].title.lower() for each in missed]
    verb = "misses its" if len(missed) == 1 else "miss their"
    return f"{len(missed)} of {many(len(held), 'indicator')} {verb} target in {asked.period.title}: {listed(names)}."


def bar_drawing(title: str, rows: Sequence[tuple[str, Amount]]) -> Drawing:
    """Bars of the same unit, in the order given."""
    told = [Bar(name, amount.value or 0.0, amount.unit.words(amount.value)) for name, amount in rows]
    return Drawing(title, bars(told, title))
