"""The remaining time: the median by last activity, and gradient boosted trees (LightGBM, absolute error) that begin
there, where they were better on each of several later parts that they had not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from models.detector import Json
from models.remaining_time.encoding import Vocabulary, encode, vocabulary
from models.remaining_time.histories import Floats, Histories, Moments
from models.remaining_time.interval import WINDOW, Predicted
from models.remaining_time.weighing import median, stand_for_unknown

FOLDS = ((0.4, 0.6), (0.6, 0.8), (0.8, 1.0))
"""Shares of the cases by their beginning: learnt before the first, tried between the two."""
SHAPES: Mapping[str, Mapping[str, float]] = {
    "plain": {"num_leaves": 31, "learning_rate": 0.05, "min_data_in_leaf": 20},
    "careful": {"num_leaves": 15, "learning_rate": 0.03, "min_data_in_leaf": 50, "feature_fraction": 0.7},
}
TREES, PATIENCE = 1200, 60
ALWAYS = {"objective": "l1", "verbosity": -1, "num_threads": 1, "deterministic": True, "seed": 0}
SURE = 2.0
"""How many standard errors, over cases, the trees must be better; and in no part so many worse."""
FEWEST, LARGEST = 200, 200_000
"""Of fewer looks no trees are learnt; of more, every n-th case is taken."""


@dataclass(frozen=True)
class Told:
    """Looks with what remained; not a number where that is not known by `until`. Without `until` all is known."""

    histories: Histories
    moments: Moments
    remaining: Floats
    until: float | None = None
    stands_for: Floats | None = None
    """How many looks each stands for, where that was told before some were left out."""

    @cached_property
    def last(self) -> NDArray[np.str_]:
        return self.histories.names[self.moments.event]

    @cached_property
    def case(self) -> NDArray[np.int64]:
        return self.histories.case[self.moments.event]

    @cached_property
    def weight(self) -> Floats:
        if self.stands_for is not None:
            return self.stands_for
        if self.until is None:
            return np.ones(len(self.remaining))
        return stand_for_unknown(self.moments.day, self.remaining, self.until)

    def pick(self, which: NDArray[np.bool_]) -> Told:
        return Told(self.histories, self.moments.pick(which), self.remaining[which], self.until)

    def known_by(self, day: float) -> Told:
        """As it was on an earlier day."""
        some = self.pick(self.moments.day <= day)
        over = some.moments.day + some.remaining <= day
        return Told(self.histories, some.moments, np.where(over, some.remaining, np.nan), day)

    @property
    def known(self) -> Told:
        """Those whose outcome is known, which stand for the others too."""
        some = ~np.isnan(self.remaining)
        kept = self.pick(some)
        return Told(kept.histories, kept.moments, kept.remaining, kept.until, self.weight[some])


@dataclass(frozen=True)
class RemainingTime:
    """What was learnt. `trees` is the text of LightGBM, empty where the median by last activity is kept; `tried` are
    predictions that the method made of looks it had not learnt from, for the interval."""

    words: Vocabulary
    medians: Mapping[str, float]
    usual: float
    trees: str
    tried: Predicted

    @cached_property
    def _booster(self) -> lightgbm.Booster | None:
        return lightgbm.Booster(model_str=self.trees) if self.trees else None

    def start(self, histories: Histories, moments: Moments) -> Floats:
        """The median by last activity: where the trees begin."""
        names, inverse = np.unique(
            histories.names[moments.event], return_inverse=True
        )  # fmt: skip
        return np.array([self.medians.get(str(name), self.usual) for name in names], np.float64)[inverse]

    def predict(self, histories: Histories, moments: Moments) -> Floats:
        """Days that each look still takes."""
        days = self.start(histories, moments)
        if self._booster and len(moments):
            days = days + np.asarray(self._booster.predict(encode(histories, moments, self.words), num_threads=1))
        return np.maximum(days, 0.0)

    def parts(self, histories: Histories, moments: Moments) -> Floats:
        """What each column adds to the days, and in the last place where it starts (TreeSHAP): together what `predict`
        gives, but for what is below 0."""
        start = self.start(histories, moments)
        if not self._booster or not len(moments):
            return np.column_stack([np.zeros((len(moments), len(self.words.names))), start])
        rows = encode(histories, moments, self.words)
        found = np.asarray(self._booster.predict(rows, pred_contrib=True, num_threads=1))
        found[:, -1] += start
        return found

    def as_json(self) -> dict[str, Json]:
        tried = [self.tried.day.tolist(), self.tried.days.tolist()]
        came: list[Json] = [None if np.isnan(value) else value for value in self.tried.remaining.tolist()]
        return {
            "counted": list(self.words.counted), "ending": list(self.words.ending), "places": self.words.places,
            "medians": dict(self.medians), "usual": self.usual, "trees": self.trees, "tried": [*tried, came],
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> RemainingTime:
        """What `as_json` gave."""
        day, days, came = kept["tried"]
        tried = Predicted(
            np.array(day, np.float64), np.array(days, np.float64),
            np.array([np.nan if value is None else value for value in came], np.float64),
        )  # fmt: skip
        words = Vocabulary(tuple(kept["counted"]), tuple(kept["ending"]), dict(kept["places"]))
        return cls(words, kept["medians"], kept["usual"], kept["trees"], tried)


def learn(told: Told, shapes: Sequence[str] = tuple(SHAPES)) -> RemainingTime | None:
    """From looks at cases, with trees of the best of these shapes; None where nothing of them is known."""
    told = _thinned(told)
    if not len(told.known.moments):
        return None
    folds = list(_folds(told))
    best, rounds, tried = _chosen(folds, shapes)
    some = told.known
    words = vocabulary(some.histories, some.moments, some.remaining)
    medians, usual = _medians(some)
    learnt = RemainingTime(words, medians, usual, "", tried)
    if not best:
        return learnt
    return RemainingTime(words, medians, usual, _grown(learnt, some, best, rounds, None)[0], tried)


def _thinned(told: Told) -> Told:
    every = -(-len(told.remaining) // LARGEST)
    return told if every <= 1 else told.pick(told.case % every == 0)


def _folds(told: Told) -> Iterator[tuple[Told, Told]]:
    """What was learnt from and what it is tried on, the latest last; where it counts, as known then."""
    cases = np.unique(told.case)
    order = cases[np.argsort(told.histories.begins[cases], kind="stable")]
    place = np.zeros(told.histories.cases)
    place[order] = np.arange(len(order)) / max(len(order), 1)
    at = place[told.case]
    for since, until in FOLDS:
        before, after = told.pick(at < since), told.pick((at >= since) & (at < until))
        if told.until is not None and len(after.moments):
            before = before.known_by(float(told.histories.begins[after.case].min()))
        if len(before.known.moments) >= FEWEST and len(after.known.moments) >= FEWEST:
            yield before.known, after


@dataclass(frozen=True)
class _Try:
    """One shape of trees on one part: predictions beside those of the median, of looks whose outcome is known."""

    rounds: int
    days: Floats
    error: float
    gain: float
    sure: float


def _chosen(folds: Sequence[tuple[Told, Told]], shapes: Sequence[str]) -> tuple[str, int, Predicted]:
    """The shape that is best over all parts and its number of trees; no shape where the median is as good."""
    tries: dict[str, list[_Try]] = {name: [] for name in shapes}
    starts = [_start(before, after) for before, after in folds]
    for (before, after), start in zip(folds, starts, strict=True):
        for name in shapes:
            tries[name].append(_tried(name, before, after, start))
    best = min(tries, key=lambda name: sum(one.error for one in tries[name]), default="") if folds else ""
    if best and not _is_better(tries[best]):
        best = ""
    rounds = tries[best][-1].rounds if best else 0
    if not folds:
        return "", 0, Predicted(np.zeros(0), np.zeros(0), np.zeros(0))
    after = folds[-1][1]
    days = tries[best][-1].days if best else starts[-1].predict(after.histories, after.moments)
    latest = Predicted(after.moments.day, days, after.remaining).sorted()
    return best, rounds, Predicted(latest.day[-WINDOW:], latest.days[-WINDOW:], latest.remaining[-WINDOW:])


def _is_better(tries: Sequence[_Try]) -> bool:
    together = sum(one.sure for one in tries) / np.sqrt(len(tries))
    return bool(together > SURE and min(one.sure for one in tries) > -SURE and sum(one.gain for one in tries) > 0)


def _start(before: Told, after: Told) -> RemainingTime:
    medians, usual = _medians(before)
    words = vocabulary(before.histories, before.moments, before.remaining)
    return RemainingTime(words, medians, usual, "", Predicted(np.zeros(0), np.zeros(0), np.zeros(0)))


def _tried(shape: str, before: Told, after: Told, start: RemainingTime) -> _Try:
    some = after.known
    trees, rounds = _grown(start, before, shape, TREES, some)
    grown = RemainingTime(start.words, start.medians, start.usual, trees, start.tried)
    days = grown.predict(after.histories, after.moments)
    known = ~np.isnan(after.remaining)
    off = np.abs(days[known] - some.remaining) * some.weight
    gain = np.abs(start.predict(some.histories, some.moments) - some.remaining) * some.weight - off
    by_case = np.bincount(some.case, gain)[np.unique(some.case)]
    error = float(by_case.std() * np.sqrt(len(by_case)))
    sure = float(gain.sum() / error) if error else 0.0
    weight = float(some.weight.sum())
    return _Try(rounds, days, float(off.sum()) / weight, float(gain.sum()) / weight, sure)


def _medians(told: Told) -> tuple[dict[str, float], float]:
    found = {
        str(name): median(told.remaining[told.last == name], told.weight[told.last == name])
        for name in np.unique(told.last)
    }
    return found, median(told.remaining, told.weight)


def _grown(start: RemainingTime, told: Told, shape: str, rounds: int, tried: Told | None) -> tuple[str, int]:
    """The text of the trees and their number; with a part to try them on, so many as are best there."""

    def prepared(some: Told, reference: lightgbm.Dataset | None = None) -> lightgbm.Dataset:
        return lightgbm.Dataset(
            encode(some.histories, some.moments, start.words), some.remaining, weight=some.weight,
            init_score=start.start(some.histories, some.moments), reference=reference,
        )  # fmt: skip

    settings, data = {**ALWAYS, **SHAPES[shape]}, prepared(told)
    if tried is None:
        return lightgbm.train(settings, data, max(rounds, 1)).model_to_string(), max(rounds, 1)
    stop = lightgbm.early_stopping(PATIENCE, verbose=False)
    grown = lightgbm.train(settings, data, rounds, valid_sets=[prepared(tried, data)], callbacks=[stop])
    return grown.model_to_string(num_iteration=grown.best_iteration), grown.best_iteration
