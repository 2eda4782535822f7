"""Roads that several tests look at, each walked once."""

from __future__ import annotations

import pytest

from tests.road.roads import Road, small_road


@pytest.fixture(scope="session")
def calm() -> Road:
    """A firm without any trouble, pulled once."""
    return small_road("none", (0,))


@pytest.fixture(scope="session")
def troubled() -> Road:
    """A firm with all troubles, pulled a month before and again."""
    return small_road("all", (30, 0))
