"""Running cases likely late: with reasons that add up, once a case, better than the usual share."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from models.detector import Suspicion
from models.detectors.likely_late import DETECTOR
from tests.models.two_clocks import earlier, earlier_moment, whole


@pytest.fixture(scope="module")
def told() -> tuple[dict[str, object], list[Suspicion]]:
    early = earlier().log
    moment = earlier_moment(early)
    learned = json.loads(json.dumps(DETECTOR.fit(early, moment - timedelta(days=14))))
    return learned, DETECTOR.score(early, learned, moment)


def test_reasons_lead_from_the_usual_chance_to_its_own(told):
    for each in told[1]:
        assert each.usual + sum(reason.points or 0 for reason in each.reasons) == pytest.approx(each.chance, abs=1e-9)
        assert each.peers is None or each.peers.own >= 0
        assert each.suggestion.action == "chase_step"


def test_it_is_told_once_of_a_case_and_the_most_probable_first(told):
    subjects = [(each.subject_type, each.subject_id) for each in told[1]]
    assert len(set(subjects)) == len(subjects)
    assert [each.score for each in told[1]] == sorted((each.score for each in told[1]), reverse=True)


def test_it_beats_the_share_of_each_service_level(told):
    late, moment = whole().log, earlier_moment(earlier().log)
    measured = DETECTOR.measure(late, told[0], moment - timedelta(days=14), moment + timedelta(days=14))
    assert measured is not None
    assert measured.n > 100
    assert measured.beats_naive
