"""Projects that will end below their target margin: of what was known then, with parts that add up, better than EVM."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import polars as pl
import pytest

from core.access import Viewer
from models.detector import Learned, Suspicion
from models.detectors.margin_at_risk import DETECTOR
from simulator.life.truth import troubles
from tests.metrics.tiny_log import TinyLog, at
from tests.models.two_clocks import earlier, earlier_moment
from tests.road.roads import Road

PART = re.compile(r"\(([+-][\d,]+) [A-Z]{3} of cost to the margin\)$")


def test_some_projects_are_told_of_the_most_at_stake_first(told: list[Suspicion]):
    assert len(told) >= 3
    assert [each.score for each in told] == sorted((each.score for each in told), reverse=True)
    assert all(each.money and each.money > 0 and each.currency and each.place.project for each in told)


def test_the_money_of_the_reasons_adds_up(told: list[Suspicion]):
    for each in told:
        found = [PART.search(reason.text) for reason in each.reasons]
        amounts = [float(part[1].replace(",", "")) for part in found if part]
        assert len(amounts) == len(each.reasons)
        assert sum(amounts) == pytest.approx(each.money, abs=len(amounts))


def test_reasons_lead_from_the_usual_chance_to_the_one_told(told: list[Suspicion]):
    for each in told:
        points = sum(reason.points for reason in each.reasons if reason.points is not None)
        assert each.usual + points == pytest.approx(each.chance, abs=1e-9)


def test_projects_whose_scope_grows_unseen_are_among_them(firm: Road, told: list[Suspicion]):
    """Planted scope creep at work for a month or more: those that run are told of, unless they earn enough anyway."""
    moment = earlier_moment(earlier().log)
    planted = troubles(firm.state).filter(pl.col("trouble") == "scope_creep")
    since = (moment - timedelta(days=30)).date()
    crept = {id_ for id_, begun in planted.select("subject_id", "since").rows() if begun < since}
    running = set(firm.log.database.column(
        "select object_id from fact.thing as thing anti join (select thing_no from fact.happened "
        "where event_type = 'project_closed' and ts < $moment) using (thing_no)", moment=moment,
    ))  # fmt: skip
    names = {each.subject_id for each in told}
    assert len(crept & running & names) >= len(crept & running) / 2


def test_what_is_learnt_survives_json(firm: Road, learned: Learned, told: list[Suspicion]):
    again = json.loads(json.dumps(learned))
    assert again == learned
    assert DETECTOR.score(firm.log, again, earlier_moment(earlier().log)) == told


def test_it_is_measured_against_earned_value(firm: Road, learned: Learned):
    end = firm.state.as_of.replace(tzinfo=None)
    measured = DETECTOR.measure(firm.log, learned, earlier_moment(earlier().log), end)
    assert measured is not None
    assert measured.n >= 15
    assert measured.value < 5
    assert measured.beats_naive
    assert DETECTOR.measure(firm.log, learned, end - timedelta(days=1), end) is None


def test_a_log_without_projects_is_silent():
    log = TinyLog().seen_by(Viewer.owner())
    assert DETECTOR.fit(log, at("2026-03-01")) == {}
    assert DETECTOR.score(log, {}, at("2026-03-01")) == []
    assert DETECTOR.measure(log, {}, at("2026-01-01"), at("2026-03-01")) is None
