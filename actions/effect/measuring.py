"""The effect of a policy: how many of the findings it acted on were solved in time, against comparable ones.

Where the policy holds a share out by lot, what it proposed is compared with that share, whatever people decided: the
lot alone tells them apart. Else each finding that was acted on is compared with its like: the same kind and entity,
about as much money, not solved at the same age, and nothing done about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log
from statistics import median
from typing import Literal

from actions.approvals.action import ActionState
from actions.effect.comparing import Difference, Share, difference, of_pairs, wider
from actions.effect.lives import Life, Records, Taken, records
from core.access import Viewer
from core.state import State
from models.detecting import last_look

WITHIN = timedelta(days=14)
FEW = 10
LIKES = 3
MOST_RATIO = 2.0

How = Literal["lot", "matched", "none"]


@dataclass(frozen=True)
class Arm:
    """Findings followed to the end of the time: how many, how many were solved, the median days of those."""

    followed: int
    solved: int
    median_days: float | None


@dataclass(frozen=True)
class Effect:
    """`acted` findings were acted on (proposed, where compared by lot) and `posted` of them led to a message;
    `under_way` are not followed for long enough yet, `solved_so_far` of them solved. Dismissed ones are left out."""

    policy: str
    how: How
    within: timedelta
    acted: int
    posted: int
    under_way: int
    solved_so_far: int
    with_action: Arm
    without: Arm
    difference: Difference | None

    @property
    def few(self) -> bool:
        """Too few for more than a hint."""
        return min(self.with_action.followed, self.without.followed) < FEW

    @property
    def sentence(self) -> str:
        """The effect as one would say it, small numbers included."""
        days = self.within // timedelta(days=1)
        first, second = self.with_action, self.without
        if not first.followed:
            so_far = (
                f"{self.solved_so_far} of {self.under_way} are solved so far" if self.under_way else "nothing was done"
            )
            return f"Too early to say: {so_far}, and none has been followed for {days} days."
        told = f"{first.solved} of {first.followed} were solved within {days} days"
        if self.difference is None:
            return f"{told}; there is nothing comparable to hold against it."
        other = "held out by lot" if self.how == "lot" else "comparable ones without it"
        gap = f"{_points(self.difference.value)} points"
        interval = f"95% interval {_points(self.difference.low)} to {_points(self.difference.high)}"
        chance = self.difference.low <= 0 <= self.difference.high
        sure = "which chance alone may give" if chance else "more than chance gives"
        small = " With so few cases this is a hint, no more." if self.few else ""
        return f"{told}, against {second.solved} of {second.followed} {other}: {gap} ({interval}), {sure}.{small}"


def effects(state: State, viewer: Viewer, within: timedelta = WITHIN) -> list[Effect]:
    """The effect of every policy that has acted, and of what people proposed (without a name), by name; counted over
    the findings that the viewer may see."""
    looked = last_look(state.workspace)
    moment = looked.moment if looked else None
    with state.reading() as connection:
        found = records(connection, viewer, _with_zone(moment) if moment else None)
    if found is None:
        return []
    return [effect_of(policy, found, within) for policy in sorted({each.policy for each in found.taken})]


def effect_of(policy: str, found: Records, within: timedelta = WITHIN) -> Effect:
    """The effect of one policy on the records."""
    own = [each for each in found.taken if each.policy == policy and not found.lives[each.finding].dismissed]
    held = [each for each in own if each.state is ActionState.HELD_OUT]
    treated = [each for each in own if each.state is not ActionState.HELD_OUT]
    # without anybody to follow yet the lot is still what will tell
    early = not any(_followed(each.start, found, within) for each in treated)
    if any(_followed(each.start, found, within) for each in held) or (held and early):
        cases = [(found.lives[each.finding], each.start) for each in treated]
        against = [(found.lives[each.finding], each.start) for each in held]
        return _effect(policy, "lot", (cases, treated), found, within, against=against)
    sent = [each for each in treated if each.posted is not None]
    cases = [(found.lives[each.finding], each.posted or each.start) for each in sent]
    return _effect(policy, "matched", (cases, treated), found, within)


Case = tuple[Life, datetime]


def _effect(
    policy: str, how: How, acted: tuple[list[Case], list[Taken]], found: Records, within: timedelta,
    against: list[Case] | None = None,
) -> Effect:  # fmt: skip
    cases, treated = acted
    whole = [case for case in cases if _followed(case[1], found, within)]
    rest = [case for case in cases if not _followed(case[1], found, within)]
    if against is not None:
        like = [case for case in against if _followed(case[1], found, within)]
        gap = difference(_share(whole, within), _share(like, within)) if whole and like else None
    else:
        whole, like, gap = _matched(whole, found, within)
        how = "matched" if like else "none"
    return Effect(
        policy, how, within, len(cases), sum(each.posted is not None for each in treated), len(rest),
        sum(life.solved_now for life, _ in rest), _arm(whole, within), _arm(like, within), gap,
    )  # fmt: skip


def _matched(whole: list[Case], found: Records, within: timedelta) -> tuple[list[Case], list[Case], Difference | None]:
    """Those that have their like, the like, and the difference; all of the first where none has."""
    taken = {each.finding for each in found.taken if each.state is not ActionState.HELD_OUT}
    free = [life for number, life in found.lives.items() if number not in taken and not life.dismissed]
    pairs = [(case, _likes(case, free, found, within)) for case in whole]
    with_like = [(case, likes) for case, likes in pairs if likes]
    if not with_like:
        return whole, [], None
    gaps = [
        _solved(case, within) - sum(_solved(each, within) for each in likes) / len(likes) for case, likes in with_like
    ]
    cases = [case for case, _ in with_like]
    likes = list({each[0].number: each for _, likes in with_like for each in likes}.values())
    gap = wider(of_pairs(gaps), difference(_share(cases, within), _share(likes, within)))
    return cases, likes, gap


def _likes(case: Case, free: Sequence[Life], found: Records, within: timedelta) -> list[Case]:
    life, start = case
    age = start - life.first_seen
    near = []
    for other in free:
        then = other.first_seen + age
        apart = _apart(life.base_money, other.base_money)
        same = (other.kind, other.entity) == (life.kind, life.entity)
        if same and apart is not None and _followed(then, found, within) and not other.solved_by(then):
            near.append((apart, other.number, (other, then)))
    return [each for _, _, each in sorted(near, key=lambda one: one[:2])[:LIKES]]


def _apart(one: float | None, other: float | None) -> float | None:
    """How far two amounts are apart, as a ratio; None where that is too far."""
    if not one or not other:
        return 0.0 if not one and not other else None
    ratio = abs(log(one / other)) if one > 0 and other > 0 else None
    return ratio if ratio is not None and ratio <= log(MOST_RATIO) else None


def _followed(start: datetime, found: Records, within: timedelta) -> bool:
    return start + within <= found.until


def _solved(case: Case, within: timedelta) -> float:
    life, start = case
    return float(life.solved_by(start + within))


def _share(cases: Sequence[Case], within: timedelta) -> Share:
    return Share(round(sum(_solved(case, within) for case in cases)), len(cases))


def _arm(cases: Sequence[Case], within: timedelta) -> Arm:
    solved = [(life, start) for life, start in cases if life.solved_by(start + within)]
    days = [(at - start) / timedelta(days=1) for life, start in solved if (at := life.solved_after(start))]
    return Arm(len(cases), len(solved), median(days) if days else None)


def _points(share: float) -> str:
    points = round(100 * share)
    return f"{points:+}".replace("-", "−") if points else "0"


def _with_zone(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
