"""The chance that a running case misses its service level: by the time it has used, and where they tell more, trees.

By time alone it is the share of cases that missed among those that ran as long (Kaplan-Meier over working time). The
trees (LightGBM, TreeSHAP) begin there and are kept where they told a later part better that they had not seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from models.detector import Json
from models.invoices.logistic import logit, shared, sigmoid
from models.lateness.watched import Watched
from models.remaining_time.encoding import Vocabulary, encode, vocabulary
from models.remaining_time.histories import Floats, Ints, Moments

FEWEST_CASES, FEWEST_MISSED, FEWEST_LOOKS = 30, 3, 300
LATER = 0.25
"""The last part of the looks by time, on which trees are tried."""
TREES, PATIENCE, SURE = 300, 30, 2.0
SETTINGS = {
    "objective": "binary", "verbosity": -1, "num_threads": 1, "deterministic": True, "seed": 0,
    "num_leaves": 8, "learning_rate": 0.05, "min_data_in_leaf": 30, "feature_fraction": 0.8,
    "boost_from_average": False,
}  # fmt: skip
LONGEST = 10.0
"""What took so many times what it may, or longer, counts alike."""
PRIOR = 2.0
"""The share of few is drawn to the usual as if so many more had come at it."""


@dataclass(frozen=True)
class Lateness:
    """What was learnt of one service level: by part of the hours used, how long cases took; trees, if they are kept."""

    usual: float
    took: Floats
    """Part of the hours that each case took, or had taken when it was last seen, in order;"""

    over: NDArray[np.bool_]
    """and whether it was over then."""

    words: Vocabulary
    trees: str
    of_places: Mapping[str, float]

    @cached_property
    def _booster(self) -> lightgbm.Booster | None:
        return lightgbm.Booster(model_str=self.trees) if self.trees else None

    @cached_property
    def _survival(self) -> tuple[Floats, Floats]:
        left = len(self.took) - np.arange(len(self.took))
        still = np.asarray(np.cumprod(np.where(self.over, 1 - 1 / left, 1.0)), np.float64)
        return still, np.asarray(left, np.float64)

    def start(self, used: Floats) -> Floats:
        """The chance by the part of the hours that is used."""
        still, left = self._survival
        still = np.concatenate([[1.0], still])
        at = np.searchsorted(self.took, used, side="right")
        end = still[np.searchsorted(self.took, 1.0, side="right")]
        running = np.concatenate([left, [0.0]])[at]
        share = np.where(still[at] > 0, end / np.where(still[at] > 0, still[at], 1.0), self.usual)
        return np.asarray((share * running + PRIOR * self.usual) / (running + PRIOR), np.float64)

    def chance(self, watched: Watched, rows: Ints, days: Floats) -> Floats:
        usual, parts = self.parts(watched, rows, days)
        return sigmoid(usual + parts.sum(axis=1))

    def parts(self, watched: Watched, rows: Ints, days: Floats) -> tuple[float, Floats]:
        """Log odds of the usual chance, and what the hours used and each column add to them."""
        used = watched.used(rows, days)
        usual = float(logit(self.usual))
        by_time = logit(self.start(used)) - usual
        if not self._booster or not len(rows):
            return usual, by_time[:, None]
        found = np.asarray(
            self._booster.predict(_columns(watched, rows, days, self.words), pred_contrib=True, num_threads=1)
        )
        return usual + float(found[0, -1]), np.column_stack([by_time, found[:, :-1]])

    def points(self, watched: Watched, rows: Ints, days: Floats) -> tuple[float, Floats]:
        """The usual chance, and what each part adds to it."""
        usual, parts = self.parts(watched, rows, days)
        return float(sigmoid(np.array([usual]))[0]), shared(parts, usual)

    def as_json(self) -> dict[str, Json]:
        words = self.words
        return {
            "usual": self.usual, "took": [round(value, 4) for value in self.took.tolist()],
            "over": [int(value) for value in self.over.tolist()], "trees": self.trees,
            "of_places": dict(self.of_places), "counted": list(words.counted), "ending": list(words.ending),
            "places": words.places,
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Lateness:
        """What `as_json` gave."""
        words = Vocabulary(tuple(kept["counted"]), tuple(kept["ending"]), dict(kept["places"]))
        return cls(
            kept["usual"], np.array(kept["took"], np.float64), np.array(kept["over"], bool), words, kept["trees"],
            kept["of_places"],
        )  # fmt: skip


def columns_of(words: Vocabulary) -> list[str]:
    """What `Lateness.points` has beside the hours used."""
    return [*words.names, "used"]


def learn_lateness(watched: Watched, until: float) -> Lateness | None:
    """Of the cases as they were known then; None where too few ended or missed it."""
    every = np.arange(len(watched.case))
    missed = watched.missed(every, until)
    known = ~np.isnan(missed)
    if known.sum() < FEWEST_CASES or np.nansum(missed) < FEWEST_MISSED:
        return None
    rows, days = watched.looks(until)
    came = watched.missed(rows, until)
    some = ~np.isnan(came)
    rows, days, came = rows[some], days[some], came[some]
    words = vocabulary(watched.histories, watched.moments(rows, days), came)
    plain = Lateness(float(missed[known].mean()), *_took(watched, until), words, "", _by_place(watched, missed))
    if len(rows) < FEWEST_LOOKS or (rounds := _rounds(plain, watched, (rows, days, came))) == 0:
        return plain
    trees = _grown(plain, watched, (rows, days, came), rounds).model_to_string()
    return Lateness(plain.usual, plain.took, plain.over, words, trees, plain.of_places)


def _took(watched: Watched, until: float) -> tuple[Floats, NDArray[np.bool_]]:
    every = np.arange(len(watched.case))
    over = watched.kept <= until
    took = watched.used(every, np.where(over, watched.kept, np.minimum(watched.gone, until)))
    # what took far longer tells no more; rounded, as it is kept
    took = np.asarray(np.round(np.minimum(took, LONGEST), 4), np.float64)
    order = np.lexsort((~over, took))
    return took[order], over[order]


def _by_place(watched: Watched, missed: Floats) -> dict[str, float]:
    place = watched.histories.said["place"]
    found: dict[str, list[float]] = {}
    for row, value in enumerate(missed.tolist()):
        name = place[int(watched.histories.first[watched.case[row]])]
        if name and not np.isnan(value):
            found.setdefault(name, []).append(value)
    return {name: float(np.mean(values)) for name, values in sorted(found.items())}


def _columns(watched: Watched, rows: Ints, days: Floats, words: Vocabulary) -> Floats:
    looks: Moments = watched.moments(rows, days)
    return np.column_stack([encode(watched.histories, looks, words), watched.used(rows, days)])


_Looks = tuple[Ints, Floats, Floats]


def _rounds(plain: Lateness, watched: Watched, looks: _Looks) -> int:
    """How many trees told the later part best; none where they are not surely better there."""
    rows, days, came = looks
    since = float(np.quantile(days, 1 - LATER))
    early = (days < since) & (np.fmin(watched.kept[rows], watched.due[rows]) < since)
    later = days >= since
    if len(np.unique(came[early])) < 2 or len(np.unique(came[later])) < 2:
        return 0
    part = (rows[later], days[later], came[later])
    grown = _grown(plain, watched, (rows[early], days[early], came[early]), TREES, part)
    start = logit(plain.start(watched.used(*part[:2])))
    odds = start + np.asarray(
        grown.predict(
            _columns(watched, *part[:2], plain.words), raw_score=True, num_iteration=grown.best_iteration, num_threads=1
        )
    )
    gain = _loss(start, part[2]) - _loss(odds, part[2])
    by_case = np.bincount(part[0], gain)[np.unique(part[0])]
    error = float(by_case.std() * np.sqrt(len(by_case)))
    return int(grown.best_iteration) if error and gain.sum() / error > SURE else 0


def _loss(odds: Floats, came: Floats) -> Floats:
    return np.asarray(np.logaddexp(0.0, np.where(came > 0, -odds, odds)), np.float64)


def _grown(
    plain: Lateness, watched: Watched, looks: _Looks, rounds: int, tried: _Looks | None = None
) -> lightgbm.Booster:
    def prepared(part: _Looks, reference: lightgbm.Dataset | None = None) -> lightgbm.Dataset:
        rows, days, came = part
        start = logit(plain.start(watched.used(rows, days)))
        columns = _columns(watched, rows, days, plain.words)
        return lightgbm.Dataset(columns, came, init_score=start, reference=reference)

    data = prepared(looks)
    if tried is None:
        return lightgbm.train(SETTINGS, data, rounds)
    stop = lightgbm.early_stopping(PATIENCE, verbose=False)
    return lightgbm.train(SETTINGS, data, rounds, valid_sets=[prepared(tried, data)], callbacks=[stop])
