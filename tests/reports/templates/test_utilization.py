"""The utilization report: months, entities and practices as the indicator has them; of few people nothing is told."""

from __future__ import annotations

from core.access import Viewer
from core.workspace import Workspace
from eventlog.reading import open_log
from figures.words import share
from metrics.cut import read_cut
from metrics.rollup import totals
from reports.structure import Amount, words
from tests.reports.conftest import Made

MONTH = "2026-03"


def test_it_says_what_the_indicator_says(made_report: Made, firm: Workspace):
    report = made_report("utilization", MONTH)
    with open_log(firm, Viewer.owner()) as log:
        (whole,) = totals(log, "utilization", read_cut(period=MONTH, measures="value"))
        by_practice = totals(log, "utilization", read_cut("practice", period=MONTH, measures="value"))
    assert report.sentences[0].startswith(f"{share(whole.value)} of the time")
    last = report.sections[1].tables[0].rows[-1]
    assert (words(last[0]), last[1]) == ("Mar 2026", Amount(whole.value, last[1].unit))
    told = {row[0]: row[1].value for row in report.sections[3].tables[0].rows}
    assert told == {each.slice["practice"]: each.value for each in by_practice if each.slice["practice"]}


def test_a_group_of_few_people_has_no_number(made_report: Made, firm: Workspace):
    settings = firm.settings_file.read_text(encoding="utf-8")
    firm.settings_file.write_text(f"{settings}\n[metrics]\ngroup_limit = 15\n", encoding="utf-8")
    try:
        rows = made_report("utilization", MONTH).sections[2].tables[0].rows
    finally:
        firm.settings_file.write_text(settings, encoding="utf-8")
    hidden = [row for row in rows if row[6]]
    assert hidden
    assert len(hidden) < len(rows)
    assert all(row[1].value is None and row[3].value is None and row[5] is None for row in hidden)
    assert {row[6] for row in hidden} == {"Fewer than 15 people, not shown."}
