"""Roles short of people in a pretend firm: with reasons that add up, of what was known then, better than usual."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from core.access import Viewer
from models.detector import Learned, Suspicion
from models.detectors.role_shortage import DETECTOR
from tests.metrics.tiny_log import TinyLog, at
from tests.models.two_clocks import earlier, earlier_moment
from tests.road.roads import Road


def test_some_roles_are_short_and_the_most_short_come_first(told: list[Suspicion]):
    assert len(told) >= 3
    assert [each.score for each in told] == sorted((each.score for each in told), reverse=True)
    assert len({each.subject_id for each in told}) == len(told)


def test_reasons_lead_from_the_usual_chance_to_the_one_told(told: list[Suspicion]):
    for each in told:
        points = [reason.points for reason in each.reasons]
        if each.subject_type == "assignment":
            assert set(points) == {None}
            continue
        assert None not in points
        assert each.usual + sum(point for point in points if point is not None) == pytest.approx(each.chance, abs=1e-9)


def test_it_names_the_requests_and_opportunities_behind_it(firm: Road, told: list[Suspicion]):
    named = {id_ for each in told for reason in each.reasons for id_ in reason.evidence}
    known = set(firm.log.database.column("select object_id from object"))
    assert named
    assert named <= known
    assert all(each.money is None or each.money > 0 for each in told)
    assert all(each.place.entity for each in told)


def test_what_is_learnt_survives_json(firm: Road, learned: Learned, told: list[Suspicion]):
    again = json.loads(json.dumps(learned))
    assert again == learned
    assert DETECTOR.score(firm.log, again, earlier_moment(earlier().log)) == told


def test_it_beats_how_often_the_role_was_short(firm: Road):
    end = firm.state.as_of.replace(tzinfo=None)
    since = end - timedelta(weeks=9)
    measured = DETECTOR.measure(firm.log, DETECTOR.fit(firm.log, since), since, end)
    assert measured is not None
    assert measured.beats_naive
    assert measured.value < 0.75 * measured.naive


def test_a_log_without_staffing_is_silent():
    log = TinyLog().seen_by(Viewer.owner())
    assert DETECTOR.fit(log, at("2026-03-01")) == {}
    assert DETECTOR.score(log, {}, at("2026-03-01")) == []
    assert DETECTOR.measure(log, {}, at("2026-01-01"), at("2026-03-01")) is None
