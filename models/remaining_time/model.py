"""The remaining time: the median by last activity, times what gradient boosted trees (LightGBM, absolute error) add to
its logarithm; so much of that as was better on later parts that they had not seen, and none where nothing was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from models.detector import Json
from models.remaining_time.encoding import DRIFTING, Vocabulary, encode, vocabulary
from models.remaining_time.histories import Floats, Histories, Moments
from models.remaining_time.interval import Predicted, evenly
from models.remaining_time.rhythm import Rhythm, rhythm_of
from models.remaining_time.weighing import median, stand_for_unknown

NOTHING = Predicted(np.zeros(0), np.zeros(0), np.zeros(0))
FOLDS = ((0.4, 0.6), (0.6, 0.8), (0.8, 1.0))
"""Shares of the cases by their beginning: learnt before the first, tried between the two."""
VIEWS: Mapping[str, tuple[str, ...]] = {"of its time": ("of_week", "to_year_end"), "steady": DRIFTING}
"""Trees of each view see all columns but these; several tell their mean."""
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How much of what the trees add is taken; 0 is the median by last activity alone."""
TREES, PATIENCE = 1200, 60
SETTINGS = {
    "objective": "l1", "verbosity": -1, "num_threads": 1, "deterministic": True, "seed": 0,
    "num_leaves": 31, "learning_rate": 0.05, "min_data_in_leaf": 20, "lambda_l2": 5.0, "path_smooth": 5.0,
}  # fmt: skip
SURE = 2.0
"""How many standard errors, over cases, the trees must be better; and in no part so many worse."""
EVIDENCE = 0.5
"""A part of which fewer are known tells nothing: of slow cases only the quick ones are over."""
OFFSET, LEAST_OFFSET = 0.1, 0.001
"""Part of the usual time, and at least so many days, that is added before the logarithm is taken."""
TRIED = 2000
"""So many looks that were tried are kept for the interval."""
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

    @cached_property
    def rhythm(self) -> Rhythm:
        """The clock of the process, as it was known when the last of the cases began, or at `until`."""
        cases, at = np.unique(self.case, return_index=True)
        ends = (self.moments.day + self.remaining)[at]
        until = float(self.histories.begins[cases].max(initial=-np.inf)) if self.until is None else self.until
        return rhythm_of(ends[~np.isnan(ends)], until)

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
    """What was learnt. `trees` is by view the text of LightGBM, and `share` how much of what they add is taken; none
    where the median by last activity is kept. `tried` are predictions that the method made of looks it had not learnt
    from, and `rhythm` the clock of the process, for the interval."""

    words: Vocabulary
    medians: Mapping[str, float]
    usual: float
    trees: Mapping[str, str]
    share: float
    tried: Predicted
    rhythm: Rhythm

    @cached_property
    def _boosters(self) -> Mapping[str, lightgbm.Booster]:
        return {view: lightgbm.Booster(model_str=text) for view, text in self.trees.items()}

    @property
    def offset(self) -> float:
        """Days that are added before the logarithm is taken."""
        return max(OFFSET * self.usual, LEAST_OFFSET)

    def start(self, histories: Histories, moments: Moments) -> Floats:
        """The median by last activity: where the trees begin."""
        names, inverse = np.unique(histories.names[moments.event], return_inverse=True)
        return np.array([self.medians.get(str(name), self.usual) for name in names], np.float64)[inverse]

    def predict(self, histories: Histories, moments: Moments) -> Floats:
        """Days that each look still takes."""
        return self.moved(histories, moments, (self.share,))[0]

    def moved(self, histories: Histories, moments: Moments, shares: Sequence[float]) -> list[Floats]:
        """Days that each look still takes, with so much of what the trees add."""
        start = self.start(histories, moments)
        if not self.trees or not len(moments):
            return [np.maximum(start, 0.0) for _ in shares]
        rows = encode(histories, moments, self.words)
        added = [
            np.asarray(booster.predict(rows[:, seen(self.words, view)], num_threads=1))
            for view, booster in self._boosters.items()
        ]
        times = np.exp(np.mean(added, axis=0))
        return [np.maximum((start + self.offset) * times**share - self.offset, 0.0) for share in shares]

    def as_json(self) -> dict[str, Json]:
        tried = [self.tried.day.tolist(), self.tried.days.tolist()]
        came: list[Json] = [None if np.isnan(value) else value for value in self.tried.remaining.tolist()]
        return {
            "counted": list(self.words.counted), "ending": list(self.words.ending), "places": self.words.places,
            "medians": dict(self.medians), "usual": self.usual, "trees": dict(self.trees), "share": self.share,
            "rhythm": self.rhythm.as_json(), "tried": [*tried, came],
            "watched": [None if np.isinf(one) else one for one in self.tried.until.tolist()],
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> RemainingTime:
        """What `as_json` gave."""
        day, days, came = kept["tried"]
        tried = Predicted(
            np.array(day, np.float64), np.array(days, np.float64),
            np.array([np.nan if value is None else value for value in came], np.float64),
            np.array([np.inf if value is None else value for value in kept["watched"]], np.float64),
        )  # fmt: skip
        words = Vocabulary(tuple(kept["counted"]), tuple(kept["ending"]), dict(kept["places"]))
        rhythm = Rhythm.from_json(kept["rhythm"])
        return cls(words, kept["medians"], kept["usual"], dict(kept["trees"]), kept["share"], tried, rhythm)


def seen(words: Vocabulary, view: str) -> list[int]:
    """The places of the columns that trees of a view see."""
    return [place for place, name in enumerate(words.names) if name not in VIEWS[view]]


def learn(told: Told, views: Sequence[str] = tuple(VIEWS)) -> RemainingTime | None:
    """From looks at cases, with trees of these views; None where nothing of them is known."""
    told = _thinned(told)
    if not len(told.known.moments):
        return None
    tries = [_tried(before, after, told.rhythm, views) for before, after in _folds(told)]
    share, some = _chosen(tries), told.known
    start = _start(some, told.rhythm, _latest(tries, share))
    if not share:
        return start
    trees = {view: _grown(start, some, view, tries[-1].rounds[view], None)[0] for view in views}
    return replace(start, trees=trees, share=share)


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
    """What was tried on one part: by view the number of trees; for each of the shares the days that were told of each
    look, and by case how far they were off where that is known."""

    rounds: Mapping[str, int]
    after: Told
    days: Sequence[Floats]
    off: Sequence[Floats]

    @property
    def is_evidence(self) -> bool:
        return float(np.mean(~np.isnan(self.after.remaining))) >= EVIDENCE

    def gain(self, one: int, other: int) -> float:
        """By how many standard errors, over cases, the one share is better than the other."""
        better = self.off[other] - self.off[one]
        error = float(better.std() * np.sqrt(len(better)))
        return float(better.sum() / error) if error else 0.0


def _tried(before: Told, after: Told, rhythm: Rhythm, views: Sequence[str]) -> _Try:
    start, some = _start(before, rhythm, NOTHING), after.known
    grown = {view: _grown(start, before, view, TREES, some) for view in views}
    model = replace(start, trees={view: text for view, (text, _) in grown.items()})
    days = model.moved(after.histories, after.moments, SHARES)
    known, cases = ~np.isnan(after.remaining), np.unique(some.case)
    off = [
        np.asarray(np.bincount(some.case, np.abs(each[known] - some.remaining) * some.weight)[cases], np.float64)
        for each in days
    ]
    return _Try({view: rounds for view, (_, rounds) in grown.items()}, after, days, off)


def _chosen(tries: Sequence[_Try]) -> float:
    """The least share that is as good as the best within a standard error, if it is surely better than none."""
    places = range(len(SHARES))
    best = min(places, key=lambda one: sum(float(each.off[one].sum() / (each.off[0].sum() or 1.0)) for each in tries))
    least = min(one for one in places if one == best or _together([each.gain(best, one) for each in tries]) < 1)
    gains = [each.gain(least, 0) for each in tries if each.is_evidence]
    enough = bool(gains) and len(gains) == len(tries)
    return SHARES[least] if enough and _together(gains) > SURE and min(gains) > -SURE else SHARES[0]


def _together(gains: Sequence[float]) -> float:
    return sum(gains) / float(np.sqrt(max(len(gains), 1)))


def _latest(tries: Sequence[_Try], share: float) -> Predicted:
    """What was told of the looks of the last part, some of all its time, with what came of them."""
    if not tries:
        return NOTHING
    last = tries[-1]
    day, until = last.after.moments.day, last.after.until
    watched = np.full(len(day), np.inf if until is None else until)
    found = Predicted(day, last.days[SHARES.index(share)], last.after.remaining, watched).sorted()
    return found.pick(evenly(len(found), TRIED))


def _start(told: Told, rhythm: Rhythm, tried: Predicted) -> RemainingTime:
    """The median by last activity, of looks whose outcome is known."""
    words = vocabulary(told.histories, told.moments, told.remaining)
    return RemainingTime(words, *_medians(told), {}, SHARES[0], tried, rhythm)


def _medians(told: Told) -> tuple[dict[str, float], float]:
    found = {
        str(name): median(told.remaining[told.last == name], told.weight[told.last == name])
        for name in np.unique(told.last)
    }
    return found, median(told.remaining, told.weight)


def _grown(start: RemainingTime, told: Told, view: str, rounds: int, tried: Told | None) -> tuple[str, int]:
    """The text of the trees and their number; with a part to try them on, so many as are best there.

    They tell the logarithm, and weigh a look by the days it was thought to take: what counts is to be off by few days.
    """
    columns = seen(start.words, view)

    def prepared(some: Told, reference: lightgbm.Dataset | None = None) -> lightgbm.Dataset:
        rows = encode(some.histories, some.moments, start.words)[:, columns]
        thought = start.start(some.histories, some.moments) + start.offset
        return lightgbm.Dataset(
            rows, np.log(some.remaining + start.offset), weight=some.weight * thought / thought.mean(),
            init_score=np.log(thought), reference=reference,
        )  # fmt: skip

    data = prepared(told)
    if tried is None:
        return lightgbm.train(SETTINGS, data, max(rounds, 1)).model_to_string(), max(rounds, 1)
    stop = lightgbm.early_stopping(PATIENCE, verbose=False)
    grown = lightgbm.train(SETTINGS, data, rounds, valid_sets=[prepared(tried, data)], callbacks=[stop])
    return grown.model_to_string(num_iteration=grown.best_iteration), grown.best_iteration
