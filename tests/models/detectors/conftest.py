"""What tests of a detector share: a firm pulled to its end, and what it tells of a moment five weeks before that."""

from __future__ import annotations

import pytest

from models.detector import Detector, Learned, Suspicion
from tests.models.two_clocks import earlier, earlier_moment, whole
from tests.road.roads import Road


@pytest.fixture(scope="session")
def firm() -> Road:
    return whole()


@pytest.fixture(scope="module")
def learned(request: pytest.FixtureRequest, firm: Road) -> Learned:
    """What the `DETECTOR` that the tests import had learnt by then."""
    detector: Detector = request.module.DETECTOR
    return detector.fit(firm.log, earlier_moment(earlier().log))


@pytest.fixture(scope="module")
def told(request: pytest.FixtureRequest, firm: Road, learned: Learned) -> list[Suspicion]:
    detector: Detector = request.module.DETECTOR
    return detector.score(firm.log, learned, earlier_moment(earlier().log))
