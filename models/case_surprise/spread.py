"""How the scores of a log's cases are spread, and so how likely a high one is more than the far end of the usual."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from models.case_surprise.counting import Floats
from models.case_surprise.usual import UNUSUAL

if TYPE_CHECKING:
    from models.detector import Json

KEPT = 1000
MOST_UNUSUAL = 0.05
"""No more than this share of the cases it learnt from is called unusual."""
WORTH = 0.5
"""So many of the odd cases are taken to be worth acting on, until people's verdicts tell."""
NARROWEST = 0.1


@dataclass(frozen=True)
class Spread:
    """The scores of the cases it learnt from, in order; of many, a thousand at even distances."""

    ordered: Floats
    cases: int

    @staticmethod
    def of(scores: Floats) -> Spread:
        ordered = np.sort(scores)
        if len(ordered) > KEPT:
            ordered = ordered[np.linspace(0, len(ordered) - 1, KEPT).round().astype(np.int64)]
        return Spread(np.round(ordered, 6), len(scores))

    def as_json(self) -> dict[str, Json]:
        return {"ordered": self.ordered.tolist(), "cases": self.cases}

    @staticmethod
    def of_json(told: Any) -> Spread:
        return Spread(np.array(told["ordered"], float), told["cases"])

    @cached_property
    def cut(self) -> float:
        """What scores higher is unusual."""
        return max(UNUSUAL, float(np.quantile(self.ordered, 1 - MOST_UNUSUAL)))

    @property
    def tells(self) -> bool:
        """Whether there is a usual way at all: most cases run as others do."""
        return len(self.ordered) > 0 and float(np.median(self.ordered)) < UNUSUAL

    @cached_property
    def usual(self) -> float:
        """The chance of a case taken at random."""
        return float(np.mean([self.chance(each) if each > self.cut else 0.0 for each in self.ordered]))

    def chance(self, score: float) -> float:
        """Half the share of so high scores that is more than the body of the scores would give: from its median the
        body falls off as fast as it does to its upper quartile (an exponential tail), the rest above is odd."""
        median, quartile = np.quantile(self.ordered, (0.5, 0.75))
        slope = max(float(quartile - median), NARROWEST) / np.log(2)
        of_the_body = 0.5 * np.exp(-max(score - median, 0.0) / slope)
        above = len(self.ordered) - np.searchsorted(self.ordered, score)
        there = (above + 1) / (len(self.ordered) + 1)
        return float(WORTH * np.clip(1 - of_the_body / there, 0.0, 1.0))
