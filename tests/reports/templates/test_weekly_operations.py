"""The weekly report counts exceptions as the indicator does; it is of the last week that is over or one named."""

from __future__ import annotations

from core.access import Viewer
from core.workspace import Workspace
from eventlog.reading import open_log
from metrics.cut import read_cut
from metrics.rollup import totals
from metrics.usual import as_of
from reports.structure import Amount
from tests.reports.conftest import Made

WEEK = "2026-W14"


def test_its_exceptions_add_up_to_the_indicator(made_report: Made, firm: Workspace):
    section = made_report("weekly_operations", WEEK).sections[2]
    with open_log(firm, Viewer.owner()) as log:
        (total,) = totals(log, "exception_volume", read_cut(period=WEEK, measures="count"))
    counted = [row[2].value for row in section.tables[0].rows if isinstance(row[2], Amount)]
    assert sum(value or 0 for value in counted) == total.value
    assert section.sentence.startswith(f"{total.value:.0f} exceptions were raised in Week 14")


def test_without_a_period_it_is_of_the_last_week_that_is_over(made_report: Made, firm: Workspace):
    with open_log(firm, Viewer.owner()) as log:
        assert f"{as_of(log):%Y-%m-%d}" == "2026-04-15"
    assert "Week 15, 6 – 12 Apr 2026" in made_report("weekly_operations").about


def test_waits_are_told_by_entity(made_report: Made):
    tables = made_report("weekly_operations", WEEK).sections[0].tables
    assert [each.title for each in tables] == [
        "Indicators", "Timesheets by entity", "Approvals by entity", "Invoices by entity",
    ]  # fmt: skip


def test_that_there_were_no_exceptions_is_not_said_of_a_week_that_nobody_knows(made_report: Made):
    for week, why in (("2001-W14", "The indicators begin later"), ("2031-W14", "The period has not come yet")):
        sentence = made_report("weekly_operations", week).sections[2].sentence
        assert sentence.startswith("Exceptions in Week 14")
        assert f"are not known: {why}" in sentence
