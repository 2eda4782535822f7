"""Places for the shapes of a BPMN diagram, left to right by longest way from the start, for any tool to draw."""

from collections import defaultdict
from typing import Any

COLUMN, ROW, MARGIN = 160, 110, 40
SIZES = {"StartEvent": (36, 36), "EndEvent": (36, 36), "Task": (110, 70)}
GATEWAY = (50, 50)


def laid_out(diagram: Any) -> Any:
    """The same diagram (pm4py's) with places and lines; flows that lead back run below the shapes."""
    nodes = sorted(diagram.get_nodes(), key=_stable)
    following: dict[Any, list[Any]] = {node: [] for node in nodes}
    for flow in diagram.get_flows():
        following[flow.source].append(flow.target)
    columns = _columns(nodes, following)
    boxes = _boxes(nodes, columns)
    layout = diagram.get_layout()
    for node, (x, y, width, height) in boxes.items():
        place = layout.get(node)
        place.set_x(x)
        place.set_y(y)
        place.set_width(width)
        place.set_height(height)
    floor = max((y + height for _, y, _, height in boxes.values()), default=0) + ROW // 3
    for flow in diagram.get_flows():
        line = layout.get(flow)
        line.del_waypoints()
        for point in _line(boxes[flow.source], boxes[flow.target], floor):
            line.add_waypoint(point)
    return diagram


def _stable(node: Any) -> tuple[int, str, str]:
    return not type(node).__name__.endswith("StartEvent"), node.get_name() or "", node.get_id()


def _columns(nodes: list[Any], following: dict[Any, list[Any]]) -> dict[Any, int]:
    """The longest way to each node, flows that close a loop left out."""
    order: list[Any] = []
    done: set[Any] = set()
    open_nodes: set[Any] = set()
    back: set[tuple[Any, Any]] = set()
    for root in nodes:
        # depth first without recursion: a model may be deeper than Python's stack
        stack = [(root, iter(following[root]))] if root not in done else []
        done.update(node for node, _ in stack)
        open_nodes.update(node for node, _ in stack)
        while stack:
            node, rest = stack[-1]
            target = next(rest, None)
            if target is None:
                stack.pop()
                open_nodes.discard(node)
                order.append(node)
            elif target in open_nodes:
                back.add((node, target))
            elif target not in done:
                done.add(target)
                open_nodes.add(target)
                stack.append((target, iter(following[target])))
    columns: dict[Any, int] = dict.fromkeys(nodes, 0)
    for node in reversed(order):
        for target in following[node]:
            if (node, target) not in back:
                columns[target] = max(columns[target], columns[node] + 1)
    return columns


def _boxes(nodes: list[Any], columns: dict[Any, int]) -> dict[Any, tuple[int, int, int, int]]:
    rows: defaultdict[int, int] = defaultdict(int)
    boxes = {}
    for node in nodes:
        width, height = next((size for name, size in SIZES.items() if type(node).__name__.endswith(name)), GATEWAY)
        middle_x = MARGIN + COLUMN // 2 + columns[node] * COLUMN
        middle_y = MARGIN + ROW // 2 + rows[columns[node]] * ROW
        rows[columns[node]] += 1
        boxes[node] = (middle_x - width // 2, middle_y - height // 2, width, height)
    return boxes


def _line(source: tuple[int, int, int, int], target: tuple[int, int, int, int], floor: int) -> list[tuple[int, int]]:
    leaves = (source[0] + source[2], source[1] + source[3] // 2)
    arrives = (target[0], target[1] + target[3] // 2)
    if leaves[0] < arrives[0]:
        turn = (leaves[0] + arrives[0]) // 2
        return [leaves, (turn, leaves[1]), (turn, arrives[1]), arrives]
    below = (source[0] + source[2] // 2, source[1] + source[3])
    above = (target[0] + target[2] // 2, target[1] + target[3])
    return [below, (below[0], floor), (above[0], floor), above]
