"""Which paths a map draws, and in which order: first a backbone that leaves no activity unreachable, then by count."""

import heapq
from dataclasses import dataclass

from mining.process_map import Move, ProcessMap

Ends = tuple[int, int]

# lines from the start and to the end of the map count as paths when it is decided how many to draw
START, END = -1, -2
FLOW = 0.98
PATHS_PER_ACTIVITY = 1.8


@dataclass(frozen=True)
class Paths:
    """The moves that can be drawn (no self loops), in the order in which they appear, the backbone's first."""

    moves: list[Move]
    backbone: int
    shown: int


def paths_of(process_map: ProcessMap) -> Paths:
    """The paths of a map. Unless asked otherwise it draws 98 % of the flow, or 1.8 paths to an activity and two."""
    moves = {(move.from_no, move.to_no): move for move in process_map.moves if move.from_no != move.to_no}
    counts = {ends: move.count for ends, move in moves.items()} | _lines(process_map)
    places = {activity.number: activity.place for activity in process_map.activities} | {START: -1, END: len(counts)}
    backbone = _widest_tree(START, counts, places)
    backbone |= {(from_no, to_no) for to_no, from_no in _widest_tree(END, _turned(counts), places)}
    ordered = sorted(counts, key=lambda ends: (ends not in backbone, -counts[ends], places[ends[0]], places[ends[1]]))
    most = PATHS_PER_ACTIVITY * len(process_map.activities) + 2
    shown = len(backbone)
    flow, total = sum(counts[ends] for ends in backbone), sum(counts.values())
    while shown < min(most, len(ordered)) and flow < FLOW * total:
        flow += counts[ordered[shown]]
        shown += 1
    drawn = [moves[ends] for ends in ordered if ends in moves]
    return Paths(drawn, len(backbone & moves.keys()), sum(ends in moves for ends in ordered[:shown]))


def _lines(process_map: ProcessMap) -> dict[Ends, int]:
    starts = {(START, activity.number): activity.starts for activity in process_map.activities if activity.starts}
    ends = {(activity.number, END): activity.ends for activity in process_map.activities if activity.ends}
    return starts | ends


def _turned(counts: dict[Ends, int]) -> dict[Ends, int]:
    return {(to_no, from_no): count for (from_no, to_no), count in counts.items()}


def _widest_tree(root: int, counts: dict[Ends, int], places: dict[int, int]) -> set[Ends]:
    """From `root` to every activity the way whose weakest move is strongest."""
    following: dict[int, list[Ends]] = {}
    for (from_no, to_no), count in counts.items():
        following.setdefault(from_no, []).append((to_no, count))
    reached = {START, END}
    tree: set[Ends] = set()
    # the widest first; among equally wide the strongest last move, then the earlier activity
    queue = [(-count, -count, places[to_no], to_no, root) for to_no, count in following.get(root, ())]
    heapq.heapify(queue)
    while queue:
        width, _, _, activity, before = heapq.heappop(queue)
        if activity not in reached:
            reached.add(activity)
            tree.add((before, activity))
            for to_no, count in following.get(activity, ()):
                heapq.heappush(queue, (max(width, -count), -count, places[to_no], to_no, activity))
    return tree
