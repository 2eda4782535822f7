"""Verdicts teach a threshold and a re-ranker, each only where it holds on later verdicts."""

from __future__ import annotations

import random

from core.access import Viewer
from core.state import State
from models.findings.finding import FindingState
from models.findings.reading import findings
from models.findings.teaching import Decided, decided, learnt, least_chance, upper_share
from models.findings.verdicts import Decision, Verdict, decide, undo
from tests.models.findings.suspected import raised, suspicion


def noisy(n: int, seed: int, wrong_kind: str = "") -> list[Decided]:
    """Verdicts that come as often as the chance says, but of one kind never."""
    draw = random.Random(seed)
    found = []
    for _ in range(n):
        kind, chance = draw.choice(["a", "b"]), draw.uniform(0.05, 0.95)
        found.append(Decided(kind, chance, draw.uniform(10, 1000), kind != wrong_kind and draw.random() < chance))
    return found


def test_the_upper_end_of_a_share_is_wilsons():
    # 0 of 20: z²/(n + z²) = 3.8416/23.8416
    assert round(upper_share(0, 20), 4) == 0.1611
    assert upper_share(0, 0) == 1.0


def test_below_what_was_always_dismissed_nothing_is_shown():
    told = [Decided("a", chance, None, chance > 0.5) for chance in (0.2, 0.3, 0.6, 0.8) for _ in range(20)]
    random.Random(1).shuffle(told)
    least = least_chance(told)
    assert least is not None
    assert 0.3 < least <= 0.6
    assert not [each for each in told if each.confirmed and each.chance < least]


def test_a_threshold_that_the_later_verdicts_contradict_is_not_used():
    earlier = [Decided("a", 0.2, None, False)] * 30 + [Decided("a", 0.8, None, True)] * 40
    later = [Decided("a", 0.2, None, True)] * 30
    assert least_chance([*earlier, *later]) is None
    assert least_chance([*earlier, *[Decided("a", 0.2, None, False)] * 30]) == 0.8


def test_a_few_verdicts_teach_nothing():
    assert least_chance([Decided("a", 0.2, None, False)] * 19) is None
    assert learnt(noisy(49, 1)) is None


def test_a_reranker_learns_that_one_kind_is_never_right():
    found = learnt(noisy(300, 2, wrong_kind="b"))
    assert found is not None
    assert found.log_loss < found.log_loss_before
    assert found.chance("b", 0.8, 100.0) < 0.2 < 0.6 < found.chance("a", 0.8, 100.0)


def test_where_chances_are_right_already_a_reranker_seldom_helps():
    """On what is calibrated there is nothing to learn; where one is taken all the same it hardly moves a chance."""
    taken = [found for seed in range(20) if (found := learnt(noisy(300, 100 + seed)))]
    assert len(taken) < 15
    assert all(found.log_loss > found.log_loss_before - 0.05 for found in taken)


def test_the_last_verdict_of_a_finding_counts_and_an_undone_one_does_not(either_state: State):
    owner = Viewer.owner()
    raised(either_state, suspicion("psa:1", 0.6), suspicion("psa:2", 0.4))
    numbers = {each.suspicion.subject_id: each.number for each in findings(either_state, owner)}
    decide(either_state, owner, "ann", numbers["psa:1"], Decision(Verdict.CONFIRM))
    decide(either_state, owner, "ann", numbers["psa:2"], Decision(Verdict.CONFIRM))
    decide(either_state, owner, "bo", numbers["psa:1"], Decision(Verdict.DISMISS, "no"))
    undo(either_state, owner, "ann", numbers["psa:2"])
    assert decided(either_state) == [Decided("unusual_time", 0.6, 125.0, False)]
    assert {each.state for each in findings(either_state, owner)} == {FindingState.OPEN, FindingState.DISMISSED}
