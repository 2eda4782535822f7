"""Why a case is surprising: the events that are, what was expected in their place, how often, in how many cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.case_surprise.contexts import AFTER, STEP_BEFORE, Asked
from models.case_surprise.counting import Counts
from models.case_surprise.missing import LATER, Lacking
from models.case_surprise.usual import NAMING, Surprises, Usual
from models.case_surprise.ways import Ints

ENOUGH = 30
"""The longest context that the others were in so often is the one told of."""
LEAST = 2.5
"""Nothing less surprising than this (12 times rarer than usual) is told as a reason."""


@dataclass(frozen=True)
class Oddity:
    """An event, or an end or a beginning (None), that was not expected in its place. `beside` is what it was expected
    beside: the activities before or after it, the nearest first, or its own activity (and the one before, where that
    tells more). Where a step is missing it is what was expected, and nothing was seen. Shares are of `often` times."""

    question: str
    column: int
    event: int
    saw: str | None
    expected: str | None
    beside: tuple[str | None, ...]
    saw_share: float
    expected_share: float
    often: int
    excess: float
    between: tuple[str | None, str | None] = (None, None)
    """Of steps: the one before and the one after the place where it shows."""

    seen_at: int = 0
    """The event by which it can be seen: one that came too early shows when the next one comes."""


class Telling:
    """Oddities of single ways out of many, whose surprises were worked out together."""

    def __init__(self, usual: Usual, surprises: Sequence[Surprises | Lacking], own: Ints) -> None:
        self.usual, self.surprises, self.own = usual, surprises, own
        self._rows = [np.searchsorted(each.asked.way, np.arange(len(own) + 1)) for each in surprises]

    def oddities(self, way: int, said: Sequence[tuple[str, ...]], first: int, most: int = 3) -> list[Oddity]:
        """The most surprising of one way, whose events are `said` and begin at `first` among those of all ways."""
        found = [
            (-float(each.excess[row]), number, row)
            for number, (each, starts) in enumerate(zip(self.surprises, self._rows, strict=True))
            for row in range(starts[way], starts[way + 1])
            if each.excess[row] >= LEAST
        ]
        told: list[Oddity] = []
        known: set[tuple[object, ...]] = set()
        lacks: dict[str | None, Oddity] = {}
        for _, number, row in sorted(found):
            each = self.surprises[number]
            if isinstance(each, Lacking):
                lack = self._lack(each, row, said, first)
                lacks.setdefault(lack.expected, lack)
                continue
            place = self._place(each.asked, row, first)
            if place in known or len(told) == most:
                continue
            oddity = self._oddity(number, row, said, first)
            likeness = (oddity.question, oddity.column, oddity.saw, oddity.beside)
            if likeness not in known:
                told.append(oddity)
            known |= {place, likeness}
        # what is told of its place already is not told from afar too
        steps = [each for each in told if not each.column]
        told += [
            lack
            for lack in lacks.values()
            if not any(lack.expected in (each.expected, each.saw) or lack.event == each.seen_at for each in steps)
        ]
        return sorted(told, key=lambda each: -each.excess)[:most]

    def _place(self, asked: Asked, row: int, first: int) -> tuple[int, int]:
        """Between which events, or which attribute of which, so that nothing is told from both sides."""
        event = int(asked.event[row]) - first
        if asked.column:
            return asked.column, event
        beyond = int(asked.answer[row]) == asked.symbols - 1
        return 0, event + (1 if (asked.name == AFTER) == beyond else 0)

    def _oddity(self, number: int, row: int, said: Sequence[tuple[str, ...]], first: int) -> Oddity:
        each = self.surprises[number]
        asked, event = each.asked, int(each.asked.event[row]) - first
        level, often, shares = self._shares(self.usual.counts[number], asked, row)
        answer = int(asked.answer[row])
        expected = int(np.argmax(shares))
        # steps have a place between two events, which is that of the later one
        gap = event if asked.column else self._place(asked, row, first)[1]
        return Oddity(
            asked.name,
            asked.column,
            event,
            said[event][asked.column] if answer < asked.symbols - 1 or asked.column else None,
            self._word(asked, expected),
            self._beside(asked, answer, event, said, level),
            float(shares[answer]),
            float(shares[expected]),
            often,
            float(each.excess[row]),
            (said[gap - 1][0] if gap else None, said[gap][0] if gap < len(said) else None),
            min(gap, len(said) - 1),
        )

    def _lack(self, each: Lacking, row: int, said: Sequence[tuple[str, ...]], first: int) -> Oddity:
        event, share = int(each.asked.event[row]) - first, float(each.share[row])
        return Oddity(
            each.asked.name,
            0,
            event,
            None,
            self._word(each.asked, int(each.asked.answer[row])),
            (said[event][0],),
            share,
            1 - share,
            int(each.often[row]),
            float(each.excess[row]),
            seen_at=len(said) - 1 if each.asked.name == LATER else event,
        )

    def _shares(self, counts: Sequence[Counts], asked: Asked, row: int) -> tuple[int, int, np.ndarray]:
        """The context told of, how often the others were in it, and the share of each answer there."""
        answers, own = np.arange(asked.symbols), np.full(asked.symbols, self.own[asked.way[row]])
        longest = self.usual.neighbours if asked.column == 0 else NAMING + (asked.name == STEP_BEFORE)
        best = (0, 0, np.zeros(asked.symbols))
        for level in range(longest + 1):
            if not asked.holds[level][row]:
                break
            seen = counts[level].seen(np.repeat(asked.contexts[level][row], asked.symbols), answers, own)
            often = int(seen.often[0])
            if often and (level <= NAMING or often >= ENOUGH):
                best = (level, often, seen.answer / often)
        return best

    def _word(self, asked: Asked, code: int) -> str | None:
        known = self.usual.words.known[asked.column]
        return known[code] if code < len(known) else None

    def _beside(
        self, asked: Asked, answer: int, event: int, said: Sequence[tuple[str, ...]], level: int
    ) -> tuple[str | None, ...]:
        if asked.column:
            before = said[event - 1][0] if event else None
            return (said[event][0], before) if level > NAMING else (said[event][0],)
        beyond = answer == asked.symbols - 1
        step = -1 if asked.name == AFTER else 1
        start = event + (0 if beyond else step)
        near = [start + step * each for each in range(level)]
        return tuple(said[place][0] if 0 <= place < len(said) else None for place in near)
