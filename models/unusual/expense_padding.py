"""Somebody whose expenses have been above those of peers, and rounder, since some day: a pattern of many lines.

Each line is worth the ratio of how likely it is if half as much again is written, to how likely it is if not: of all
of a person's lines, and of each category by itself.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from models.unusual.beginning import Stretch, begun_by, chance_from, likeliest
from models.unusual.expense_line import Compared, Line
from models.unusual.robust import Floats

MORE = float(np.log(1.5))
ROUND = 500
"""A round sum is a multiple of five units of the currency."""

ROUND_IF_INVENTED = 0.5
ROUND_COUNTS = float(np.log(8))
"""A round sum is a hint, and never more than that."""

FAR = 2.5
SURE = 50.0
"""A category whose logarithms come to more is sure; the exponential of much more is no number."""

FEWEST = 3
"""A pattern has at least so many lines that speak for it."""


@dataclass(frozen=True)
class Pattern:
    """What speaks for a person's padding: the lines since it began that do, and how likely it is."""

    chance: float
    lines: tuple[int, ...]
    """Their places among all lines."""

    belongs: Mapping[int, float]
    """Of each of them how likely it is a part, if the person pads: some may stand before it began, or be of a category
    that is paid for as it costs."""

    more: float
    """By how much they are above what is usual, half of them."""

    round: int
    """How many of them are round."""

    round_usual: float
    """The share of round sums among those of others."""


def is_round(line: Line) -> bool:
    return line.amount % ROUND == 0 and line.amount >= 2 * ROUND


def patterns(lines: Sequence[Line], amounts: Compared, usual: float) -> dict[str, Pattern]:
    """By person, where it is likelier than not."""
    rounds = np.array([is_round(line) for line in lines], dtype=float)
    usual_round = _usual_round(lines, rounds)
    worth = _worth(amounts, rounds, usual_round)
    own: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        own[line.person_id].append(place)
    found = {}
    for person, places in own.items():
        pattern = _pattern(lines, places, worth, usual)
        if pattern is None:
            continue
        chance, belongs = pattern
        chosen = sorted(belongs)
        those = np.array(chosen)
        more = float(np.exp(np.median(amounts.amounts[those] - amounts.usual[those])))
        found[person] = Pattern(
            chance, tuple(chosen), belongs, more, int(rounds[those].sum()), float(usual_round[those].mean())
        )  # fmt: skip
    return found


def _usual_round(lines: Sequence[Line], rounds: Floats) -> Floats:
    """For each line the share of round sums in its category among other people, drawn to one in 50."""
    count: dict[object, Floats] = defaultdict(lambda: np.zeros(2))
    by_person: dict[object, Floats] = defaultdict(lambda: np.zeros(2))
    for line, rounded in zip(lines, rounds, strict=True):
        count[line.category] += (rounded, 1)
        by_person[(line.category, line.person_id)] += (rounded, 1)
    shares = []
    for line in lines:
        others = count[line.category] - by_person[(line.category, line.person_id)]
        shares.append((others[0] + 0.4) / (others[1] + 20))
    return np.array(shares)


def _worth(amounts: Compared, rounds: Floats, usual_round: Floats) -> Floats:
    """What each line is worth, as a logarithm."""
    above = np.clip(amounts.amounts - amounts.usual, -FAR * amounts.spread, FAR * amounts.spread)
    by_amount = (above * MORE - MORE**2 / 2) / amounts.spread**2
    if_round = np.minimum(np.log(ROUND_IF_INVENTED / usual_round), ROUND_COUNTS)
    if_not = np.log((1 - ROUND_IF_INVENTED) / (1 - usual_round))
    worth: Floats = by_amount + np.where(rounds > 0, if_round, if_not)
    return worth


def _pattern(
    lines: Sequence[Line], places: Sequence[int], worth: Floats, usual: float
) -> tuple[float, dict[int, float]] | None:
    """The chance that a person pads, and how likely each line that speaks for it is a part; None where it is not
    likely."""
    ways: dict[object, list[int]] = defaultdict(list)
    for place in places:
        ways[None].append(place)
        ways[lines[place].category].append(place)
    stretches = {key: likeliest(worth[np.array(those)]) for key, those in ways.items()}
    chance = chance_from(float(np.mean([stretch.ratio for stretch in stretches.values()])), usual)
    if chance < 0.5:
        return None
    # every way that would be enough by itself, or else the best one
    best = max(stretch.ratio for stretch in stretches.values())
    belongs: dict[int, float] = {}
    for key, stretch in stretches.items():
        if stretch.ratio * usual > len(ways) or stretch.ratio == best:
            for place, part in _speaking(lines, ways[key], worth, stretch).items():
                belongs[place] = max(belongs.get(place, 0.0), part)
    return (chance, belongs) if len(belongs) >= FEWEST else None


def _speaking(lines: Sequence[Line], places: Sequence[int], worth: Floats, stretch: Stretch) -> dict[int, float]:
    """Of the lines of a stretch that speak for it, of categories that together do, how likely each is a part: who pads
    meals may well pay for trains what they cost."""
    begun = begun_by(worth[np.array(places)], stretch)
    sums: dict[object, float] = defaultdict(float)
    for place in places[stretch.first : stretch.last + 1]:
        sums[lines[place].category] += float(worth[place])
    return {
        place: float(begun[at]) * chance_from(exp(min(sums[lines[place].category], SURE)), 0.5)
        for at, place in enumerate(places)
        if stretch.first <= at <= stretch.last and sums[lines[place].category] > 0 and worth[place] > 0
    }


def by_report(lines: Sequence[Line], found: Mapping[str, Pattern]) -> dict[str, tuple[Pattern, list[int]]]:
    """By report, the pattern of its person and its own lines in it."""
    reports: dict[str, tuple[Pattern, list[int]]] = {}
    for pattern in found.values():
        for place in pattern.lines:
            reports.setdefault(lines[place].report_id, (pattern, []))[1].append(place)
    return reports
