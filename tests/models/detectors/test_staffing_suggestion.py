"""Suggestions for open requests of a pretend firm: of what was known then, nearer to what was done than chance."""

from __future__ import annotations

import json
from datetime import timedelta

from core.access import Viewer
from models.detector import Learned, Suspicion
from models.detectors.staffing_suggestion import DETECTOR
from tests.metrics.tiny_log import TinyLog, at
from tests.models.two_clocks import earlier, earlier_moment
from tests.road.roads import Road


def test_each_names_people_by_their_id_only(firm: Road, told: list[Suspicion]):
    people = dict(firm.log.database.rows("select object_id, person from fact.person"))
    assert told
    for each in told:
        named = [reason.evidence[0] for reason in each.reasons]
        assert 1 <= len(named) == len(set(named)) <= 3
        said = " ".join((each.title, each.summary, each.suggestion.text, *(reason.text for reason in each.reasons)))
        assert not any(people[id_] in said for id_ in named)


def test_what_is_learnt_survives_json(firm: Road, learned: Learned, told: list[Suspicion]):
    again = json.loads(json.dumps(learned))
    assert again == learned
    assert DETECTOR.score(firm.log, again, earlier_moment(earlier().log)) == told


def test_who_was_booked_is_among_three_more_often_than_by_chance(firm: Road):
    end = firm.state.as_of.replace(tzinfo=None)
    since = end - timedelta(weeks=12)
    measured = DETECTOR.measure(firm.log, DETECTOR.fit(firm.log, since), since, end)
    assert measured is not None
    assert measured.beats_naive


def test_a_log_without_staffing_is_silent():
    log = TinyLog().seen_by(Viewer.owner())
    assert DETECTOR.fit(log, at("2026-03-01")) == {}
    assert DETECTOR.score(log, {}, at("2026-03-01")) == []
    assert DETECTOR.measure(log, {}, at("2026-01-01"), at("2026-03-01")) is None
