"""What the indicators told is kept by generation, with the definitions they were told by."""

import shutil
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from core.access import Viewer
from core.errors import NotAllowed, NotFound, WrongUse
from core.settings import firm_settings
from eventlog.reading import open_log
from metrics.cut import read_cut
from metrics.history import known_on, settings_hash, told_then, what_was_known
from tests.generated_logs import START
from tests.metrics.own_indicators import CASES, workspace_with
from tracework.pipeline import build

LATER = date(START.year + 1, 1, 1)


def test_each_generation_keeps_its_totals_and_the_definition_they_were_told_by(tmp_path: Path):
    workspace = workspace_with(tmp_path / "firm", {"cases": CASES})
    before = known_on(workspace, LATER)
    twice = CASES.replace("1 as value", "2 as value")
    (workspace.root / "indicators" / "cases.sql").write_text(twice)
    build(workspace)
    now = known_on(workspace, LATER)
    assert (before.generation, now.generation) == (1, 2)

    def cases(known, period=None):
        return [row["value"] for row in known.rows if (row["name"], row["period"]) == ("cases", period)]

    assert (cases(before), cases(now)) == ([4.0], [8.0])
    assert sum(cases(now, f"{START:%Y-%m}")) == 8.0
    assert (before.definitions["cases"], now.definitions["cases"]) == (CASES, twice)
    assert {row["definition"] for row in before.rows}.isdisjoint({row["definition"] for row in now.rows})
    again = pq.read_table(workspace.history / "indicators-1.parquet", columns=["value"])["value"].to_pylist()
    assert again == [row["value"] for row in before.rows]


def test_what_nobody_knew_yet_is_told(tmp_path: Path):
    workspace = workspace_with(tmp_path / "firm", {"cases": CASES})
    with pytest.raises(NotFound, match="Nothing is kept of what was known on 1999-12-31"):
        known_on(workspace, date(1999, 12, 31))
    told = f"begins with generation 1, whose data was complete to {known_on(workspace, LATER).as_of:%Y-%m-%d}"
    with pytest.raises(NotFound, match=told):
        known_on(workspace, date(1999, 12, 31))
    shutil.rmtree(workspace.history)
    with pytest.raises(NotFound, match="No build has kept any yet: run `tracework build`"):
        known_on(workspace, LATER)


def test_settings_that_differ_have_another_hash(tmp_path: Path):
    workspace = workspace_with(tmp_path / "firm", {"cases": CASES})
    usual = settings_hash(firm_settings(workspace).metrics)
    workspace.settings_file.write_text("[metrics]\nbilling_cutoff_days = 30\n")
    assert settings_hash(firm_settings(workspace).metrics) != usual
    assert {row["settings"] for row in known_on(workspace, LATER).rows} == {usual}


def test_it_is_told_in_the_form_of_totals(tmp_path: Path):
    workspace = workspace_with(tmp_path / "firm", {"cases": CASES})
    known = known_on(workspace, LATER)
    (row,) = told_then(known, "cases", read_cut())
    assert {"name", "measure", "unit", "value", "n", "open", "slice", "period", "target", "generation"} <= row.keys()
    month = f"{START:%Y-%m}"
    assert [row["period"] for row in told_then(known, "cases", read_cut(grain="month"))] == [month]
    assert [row["value"] for row in told_then(known, None, read_cut(period=month))] == [4.0]
    with pytest.raises(WrongUse, match="is kept of the whole"):
        told_then(known, "cases", read_cut(by="practice"))


def test_who_sees_a_part_is_not_told_the_whole_and_few_people_are_not_told_of(tmp_path: Path):
    of_people = CASES.replace("-- [[measure]]", "-- about_people = true\n-- [[measure]]")
    of_people = of_people.replace("1 as value", "1 as value, thing.object_id as person")
    workspace = workspace_with(tmp_path / "firm", {"cases": CASES, "people": of_people})
    munich = Viewer("m", frozenset(), entities=frozenset({"munich"}))
    with open_log(workspace, munich) as log, pytest.raises(NotAllowed, match="you see a part of it"):
        what_was_known(log, LATER, "cases", read_cut())
    with open_log(workspace, Viewer.owner()) as log:
        assert [row["value"] for row in what_was_known(log, LATER, "cases", read_cut())] == [4.0]
        (hidden,) = what_was_known(log, LATER, "people", read_cut())
        assert (hidden["value"], hidden["n"], hidden["why"]) == (None, 0, "Fewer than 5 people, not shown.")
        with pytest.raises(NotFound, match=r'an indicator "none" as of then\. There are: cases, people'):
            what_was_known(log, LATER, "none", read_cut())
