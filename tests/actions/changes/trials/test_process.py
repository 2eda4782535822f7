"""A process's trial builds the cases that are there once the process's file was replaced; nothing of it stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from actions.changes.definitions import shipped_text
from actions.changes.trials import process
from actions.changes.trials.process_cases import cases_in
from actions.changes.trials.trial import Question
from core.errors import NotFound
from core.state import open_state
from core.workspace import create_workspace, writing
from eventlog.reading import EventLog
from ingest.pull import pull_source
from ingest.source_settings import configured_source
from metrics.cut import read_cut
from metrics.figures import UNKNOWN, in_words
from metrics.rollup import totals
from models.lateness.watched import days, watched
from tests.actions.changes.trials.conftest import PROCESS, content
from tests.actions.changes.trials.test_rule import rows
from tracework.pipeline import build

NAME = "sales_to_project"


def facts(log: EventLog) -> dict[str, str]:
    """Counted from the rows of its cases and steps."""
    with log.process(NAME) as found:
        cases = found.database.rows('select duration_us, variant_no, n from "case"')
        names = found.database.column("select name from step join activity using (activity_no)")
    return {
        "cases": f"{len(cases):,}",
        "steps": f"{len(names):,}",
        "kinds of steps": f"{len(set(names)):,}",
        "variants": f"{len({variant for _, variant, _ in cases}):,}",
        "from the first to the last step (median)": f"{median(each for each, _, _ in cases) / 3.6e9:,.1f} h",
    }


def steps(log: EventLog) -> Counter[str]:
    with log.process(NAME) as found:
        return Counter(found.database.column("select name from step join activity using (activity_no)"))


def late(log: EventLog) -> dict[str, str]:
    moment = datetime.fromisoformat(log.manifest["data_to"])
    found = {}
    for each in watched(log, moment):
        if each.process == NAME:
            missed = each.missed(np.arange(len(each.case)), days(moment))
            found[each.level.name] = f"{int((missed == 1).sum()):,} of {int(np.isfinite(missed).sum()):,}"
    return found


def test_its_cases_are_those_of_the_log_after_the_file_was_replaced(question, before, after):
    trial = process.tried(question(PROCESS))
    told = {row[0]: row[1:] for row in rows(trial, "The process")}
    now, then = facts(before), facts(after)
    assert {name: told[name] for name in now} == {name: (now[name], then[name]) for name in now}
    assert now != then
    levels = {row[0]: row[2:] for row in rows(trial, "Service levels")}
    one, other = late(before), late(after)
    # without its events nothing is known of a level
    assert levels == {name: (one[name], other.get(name, UNKNOWN)) for name in one}
    assert one != other
    one, other = steps(before), steps(after)
    differ = {name: (one[name], other[name]) for name in {*one, *other} if one[name] != other[name]}
    assert {row[0]: row[1:3] for row in rows(trial, "Steps that differ")} == differ
    gone = sorted(one.keys() - other.keys())
    more = f" and {len(gone) - 6} more" if len(gone) > 6 else ""
    assert f"steps that vanish: {', '.join(gone[:6])}{more}" in trial.sentence
    assert "Contract document saved" in one.keys() - other.keys()


def test_entities_have_their_own_rows(question, before):
    (table,) = [each for each in process.tried(question(PROCESS)).tables if each.title == "By legal entity"]
    with before.process(NAME) as found:
        cases = Counter(found.database.column('select entity from case_slice join "case" using (case_no)'))
    assert {each.entity: each.cells[1] for each in table.rows} == cases


def test_the_indicators_that_count_its_cases_are_told(question, before, after):
    cut = read_cut(period="2025-04..2026-03", grain="month", measures="per_100_cases")
    now, then = (
        {total.period.slug: total for total in totals(log, "exception_volume", cut)} for log in (before, after)
    )
    # the log built anew has other rules too: what is above the line is as before, the cases below it as there
    expected = {
        month: (in_words(total), in_words(replace(total, value=total.numerator / then[month].denominator)))
        for month, total in now.items()
        if total.denominator and total.denominator != then[month].denominator
    }
    assert expected
    told = rows(process.tried(question(PROCESS)), "Exception volume: months that differ")
    assert {row[0]: row[2:4] for row in told} == expected


def test_nothing_is_published_and_nothing_stays(question, firm):
    files, number = content(firm.root), firm.current_generation()
    process.tried(question(PROCESS))
    with pytest.raises(NotFound, match="calendar"):
        process.tried(
            question(PROCESS, question(PROCESS).now.replace('calendar = "new_york"', 'calendar = "atlantis"'))
        )
    assert (content(firm.root), firm.current_generation()) == (files, number)


def test_a_new_one_one_taken_away_and_one_that_changes_nothing(question, before):
    with before.process(NAME) as found:
        cases = f"{found.cases:,} cases"
    new = process.tried(question("processes/my_own.toml", question(PROCESS).now))
    assert new.sentence.startswith(f"There is none yet. It would have {cases}, ")
    asked = question("processes/my_own.toml", None)
    gone = process.tried(type(asked)(asked.state, asked.path, question(PROCESS).now, None))
    assert gone.sentence.startswith(f"It is taken away with its {cases}")
    same = process.tried(question(PROCESS, question(PROCESS).now.replace('version = "1"', 'version = "2"')))
    assert same.sentence.startswith(f"Nothing of it changes: {cases}, ")


def test_without_a_declaration_an_imported_process_is_what_holds(before):
    with before.process(NAME) as found:
        assert cases_in(before, None, NAME).cases == found.cases


def test_of_too_many_steps_the_service_levels_are_not_told_and_that_is_said(question, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("actions.changes.trials.process_cases.MOST_STEPS", 10)
    trial = process.tried(question(PROCESS))
    assert "its service levels are not told" in trial.note
    assert "past a service level" not in trial.sentence
    assert rows(trial, "The process")[1] == ("times past a service level", UNKNOWN, UNKNOWN)
    assert not [each for each in trial.tables if each.title == "Service levels" and each.rows]


def test_on_a_log_in_which_nothing_happened_yet_it_says_so(tmp_path: Path):
    place = create_workspace(tmp_path / "firm")
    (place.root / "exports" / "client").mkdir(parents=True)
    (place.root / "exports" / "client" / "all.csv").write_text("id,name\n1,Abel\n2,Baker\n")
    place.settings_file.write_text(
        '[sources.crm]\nconnector = "folder"\npath = "exports"\nsettle = 0\n'
        '[sources.crm.tables.client]\nkey = ["id"]\nobjects = [{type = "client", id = "r.id"}]\n'
    )
    with writing(place):
        pull_source(place, configured_source(place, "crm"))
    build(place)
    ours = shipped_text(PROCESS) or ""
    with open_state(place) as state:
        trial = process.tried(Question(state, PROCESS, ours, ours.replace("hours = 16", "hours = 8")))
    assert trial.sentence == "Nothing of it changes: 0 cases, 0 times past a service level."
