"""What is asked of each event: its activity after those before and before those after it, and each of its attributes.

A question has contexts from none to the longest; a longer one is used as far as it was seen often enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.case_surprise.hashing import Hashes, mixed
from models.case_surprise.ways import Flags, Ints, Ways, Words

LONGEST = 4
"""So many neighbours at most; how many are used is chosen by how well they foretell the log (surprise.py)."""
AFTER, BEFORE, STEP_BEFORE = "after", "before", "activity before"


@dataclass(frozen=True)
class Asked:
    """One question about events of many ways, a row each, sorted by way. `event` is the event a row is about; that a
    case ends (or begins) is a row about its last (or first) event, with the last of the symbols as its answer. A
    context counts in a row where `holds` says so."""

    name: str
    column: int
    symbols: int
    way: Ints
    event: Ints
    answer: Ints
    contexts: tuple[Hashes, ...]
    holds: tuple[Flags, ...]

    def rows(self, which: Ints | Flags) -> Asked:
        return Asked(
            self.name,
            self.column,
            self.symbols,
            self.way[which],
            self.event[which],
            self.answer[which],
            tuple(context[which] for context in self.contexts),
            tuple(holds[which] for holds in self.holds),
        )


def asked_of(ways: Ways, words: Words) -> list[Asked]:
    """All questions: two about activities, and of each attribute one beside each thing that may explain it."""
    questions = [_neighbours(ways, words, AFTER), _neighbours(ways, words, BEFORE)]
    for column in range(1, len(ways.columns)):
        questions += _attribute(ways, words, column)
    return questions


def _neighbours(ways: Ways, words: Words, side: str) -> Asked:
    """The activity given its neighbours on one side; beyond the last there is the end, where the case has ended."""
    activity = ways.columns[0]
    known = words.many(0)
    extended = ways.length + 1
    first = np.concatenate([[0], np.cumsum(extended)])
    way = np.repeat(np.arange(len(ways)), extended)
    place = np.arange(first[-1]) - first[way]
    inside = place < ways.length[way]
    last = np.maximum(ways.length[way] - 1, 0)
    event = ways.first[way] + (np.minimum(place, last) if side == AFTER else np.maximum(last - place, 0))
    answer = np.where(inside, activity[event] if len(activity) else 0, known)
    contexts, holds = [np.zeros(len(way), np.uint64)], [np.ones(len(way), bool)]
    # before its first and, in an ended case, after its last event nothing comes, and that is known too
    bounded = np.ones(len(way), bool) if side == AFTER else ways.ended[way]
    for distance in range(1, LONGEST + 1):
        near = np.where(place >= distance, answer[np.maximum(np.arange(len(way)) - distance, 0)], known + 1)
        contexts.append(contexts[-1] + mixed(near, distance))
        holds.append((place >= distance) | ((place == distance - 1) & bounded))
    asked = Asked(side, 0, known + 1, way, event, answer, tuple(contexts), tuple(holds))
    kept = (inside | ways.ended[way]) if side == AFTER else ((place > 0) | ways.ended[way])
    return asked.rows(np.flatnonzero(kept & (ways.length[way] > 0)))


def _attribute(ways: Ways, words: Words, column: int) -> list[Asked]:
    """An attribute given the activity; then also the activity before, its own value before, the other attributes."""
    activity, value = ways.columns[0], ways.columns[column]
    begins = ways.place == 0
    earlier = np.maximum(np.arange(len(activity)) - 1, 0)
    nothing, here = np.zeros(len(activity), np.uint64), mixed(activity, 1)
    beside = {
        STEP_BEFORE: mixed(np.where(begins, words.many(0), activity[earlier]), 2),
        "value before": mixed(np.where(begins, words.many(column), value[earlier]), 3),
    }
    others = [number for number in range(1, len(ways.columns)) if number != column]
    if others:
        beside["other attributes"] = np.sum([mixed(ways.columns[each], 3 + each) for each in others], axis=0)
    always = np.ones(len(activity), bool)
    return [
        Asked(
            name, column, words.many(column), ways.way, np.arange(len(activity)), value,
            (nothing, here, here + more), (always, always, always),
        )
        for name, more in beside.items()
    ]  # fmt: skip
