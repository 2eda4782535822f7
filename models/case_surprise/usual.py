"""What is usual: learnt from cases, kept as plain JSON, and how surprising a case is beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from models.case_surprise.contexts import LONGEST, Asked, asked_of
from models.case_surprise.counting import Counts, Floats
from models.case_surprise.missing import EARLIER, LATER, Lacking, Missing
from models.case_surprise.ways import Ints, Told, Ways, Words, ways_of

if TYPE_CHECKING:
    from models.detector import Json

CAUTION = 4.0
"""How many sights each different answer of a context is worth to the shorter context (Witten and Bell take 1)."""
NAMING = 1
"""The context that names the one neighbour, or the activity: how open things are there is what surprise is held to."""
SELDOM = 30
"""Of a newcomer seen less often it is asked how much rarer they are here than at all, and it counts for less."""
MOST_TOGETHER = 1.0
"""Many questions that are each a little surprised make a case this much more surprising than the rarest answer."""
UNUSUAL = 5.0
"""A case scored higher than this is unusual: something in it is about 150 times rarer than is usual in its place."""
EVENTS = 10
"""The cut is for cases of up to so many events; a longer one has more occasions to be surprising once."""


@dataclass(frozen=True)
class Surprises:
    """The rows of one question with their probabilities. `excess` is how much more surprising an answer is, in nats,
    than answers in its place usually are."""

    asked: Asked
    probability: Floats
    excess: Floats


@dataclass(frozen=True)
class Usual:
    """What was learnt: the ways that cases ran, and how many neighbours foretell the next step best. In the columns of
    `newcomers` new values come all the time, as people join, and one hardly seen yet says little."""

    words: Words
    ways: Ways
    neighbours: int
    newcomers: tuple[int, ...] = ()

    @staticmethod
    def learnt(told: Told, newcomers: tuple[int, ...] = ()) -> tuple[Usual, Ints]:
        """From cases without labels; with the way that each of them ran."""
        words = Words.of(told)
        ways, way = ways_of(told, words)
        longest = Usual(words, ways, LONGEST)
        return Usual(words, ways, longest._best(), newcomers), way

    def as_json(self) -> dict[str, Json]:
        return {
            "words": [list(known) for known in self.words.known],
            "first": self.ways.first.tolist(),
            "ended": self.ways.ended.tolist(),
            "columns": [codes.tolist() for codes in self.ways.columns],
            "times": self.ways.times.tolist(),
            "neighbours": self.neighbours,
            "newcomers": list(self.newcomers),
        }

    @staticmethod
    def of_json(told: Any) -> Usual:
        first, times = np.array(told["first"], np.int64), np.array(told["times"], np.int64)
        columns = tuple(np.array(codes, np.int64) for codes in told["columns"])
        ways = Ways(first, np.array(told["ended"], bool), columns, times)
        words = Words(tuple(tuple(known) for known in told["words"]))
        return Usual(words, ways, told["neighbours"], tuple(told["newcomers"]))

    @cached_property
    def counts(self) -> list[tuple[Counts, ...]]:
        """Of each question, for each of its contexts."""
        return [
            tuple(
                Counts.of(context[holds], asked.answer[holds], asked.way[holds], self.ways.times)
                for context, holds in zip(asked.contexts, asked.holds, strict=True)
            )
            for asked in asked_of(self.ways, self.words)
        ]

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """What is before each step, and what after it."""
        return tuple(Missing(self.ways, self.words.many(0), side, CAUTION) for side in (EARLIER, LATER))

    def surprises(self, ways: Ways, own: Ints) -> list[Surprises | Lacking]:
        """Of each question, its rows, then of what is missing. `own` is the way that each of these ran when this was
        learnt: one case of it is left out of every count; NOBODY for one that was not there."""
        found: list[Surprises | Lacking] = [
            self._surprises(asked, counts, own[asked.way])
            for asked, counts in zip(asked_of(ways, self.words), self.counts, strict=True)
        ]
        return found + [each.lacking(ways, own) for each in self.missing]

    def next_steps(self, ways: Ways, own: Ints) -> tuple[Asked, Floats, Floats]:
        """Each step after the one before it, with its probability there and that of coming at all."""
        asked = asked_of(ways, self.words)[0]
        found = self._chances(asked, self.counts[0], own[asked.way])
        return asked, found[-1], found[0]

    def chance(self, question: int, asked: Asked, own: Ints) -> Floats:
        """The probability of the answer in each row."""
        return self._chances(asked, self.counts[question], own)[-1]

    def _surprises(self, asked: Asked, counts: Sequence[Counts], own: Ints) -> Surprises:
        anywhere, *_, here = (-np.log(chance) for chance in self._chances(asked, counts, own))
        openness = counts[NAMING].seen(asked.contexts[NAMING], asked.answer, own).entropy
        excess = here - np.where(asked.holds[NAMING], openness, 0.0)
        if asked.column in self.newcomers:
            times = counts[0].seen(asked.contexts[0], asked.answer, own).answer
            seldom = (here - anywhere) * times / SELDOM
            excess = np.where(times < SELDOM, np.minimum(excess, seldom), excess)
        return Surprises(asked, np.exp(-here), excess)

    def _chances(self, asked: Asked, counts: Sequence[Counts], own: Ints) -> list[Floats]:
        """With ever longer contexts, each blended with the shorter one by how often and with how much it was seen."""
        probability = np.full(len(asked.answer), 1.0 / asked.symbols)
        found = []
        levels = zip(counts, asked.contexts, asked.holds, strict=True)
        for length, (count, context, holds) in enumerate(levels):
            if asked.column == 0 and length > self.neighbours:
                break
            seen = count.seen(context, asked.answer, own)
            weight = CAUTION * seen.kinds
            blended = (seen.answer + weight * probability) / np.maximum(seen.often + weight, 1.0)
            probability = np.where(holds & (seen.often > 0), blended, probability)
            found.append(probability)
        return found

    def _best(self) -> int:
        """How many neighbours give the cases left out the greatest likelihood; fewer where it is the same."""
        own = np.arange(len(self.ways))
        gained = np.zeros(LONGEST + 1)
        for asked, counts in zip(asked_of(self.ways, self.words)[:2], self.counts[:2], strict=True):
            times = self.ways.times[asked.way]
            gained += [float(times @ np.log(chance)) for chance in self._chances(asked, counts, own[asked.way])]
        return 1 + int(np.argmax(np.round(gained[1:], 6)))


def scores(surprises: Sequence[Surprises | Lacking], ways: Ways) -> Floats:
    """Of each way, the log of the sum over the questions of how many times rarer than usual its rarest answer is."""
    rarest = np.full((len(surprises), len(ways)), -np.inf)
    for number, each in enumerate(surprises):
        np.maximum.at(rarest[number], each.asked.way, each.excess)
    most = rarest.max(axis=0, initial=-np.inf)
    with np.errstate(divide="ignore"):
        together = np.minimum(np.log(np.exp(rarest).sum(axis=0)), most + MOST_TOGETHER)
    result: Floats = together - np.log(np.maximum(ways.length / EVENTS, 1.0))
    return result


def scores_of_learnt(usual: Usual) -> Floats:
    """Of each way that it learnt from, with one case of it left out."""
    own = np.arange(len(usual.ways))
    return scores(usual.surprises(usual.ways, own), usual.ways)
