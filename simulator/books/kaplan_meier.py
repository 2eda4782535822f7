"""After which time half, or nine in ten, are done, where some are still open: Kaplan and Meier, in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Time = TypeVar("Time", int, float)
LEFT = (2, 10)  # the median leaves a half, the ninetieth percentile a tenth


def quantiles(times: Sequence[Time], is_open: Sequence[bool]) -> list[Time | None]:
    """For each part of `LEFT` the first time at which no more than that part is not done; none if that never is.

    At equal times what was done comes before what is still open. Between two that are open, survival is a fraction
    whose terms cancel out: those at risk now over those at risk then; so few numbers are multiplied.
    """
    found: list[Time | None] = [None] * len(LEFT)
    at_risk = since = len(times)
    above, below = 1, 1
    for time, still in sorted(zip(times, is_open, strict=True)):
        at_risk -= 1
        if still:
            above, below, since = above * (at_risk + 1), below * since, at_risk
            continue
        for place, part in enumerate(LEFT):
            if found[place] is None and above * at_risk * part <= below * since:
                found[place] = time
    return found
