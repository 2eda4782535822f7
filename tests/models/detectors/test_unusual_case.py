"""Cases that run as no other: by hand in an imported log, and beside what was planted in a firm."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
import pytest

from core.access import Viewer
from core.workspace import create_workspace
from eventlog.reading import EventLog, open_log
from ingest.imports import ImportChoices
from models.case_surprise.of_process import cases_of
from models.case_surprise.usual import scores_of_learnt
from models.detectors.unusual_case import DETECTOR, Process
from simulator.life.truth import troubles
from tests.generated_logs import START, Case, Event
from tests.models.two_clocks import whole
from tests.written_files import write_xes
from tracework.pipeline import import_file

NOW = START.replace(tzinfo=None) + timedelta(days=100)


def case(number: int, steps: str, day: float, approver: str = "Bob Barker") -> Case:
    """Steps by their first letters, a day apart: Ask, Check, Pay."""
    names = {"A": "Ask", "C": "Check", "P": "Pay"}
    who = {"A": f"Ann {number % 9}", "C": approver, "P": "Cid Carey"}
    events = [
        Event(names[letter], START + timedelta(days=day + place), who[letter]) for place, letter in enumerate(steps)
    ]
    return Case(f"case {number}", events, {"entity": "london", "client": f"client {number % 4}"})


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventLog]:
    usual = [case(number, "ACP", number / 2) for number in range(190)]
    odd = [
        case(900, "AP", 90),  # paid unchecked
        case(901, "AP", 20),  # the same, long ago
        case(902, "ACAC", 96.5),  # asked once more, and still running
        case(903, "ACP", 92, approver="Cid Carey"),  # who pays has checked
        case(904, "A", 99.5),  # has only begun
    ]
    folder = tmp_path_factory.mktemp("unusual")
    workspace = create_workspace(folder / "firm")
    import_file(workspace, write_xes(folder / "log.xes", [*usual, *odd]), ImportChoices(process="work"))
    with open_log(workspace, Viewer.owner()) as opened:
        yield opened


@pytest.fixture(scope="module")
def found(log):
    learned = json.loads(json.dumps(DETECTOR.fit(log, NOW)))
    assert DETECTOR.fit(log, NOW) == learned
    suspicions = DETECTOR.score(log, learned, NOW)
    assert DETECTOR.score(log, learned, NOW) == suspicions
    return {each.subject_id: each for each in suspicions}


def test_the_odd_ones_that_are_open_or_ended_lately(found):
    assert set(found) == {"case 900", "case 902", "case 903"}


def test_the_reasons_say_what_was_expected_and_lead_to_the_chance(found):
    skipped = found["case 900"]
    assert skipped.title.endswith("case 900: “Pay” after “Ask”, without “Check”")
    assert skipped.reasons[0].text == "After “Ask” comes “Check” (99% of 193); here “Pay” (0.5%)"
    assert skipped.summary.endswith("It has ended.")
    assert found["case 902"].title.endswith("“Ask” after “Check”, once more")
    assert found["case 902"].summary.endswith("It is still running.")
    assert found["case 903"].title.endswith("“Pay” by who did “Check” too")
    for each in found.values():
        assert 0 < each.usual < each.chance <= 0.5
        assert each.usual + sum(reason.points for reason in each.reasons) == pytest.approx(each.chance)
        assert all(reason.evidence == (each.subject_id,) for reason in each.reasons)
        assert each.peers.own > np.quantile(each.peers.values, 0.9)


def test_how_much_rarer_is_said_in_two_figures_and_never_as_more_than_the_log_can_tell(found):
    said = [re.search(r"about ([\d,]+) times|more than a million times", each.summary) for each in found.values()]
    for each in said:
        assert each
        if each[1]:
            number = each[1].replace(",", "")
            assert len(number) <= 6
            assert set(number[2:]) <= {"0"}
    assert all(each.peers.own <= 1_000_000 for each in found.values())


def test_place_time_and_no_money_where_the_log_has_none(found):
    skipped = found["case 900"]
    assert (skipped.place.entity, skipped.place.client, skipped.place.project) == ("london", "client 0", None)
    assert skipped.since == NOW - timedelta(days=9)
    assert (skipped.money, skipped.currency) == (None, None)
    assert skipped.suggestion.action == "look_at_case"


def test_a_step_that_came_is_foretold_better_than_at_random(log):
    before = NOW - timedelta(days=30)
    measured = DETECTOR.measure(log, DETECTOR.fit(log, before), before, NOW)
    assert measured.beats_naive
    assert measured.naive == pytest.approx(1 / 4, abs=0.02)
    assert measured.value > 0.85
    assert DETECTOR.measure(log, DETECTOR.fit(log, before), NOW, NOW) is None


def test_few_cases_have_no_usual_way(log):
    learned = DETECTOR.fit(log, NOW - timedelta(days=60))
    assert learned == {"processes": {}}
    assert DETECTOR.score(log, learned, NOW) == []


def test_what_happens_later_is_not_seen(log):
    with log.process("work") as process:
        then = cases_of(process, NOW - timedelta(days=50))
        now = cases_of(process, NOW)
    assert len(then.ids) < len(now.ids) == 195
    assert set(then.ids) <= set(now.ids)
    assert then.at_us.max() <= (NOW - timedelta(days=50) - datetime(1970, 1, 1)).total_seconds() * 1e6


def test_hours_that_were_not_posted_rank_above_the_others():
    firm = whole()
    moment = firm.log.database.value("select as_of from fact.span")
    with firm.log.process("time_capture") as process:
        known = Process.learnt(cases_of(process, moment), moment)
    score = scores_of_learnt(known.usual)
    planted = set(troubles(firm.state).filter(trouble="unposted_hours")["subject_id"])
    of_planted = np.array([score[way] for sheet, way in known.way_of.items() if sheet in planted])
    of_others = np.array([score[way] for sheet, way in known.way_of.items() if sheet not in planted])
    assert len(of_planted) >= 10
    above = (of_planted[:, None] > of_others).mean() + (of_planted[:, None] == of_others).mean() / 2
    assert above > 0.6
    assert (of_planted > known.spread.cut).mean() > 10 * (of_others > known.spread.cut).mean()
