"""Generated logs with odd cases: a net of activities with many ways through it, who does them, faults of six kinds.

They stand beside the logs of others where those do not reach: a wide choice at each step, and a hundred thousand cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

KINDS = ("SkipSequence", "Insert", "Rework", "Early", "Late", "Attribute")
NORMAL = "normal"
Event = tuple[str, ...]


@dataclass(frozen=True)
class Net:
    """How wide the choice is: `width` activities in each of `layers`, `ways` on from each, done by up to `hands`
    of `people`."""

    layers: int = 10
    width: int = 5
    ways: int = 3
    people: int = 120
    hands: int = 5


WIDE, HUGE = Net(7, 25, 8, 120, 20), Net(11, 14, 8, 150, 30)


class _Drawn:
    """A net as it was drawn: where each activity leads, and who does it, each with its chances."""

    def __init__(self, net: Net, random: np.random.Generator) -> None:
        layers = [[f"{layer}.{each}" for each in range(net.width if layer else 1)] for layer in range(net.layers)]
        self.random, self.people = random, [f"person {each}" for each in range(net.people)]
        self.first = layers[0][0]
        self.next: dict[str, tuple[list[str], list[float]]] = {}
        self.hands: dict[str, tuple[list[str], list[float]]] = {}
        for number, layer in enumerate(layers):
            for activity in layer:
                self.next[activity] = self._ways(net, layers, number)
                hands = random.choice(self.people, int(random.integers(1, net.hands + 1)), replace=False).tolist()
                self.hands[activity] = (hands, random.dirichlet(np.ones(len(hands))).tolist())

    def _ways(self, net: Net, layers: list[list[str]], number: int) -> tuple[list[str], list[float]]:
        ways: list[str] = []
        if number + 1 < net.layers:
            there = layers[number + 1]
            ways += self.random.choice(there, min(net.ways, len(there)), replace=False).tolist()
        if number + 2 < net.layers and self.random.random() < 0.2:
            ways.append(str(self.random.choice(layers[number + 2])))
        if number > 0.6 * net.layers or number == net.layers - 1:
            ways.append("")
        return ways, self.random.dirichlet(np.full(len(ways), 0.7)).tolist()

    def case(self) -> list[Event]:
        activity = self.first
        events: list[Event] = []
        while activity:
            hands, chances = self.hands[activity]
            events.append((activity, hands[self._one(chances)]))
            ways, chances = self.next[activity]
            activity = ways[self._one(chances)]
        return events

    def _one(self, chances: list[float]) -> int:
        return min(int(np.searchsorted(np.cumsum(chances), self.random.random())), len(chances) - 1)

    def stranger(self, activity: str) -> str:
        """Somebody who does not do this."""
        return str(self.random.choice([each for each in self.people if each not in self.hands[activity][0]]))


def odd_ways(net: Net, cases: int, seed: int, share: float = 0.1) -> tuple[list[list[Event]], list[str]]:
    """The cases, each event with its activity and person, and of each case its fault or NORMAL."""
    drawn = _Drawn(net, np.random.default_rng(seed))
    found, labels = [], []
    for _ in range(cases):
        events, label = drawn.case(), NORMAL
        if drawn.random.random() < share and len(events) > 3:
            label = str(drawn.random.choice(KINDS))
            faulty = _faulty(events, label, drawn)
            events, label = faulty, (label if faulty != events else NORMAL)
        found.append(events)
        labels.append(label)
    return found, labels


def _faulty(events: list[Event], kind: str, drawn: _Drawn) -> list[Event]:
    between, count = drawn.random.integers, len(events)
    if kind == "Attribute":
        at = int(between(0, count))
        changed = (events[at][0], drawn.stranger(events[at][0]))
        return [*events[:at], changed, *events[at + 1 :]]
    if kind == "Insert":
        at = int(between(0, count))
        return [*events[:at], (f"Random activity {between(1, 13)}", f"random person {between(1, 5)}"), *events[at:]]
    size = int(between(1, 3))
    at = int(between(0, count - size))
    part, rest = events[at : at + size], events[:at] + events[at + size :]
    if kind == "SkipSequence":
        return rest
    if kind == "Rework":
        back = min(count, at + size + int(between(1, 5)))
        return events[:back] + part + events[back:]
    far = int(between(1, 6))
    to = max(0, at - far) if kind == "Early" else min(len(rest), at + far)
    return rest[:to] + part + rest[to:]
