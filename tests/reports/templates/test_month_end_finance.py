"""The month-end report says what the pages of the same month say, and tells an entity's reader that entity only."""

from __future__ import annotations

from core.access import Viewer
from core.settings import firm_settings
from core.workspace import Workspace
from dashboards.indicator_page.asked import headlines
from dashboards.indicator_page.words import value_words
from eventlog.reading import open_log
from figures.words import money
from metrics.close import closes
from metrics.unbilled import unbilled
from reports.structure import Table, words
from tests.reports.conftest import Made

MONTH = "2026-03"


def rows_of(table: Table) -> dict[str, tuple[str, ...]]:
    return {words(row[0]): tuple(words(cell) for cell in row[1:]) for row in table.rows}


def test_its_indicators_are_those_of_the_page(made_report: Made, firm: Workspace):
    told = rows_of(made_report("month_end_finance", MONTH).sections[0].tables[0])
    with open_log(firm, Viewer.owner()) as log:
        tiles = {each.indicator.title: each for each in headlines(log, MONTH, ())[0]}
    assert len(told) == 10
    assert {title: row[1] for title, row in told.items()} == {title: value_words(tiles[title]) for title in told}
    assert {title: row[2] for title, row in told.items()} == {
        title: tiles[title].unit.words(tiles[title].size(tiles[title].now.before)) for title in told
    }


def test_its_sentences_come_from_the_numbers(made_report: Made, firm: Workspace):
    report = made_report("month_end_finance", MONTH)
    with open_log(firm, Viewer.owner()) as log:
        work, close = unbilled(log), closes(log, firm_settings(firm).all_targets()["month_end_close_effort"])
    assert money(work.money.worth / 100, "USD") in report.sentences[0]
    assert money(work.money.leakage / 100, "USD") in report.sentences[0]
    done = sum(not each.is_open for each in close.closes)
    assert report.sentences[2].startswith(f"{done} of {len(close.closes)} entities have closed March 2026")
    ages = rows_of(report.sections[1].tables[0])
    assert [row[1] for row in ages.values()] == [f"${each.money.worth / 100:,.0f}" for each in work.ages]


def test_a_reader_of_munich_reads_what_the_report_of_munich_says(made_report: Made):
    munich = Viewer("a", frozenset({"controller"}), entities=frozenset({"munich"}))
    scoped, asked = (
        made_report("month_end_finance", MONTH, None, munich),
        made_report("month_end_finance", MONTH, "munich"),
    )
    whole = made_report("month_end_finance", MONTH)
    assert [section.parts for section in scoped.sections[:4]] == [section.parts for section in asked.sections[:4]]
    assert scoped.sections[1].parts != whole.sections[1].parts
    places = {words(row[2]) for row in scoped.sections[1].tables[2].rows}
    assert places == {"Munich"}
    assert [words(row[0]) for row in scoped.sections[3].tables[0].rows] == ["Munich"]
