"""Each number of each table of the three reports is the one that the page of the same period shows: of the whole firm,
of one entity, or for one who sees an entity and no names. The pages are asked by the functions they ask themselves."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from core.access import Viewer
from core.words import slice_label
from core.workspace import Workspace
from dashboards.indicator_page.asked import Whole, headlines, whole
from dashboards.indicator_page.words import scale, slice_words
from dashboards.lens import Lens
from dashboards.pages.close import closes_of
from dashboards.pages.opportunities import ranked
from dashboards.pages.readiness import waiting_and_ready
from dashboards.pages.unbilled import at_months_end
from dashboards.people_page.asked import staff
from eventlog.reading import EventLog, open_log
from figures.totals import sized
from metrics.comparison import Compared
from metrics.cut import Only
from metrics.reconciliation import open_gaps
from metrics.rules.catalogue import rules
from metrics.unbilled import Money
from metrics.usual import day_hours
from reports.structure import Amount, Cell, Table
from reports.structure import words as cell_words
from tests.reports.conftest import Made

PERIODS = {"month_end_finance": "2026-03", "utilization": "2026-03", "weekly_operations": "2026-W14"}
READERS = {
    "whole": (Viewer.owner(), ""),
    "munich": (Viewer.owner(), "munich"),
    "scoped": (Viewer("a", frozenset({"viewer"}), entities=frozenset({"munich"}), may_see_names=False), ""),
}
Row = tuple[float | None, ...]


class Pages:
    """What the pages show of a period, narrowed to an entity: the numbers of the rows of a report's table."""

    def __init__(self, log: EventLog, period: str, entity: str) -> None:
        self.log, self.period, self.lens = log, period, Lens(entity=entity, period=period)
        self.only = (Only("entity", (entity,)),) if entity else ()

    def indicators(self, table: Table) -> list[Row]:
        tiles = {each.indicator.title: each for each in headlines(self.log, self.period, self.only)[0]}
        return [
            (
                *(tile.size(total) for total in (tile.now.total, tile.now.before, tile.now.year_ago)),
                None if tile.now.target is None else tile.now.target * scale(tile),
            )
            for tile in (tiles[cell_words(row[0])] for row in table.rows)
        ]

    def ages(self, _table: Table) -> list[Row]:
        return [worth(each.money) for each in at_months_end(self.log, self.only, self.period).ages]

    def states(self, _table: Table) -> list[Row]:
        return [worth(each) for each in at_months_end(self.log, self.only, self.period).states.values()]

    def projects(self, table: Table) -> list[Row]:
        found = at_months_end(self.log, self.only, self.period).projects
        return [(*worth(each.money), each.money.age_days) for each in found[: len(table.rows)]]

    def blockers(self, _table: Table) -> list[Row]:
        found = waiting_and_ready(self.log, self.only)[0].blockers
        return [(each.events, hundredth(each.base_money), each.share, each.half_days) for each in found]

    def longest(self, table: Table) -> list[Row]:
        found = waiting_and_ready(self.log, self.only)[0].waiting[: len(table.rows)]
        return [(hundredth(each.event.amount), each.business_days) for each in found]

    def close(self, _table: Table) -> list[Row]:
        found = closes_of(self.log, self.only, self.period).closes
        return [(each.business_days, each.manual_journals, each.open_items, each.reopenings) for each in found]

    def gaps(self, _table: Table) -> list[Row]:
        found = [each for each in open_gaps(self.log, self.only) if each.records]
        return [(each.records, hundredth(each.base_money), each.oldest_days) for each in found]

    def lost(self, table: Table) -> list[Row]:
        found = ranked(self.log, "", self.only)[: len(table.rows)]
        return [(each.count, hundredth(each.price), each.improvement, hundredth(each.returns)) for each in found]

    def months(self, table: Table) -> list[Row]:
        trend = self._whole("utilization").headline.trend[-len(table.rows) :]
        return [(each.value, each.numerator, each.denominator) for each in trend]

    def formulas(self, _table: Table) -> list[Row]:
        found = staff(self.log, self.only, self.period, "", "past").by_formula
        return [(each.value, each.numerator, each.denominator) for each in found]

    def roles(self, table: Table) -> list[Row]:
        found = staff(self.log, self.only, "", "", "past").roles[: len(table.rows)]
        shortest = [(each.weeks[0].people, each.shortest) for each in found]
        return [(people, week.able, week.booked, week.wanted, week.free) for people, week in shortest]

    def utilization_by(self, by: str, table: Table) -> list[Row]:
        found = self._slices("utilization", by, "value", table)
        return [
            (
                each.total.value, each.before.value if each.before else None, each.total.numerator,
                each.total.denominator, *([each.total.people] if each.total.people else []),
            )
            for each in found
        ]  # fmt: skip

    def waits(self, name: str, table: Table) -> list[Row]:
        hours = day_hours(self.log)
        found = self._slices(name, "entity", "median", table)
        return [(sized(each.total, hours), sized(each.before, hours), each.total.n, each.total.open) for each in found]

    def exceptions(self, table: Table) -> list[Row]:
        titles = {each.title: name for name, each in rules("exceptions", self.log.workspace).items()}
        found = self._whole("exception_volume", "rule", "count").slices[0][1]
        by_rule = {str(each.total.slice["rule"]): each for each in found if each.total.value}
        assert len(by_rule) == len(table.rows)
        told = [by_rule[titles.get(cell_words(row[0]), cell_words(row[0]))] for row in table.rows]
        return [(each.total.value, each.before.value if each.before else 0.0, each.total.open) for each in told]

    def _whole(self, name: str, by: str = "", measure: str = "") -> Whole:
        lens = Lens(name=name, by=by, measure=measure, period=self.period)
        return whole(self.log, lens, self.only)

    def _slices(self, name: str, by: str, measure: str, table: Table) -> list[Compared]:
        found = self._whole(name, by, measure).slices[0][1]
        by_name = {slice_words(str(each.total.slice[by])): each for each in found if each.total.measure == measure}
        assert len(by_name) == len(table.rows)
        return [by_name[cell_words(row[0])] for row in table.rows]


def worth(of: Money) -> Row:
    return of.items, hundredth(of.worth), hundredth(of.leakage)


def hundredth(amount: float | None) -> float | None:
    return None if amount is None else amount / 100


def page_of(pages: Pages, title: str) -> Callable[[Table], list[Row]]:
    """The page that shows what a table of that title tells; a table that no page shows fails here."""
    by_slice = {
        f"Utilization by {slice_label(each).lower()}": lambda table, each=each: pages.utilization_by(each, table)
        for each in ("entity", "practice")
    }
    waits = {
        f"{words} by entity": lambda table, name=name: pages.waits(name, table)
        for name, words in (
            ("timesheet_submission_lag", "Timesheets"), ("approval_cycle_time", "Approvals"),
            ("invoice_cycle_time", "Invoices"),
        )
    }  # fmt: skip
    return {
        "Indicators": pages.indicators,
        "Unbilled work by age": pages.ages,
        "Where its invoice stands now": pages.states,
        "Projects with the most unbilled work": pages.projects,
        "What is in the way now": pages.blockers,
        "What has waited longest": pages.longest,
        "Close of March 2026": pages.close,
        "Records that disagree now": pages.gaps,
        "Where money is lost": pages.lost,
        "Utilization by month": pages.months,
        "Utilization by formula": pages.formulas,
        "Roles in their shortest week, in full-time people": pages.roles,
        "Exceptions by rule": pages.exceptions,
        **by_slice,
        **waits,
    }[title]


def number(cell: Cell) -> float | None:
    return cell.value if isinstance(cell, Amount) else float(cell) if isinstance(cell, int) else None


def known(row: Row) -> list[float]:
    """What is not known is no number, on both sides."""
    return [math.nan if each is None else float(each) for each in row]


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("month_end_finance", "whole"), ("month_end_finance", "munich"), ("weekly_operations", "munich"),
        ("utilization", "whole"), ("utilization", "scoped"),
    ],
)  # fmt: skip
def test_each_number_is_that_of_the_page(made_report: Made, firm: Workspace, name: str, reader: str):
    viewer, entity = READERS[reader]
    report = made_report(name, PERIODS[name], entity or None, viewer)
    tables = [table for section in report.sections for table in section.tables]
    assert len(tables) >= 4
    with open_log(firm, viewer) as log:
        pages = Pages(log, PERIODS[name], entity)
        for table in tables:
            told = [tuple(number(cell) for cell in row if isinstance(cell, Amount | int)) for row in table.rows]
            shown = page_of(pages, table.title)(table)
            assert len(told) == len(shown), table.title
            for row, (mine, theirs) in enumerate(zip(told, shown, strict=True)):
                assert known(mine) == pytest.approx(known(theirs), rel=1e-12, nan_ok=True), (table.title, row)
