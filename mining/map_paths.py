"""Which paths a map draws, and in which order: first a backbone that leaves no activity unreachable, then by count."""

import heapq
from collections.abc import Sequence

from mining.process_map import Move, ProcessMap

Path = tuple[int, int]
Way = tuple[int, int, int]

FLOW = 0.98
PATHS_PER_ACTIVITY = 1.8


def ordered_paths(process_map: ProcessMap) -> tuple[list[Move], int]:
    """All moves but self loops, backbone first, each part by falling count; and how many make up the backbone."""
    places = {activity.number: activity.place for activity in process_map.activities}
    paths = [move for move in process_map.moves if move.from_no != move.to_no]
    backbone = _backbone(process_map, paths)

    def rank(move: Move) -> tuple[bool, int, int, int]:
        return (move.from_no, move.to_no) not in backbone, -move.count, places[move.from_no], places[move.to_no]

    return sorted(paths, key=rank), len(backbone)


def usual_paths(ordered: Sequence[Move], backbone: int, activities: int) -> int:
    """How many of them a map draws unless asked otherwise: 98 % of the flow, or 1.8 to an activity and two."""
    total = sum(move.count for move in ordered)
    most = int(PATHS_PER_ACTIVITY * activities + 2)
    shown = backbone
    flow = sum(move.count for move in ordered[:shown])
    while shown < min(most, len(ordered)) and flow < FLOW * total:
        flow += ordered[shown].count
        shown += 1
    return shown


def _backbone(process_map: ProcessMap, paths: Sequence[Move]) -> set[Path]:
    """For each activity the path from a start, and the path to an end, whose weakest move is strongest."""
    places = {activity.number: activity.place for activity in process_map.activities}
    counts = {(move.from_no, move.to_no): move.count for move in paths}
    starts = {activity.number: activity.starts for activity in process_map.activities if activity.starts}
    ends = {activity.number: activity.ends for activity in process_map.activities if activity.ends}
    reversed_counts = {(to_no, from_no): count for (from_no, to_no), count in counts.items()}
    forward = _widest_tree(starts, counts, places)
    backward = _widest_tree(ends, reversed_counts, places)
    return forward | {(from_no, to_no) for to_no, from_no in backward}


def _widest_tree(roots: dict[int, int], counts: dict[Path, int], places: dict[int, int]) -> set[Path]:
    following: dict[int, list[Path]] = {}
    for (from_no, to_no), count in counts.items():
        following.setdefault(from_no, []).append((to_no, count))
    # the widest first; among equally wide the strongest last move, then the earlier activity
    queue = [(-width, -width, places[root], root, -1) for root, width in roots.items()]
    heapq.heapify(queue)
    reached: set[int] = set()
    tree: set[Path] = set()
    while queue:
        width, _, _, activity, before = heapq.heappop(queue)
        if activity in reached:
            continue
        reached.add(activity)
        if before >= 0:
            tree.add((before, activity))
        for to_no, count in following.get(activity, ()):
            if to_no not in reached:
                heapq.heappush(queue, (max(width, -count), -count, places[to_no], to_no, activity))
    return tree
