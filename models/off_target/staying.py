"""How often what was off target stayed so the month after, learnt from the months that are over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from models.off_target.series import Month, Series

WEIGHT = 10.0
"""The share of all counts as much as so many months."""

BACK = 3


@dataclass(frozen=True)
class Followed:
    """A month of a series with a target, how many of the last three were off by then, and the month after it."""

    series: Series
    off: int
    month: Month
    after: Month


def followed(series: Sequence[Series]) -> Iterator[Followed]:
    """Every month that is followed by the next one."""
    for each in series:
        for place, (month, after) in enumerate(pairwise(each.months)):
            if month.standing and after.standing and month.period.last < after.period.first:
                yield Followed(each, each.off_lately(place, BACK), month, after)


def learned_from(months: Sequence[Followed]) -> dict[str, Any]:
    """By how many of the last three months were off, the share that was off the month after; `usual` is that of all."""
    usual = sum(each.after.is_off for each in months) / len(months) if months else 0.0
    stayed = {}
    for off in range(BACK + 1):
        those = [each.after.is_off for each in months if each.off == off]
        stayed[str(off)] = (sum(those) + WEIGHT * usual) / (len(those) + WEIGHT)
    return {"months": len(months), "usual": usual, "stayed": stayed}


def chance_of_staying(learned: Mapping[str, Any], off: int) -> float:
    return float(learned["stayed"][str(off)])
