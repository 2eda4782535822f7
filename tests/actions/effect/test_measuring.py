"""Effect on findings whose fate is written down by hand: by lot, by likes, too early, too few."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from actions.approvals.action import ActionState
from actions.approvals.deciding import Decision, decide
from actions.approvals.reading import actions
from actions.effect.lives import Life, Records, Taken
from actions.effect.measuring import effect_of, effects
from actions.inbound.receiving import Inbound
from actions.outcomes.taking_in import take_in
from actions.policies.looking import look
from core.access import Viewer
from core.audit.writing import audited
from core.state import State
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import as_role, ready, suspect, write_policy

DAY = timedelta(days=1)


def life(
    number: int, solved_on: int | None, kind: str = "late", money: float | None = 1000.0, entity: str = "munich"
) -> Life:
    turns = () if solved_on is None else ((NOON + solved_on * DAY, True),)
    return Life(number, kind, entity, money, NOON - DAY, False, turns)


def taken(number: int, state: ActionState, after: int = 0) -> Taken:
    posted = None if state is ActionState.HELD_OUT else NOON + after * DAY
    return Taken("p", number, NOON, posted, state)


def test_by_lot_what_was_proposed_is_held_against_what_was_held_out():
    # of 12 proposed 9 are solved within 14 days, one after; of 12 held out 3
    proposed = [life(n, 5 if n < 9 else 20 if n == 9 else None) for n in range(12)]
    held = [life(100 + n, 10 if n < 3 else None) for n in range(12)]
    sent = [taken(n, ActionState.REFUSED if n == 11 else ActionState.APPROVED) for n in range(12)]
    records = Records(
        {each.number: each for each in [*proposed, *held]},
        (*sent, *(taken(100 + n, ActionState.HELD_OUT) for n in range(12))),
        NOON + 30 * DAY,
    )
    found = effect_of("p", records)
    assert (found.how, found.with_action.solved, found.with_action.followed) == ("lot", 9, 12)
    assert (found.without.solved, found.without.followed, found.few) == (3, 12, False)
    assert (found.with_action.median_days, found.without.median_days) == (5.0, 10.0)
    assert found.difference is not None
    assert found.difference.value == pytest.approx(0.5)
    assert 0 < found.difference.low < 0.5 < found.difference.high
    assert "9 of 12 were solved within 14 days, against 3 of 12 held out by lot: +50 points" in found.sentence
    assert "more than chance gives." in found.sentence


def test_without_a_lot_each_is_held_against_its_like():
    acted = [life(n, 3) for n in range(4)]
    free = [
        *(life(10 + n, 5 if n == 0 else None, money=1500.0) for n in range(3)),
        life(20, 2, kind="other"), life(21, 2, entity="london"), life(22, 2, money=5000.0), life(23, 2, money=None),
        life(24, 0),
    ]  # fmt: skip
    records = Records(
        {each.number: each for each in [*acted, *free]},
        tuple(taken(n, ActionState.APPROVED, after=1) for n in range(4)),
        NOON + 30 * DAY,
    )
    found = effect_of("p", records)
    # the likes are 10, 11 and 12: 24 was solved before it was as old
    assert (found.how, found.without.followed, found.without.solved) == ("matched", 3, 1)
    assert found.difference is not None
    assert found.difference.value == pytest.approx(2 / 3)
    assert found.few
    assert "With so few cases this is a hint, no more." in found.sentence


def test_what_is_not_followed_for_long_enough_says_so():
    own = (taken(1, ActionState.APPROVED), taken(2, ActionState.APPROVED))
    records = Records({1: life(1, 2), 2: life(2, None)}, own, NOON + 5 * DAY)
    found = effect_of("p", records)
    assert (found.under_way, found.solved_so_far, found.difference) == (2, 1, None)
    assert found.sentence == ("Too early to say: 1 of 2 are solved so far, and none has been followed for 14 days.")


def test_without_anything_alike_no_difference_is_told():
    found = effect_of("p", Records({1: life(1, 2)}, (taken(1, ActionState.APPROVED),), NOON + 20 * DAY))
    assert (found.how, found.difference) == ("none", None)
    assert found.sentence == ("1 of 1 were solved within 14 days; there is nothing comparable to hold against it.")


def test_an_outcome_counts_at_once_though_the_data_end_before_it(either_state: State):
    write_policy(ready(either_state))
    suspect(either_state, 1, 2)
    later = NOON + 200 * DAY
    look(either_state, later)
    for number in (1, 2):
        decide(either_state, as_role("approver"), "anna", number, Decision("approve"), later + DAY / 24)
    with audited(either_state, "channel orchestration") as work:
        data = {"result": "succeeded"}
        take_in(work, Inbound("orchestration", "m1", "tracework.action.outcome", data, "A-1", later + DAY / 12))
    (effect,) = effects(either_state, Viewer.owner())
    assert effect.sentence == "Too early to say: 1 of 2 are solved so far, and none has been followed for 14 days."
    # the next data show it still: it is open again
    suspect(either_state, 1, 2, at=datetime.now(UTC) + DAY)
    (effect,) = effects(either_state, Viewer.owner())
    assert effect.solved_so_far == 0


def test_a_small_firms_actions_are_followed_from_the_state(either_state: State):
    """Twelve contracts, some held out; those acted on are reported done and gone in the next data."""
    assert effects(either_state, Viewer.owner()) == []
    write_policy(ready(either_state), more="hold_out = 0.5")
    suspect(either_state, *range(1, 13))
    look(either_state, NOON)
    found = actions(either_state, Viewer.owner())
    waiting = [each for each in found if each.state is ActionState.WAITING]
    held = [each.about[0].subject_id for each in found if each.state is ActionState.HELD_OUT]
    assert len(waiting) + len(held) == 12
    for each in waiting:
        decide(either_state, as_role("approver"), "anna", each.number, Decision("approve"), NOON + DAY)
        with audited(either_state, "channel orchestration") as work:
            data = {"result": "succeeded"}
            take_in(
                work, Inbound("orchestration", f"m{each.number}", "tracework.action.outcome", data, each.id, NOON + DAY)
            )
    left = [int(subject.rsplit("-", 1)[1]) for subject in held]
    suspect(either_state, *left, at=NOON + 15 * DAY)
    suspect(either_state, at=NOON + 30 * DAY)
    (effect,) = effects(either_state, Viewer.owner())
    assert (effect.policy, effect.how, effect.posted) == ("handoff", "lot", len(waiting))
    assert (effect.with_action.solved, effect.with_action.followed) == (len(waiting), len(waiting))
    assert (effect.without.solved, effect.without.followed) == (0, len(held))
    assert effect.difference is not None
    assert effect.difference.value == 1.0
