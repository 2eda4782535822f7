"""The order in which a map lists the activities of a process, top to bottom, found from its variants.

Mean relative position first, then single activities move to a better place until as many moves as possible run forward.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.float64]
Variant = tuple[list[int], int]

EVENTUALLY = 0.3
"""What a case's first a before its first b weighs beside a move a to b: it keeps rare activities off silly ends."""

MOST_EVENTS = 600_000
MOST_PAIRS = 12_000_000
MOST_ROUNDS = 60


def activity_order(names: Sequence[str], variants: Sequence[tuple[Sequence[int], int]]) -> list[int]:
    """For each activity number its place, 0 first. The same log under other numbers gets the same order."""
    by_name = sorted(range(len(names)), key=lambda number: names[number])
    alphabetical = {number: rank for rank, number in enumerate(by_name)}
    known = [
        ([alphabetical[number] for number in activities], cases) for activities, cases in variants if len(activities)
    ]
    chosen = _weightiest(known, len(names))
    order = _local_search(_by_position(chosen, len(names)), _forward_worth(chosen, len(names)))
    place_of_rank = {int(rank): place for place, rank in enumerate(order)}
    return [place_of_rank[alphabetical[number]] for number in range(len(names))]


def _weightiest(variants: list[Variant], activities: int) -> list[Variant]:
    """The commonest variants within the bound, and of the rest those that alone show an activity."""
    ordered = sorted(variants, key=lambda variant: (-variant[1], variant[0]))
    chosen: list[Variant] = []
    seen: set[int] = set()
    events = 0
    for variant in ordered:
        if events > MOST_EVENTS and len(seen) == activities:
            break
        if events <= MOST_EVENTS or not seen.issuperset(variant[0]):
            chosen.append(variant)
            seen.update(variant[0])
            events += len(variant[0])
    return chosen


def _by_position(variants: list[Variant], activities: int) -> npt.NDArray[np.intp]:
    """Activities by the mean of (i + 0.5) / n over their events; equal ones by name."""
    total, times = np.zeros(activities), np.zeros(activities)
    for sequence, cases in variants:
        at = np.asarray(sequence)
        np.add.at(total, at, cases * (np.arange(len(at)) + 0.5) / len(at))
        np.add.at(times, at, cases)
    mean = np.divide(total, times, out=np.full(activities, 0.5), where=times > 0)
    return np.argsort(np.round(mean, 12), kind="stable")


def _forward_worth(variants: list[Variant], activities: int) -> Counts:
    """What each pair adds when the first stands before the second: its share of moves and of eventual follows."""
    directly = np.zeros((activities, activities))
    eventually = np.zeros((activities, activities))
    pairs = 0
    for sequence, cases in variants:
        at = np.asarray(sequence)
        np.add.at(directly, (at[:-1], at[1:]), cases)
        first = np.asarray(list(dict.fromkeys(sequence)))
        pairs += len(first) ** 2
        if pairs <= MOST_PAIRS:
            eventually[np.ix_(first, first)] += np.triu(np.full((len(first), len(first)), float(cases)), 1)
    np.fill_diagonal(directly, 0)
    worth: Counts = directly / max(directly.sum(), 1) + EVENTUALLY * eventually / max(eventually.sum(), 1)
    return worth


def _local_search(order: npt.NDArray[np.intp], worth: Counts) -> npt.NDArray[np.intp]:
    """Take activities out, one at a time, and put each where most runs forward, until no move gains."""
    gain_before = worth - worth.T
    for _ in range(MOST_ROUNDS):
        moved = False
        for activity in order.copy():
            place = int(np.flatnonzero(order == activity)[0])
            target = _best_place(order, place, gain_before[activity])
            if target != place:
                order = np.insert(np.delete(order, place), target, activity)
                moved = True
        if not moved:
            break
    return order


def _best_place(order: npt.NDArray[np.intp], place: int, gain_before: Counts) -> int:
    """The place where the activity at `place` gains most, the nearest if equal; `place` when nothing gains."""
    later = np.cumsum(-gain_before[order[place + 1 :]])
    earlier = np.cumsum(gain_before[order[:place][::-1]])
    best, target = 1e-12, place
    if later.size and later.max() > best:
        best, target = float(later.max()), place + 1 + int(later.argmax())
    if earlier.size and earlier.max() > best + 1e-12:
        target = place - 1 - int(earlier.argmax())
    return target
