"""What a back-test says is what would have been sent, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from actions.policies.declaration import Policy
from actions.policies.evaluating import Evaluated, evaluate
from actions.policies.history import History
from actions.policies.replaying import FindingsAt, Grid, as_of, replayed
from models.findings.finding import Finding
from tests.actions.made_findings import NOON, calendars, finding, policy

DAY = timedelta(days=1)
SPANS = st.sampled_from(["0 s", "1 d", "2 d"])


def made(name, held="0 s", keep="0 s", most=1, again=None, by=(), hold_out=0.0, quiet=False):
    return policy(
        name,
        when={"kinds": ["contract_without_project"], "held_for": held, "keep_for": keep},
        throttle={"most": most, "again_after": again, "per": "2 d"},
        group={"by": by, "wait": "1 d", "interval": "2 d"},
        hold_out=hold_out,
        quiet={"outside_business_hours": quiet},
    )


POLICIES = st.builds(
    made,
    st.sampled_from(["a", "b"]), SPANS, SPANS, st.integers(1, 3), st.sampled_from([None, "3 d"]),
    st.sampled_from([[], ["entity"]]), st.sampled_from([0.0, 0.5]), st.booleans(),
)  # fmt: skip
# for each of five subjects, on which of twelve days it is suspected
LIVES = st.lists(st.lists(st.booleans(), min_size=12, max_size=12), min_size=1, max_size=5)
GONE_AND_BACK = [[day in (8, 11) for day in range(12)]]


def looks(policies: Sequence[Policy], findings_at: FindingsAt, grid: Grid) -> list[tuple[datetime, Evaluated]]:
    """One at every moment of the grid, each building on the one before."""
    history, found = History(), []
    for n in range((grid.last - grid.first) // grid.every + 1):
        moment = grid.first + grid.every * n
        look = evaluate(policies, findings_at(moment), history, moment, calendars)
        history = look.history
        found.append((moment, look))
    return found


@settings(max_examples=40)
@given(st.lists(POLICIES, min_size=1, max_size=2, unique_by=lambda each: each.name), LIVES)
@example([made("a", again="3 d")], GONE_AND_BACK)
@example([made("a", again="3 d", hold_out=0.5)], GONE_AND_BACK)
def test_a_replay_is_what_each_look_would_have_sent(policies, lives):
    def findings_at(moment: datetime) -> list[Finding]:
        day = (moment - NOON) // DAY
        return [finding(n, entity=["munich", "london"][n % 2]) for n, life in enumerate(lives) if life[day]]

    changes = [NOON + n * DAY for n in range(12)]
    grid = Grid(NOON, NOON + 12 * DAY - timedelta(hours=1), timedelta(hours=5), changes)
    each, found = looks(policies, findings_at, grid), replayed(policies, findings_at, grid, calendars)
    sent = [(at, one.policy.name, one.findings) for at, look in each for one in look.proposals]
    assert [(one.at, one.policy.name, one.findings) for one in found.proposals] == sent
    held = [due.finding.number for _, look in each for due in look.held_out]
    assert [due.finding.number for due in found.held_out] == held
    for at, name, findings in sent:
        throttle = next(each for each in policies if each.name == name).throttle
        recent = [then for then, other, _ in sent if other == name and at - throttle.per < then <= at]
        assert len(recent) <= throttle.most
        assert set(findings) <= set(findings_at(at))


def test_a_policy_is_tried_as_if_it_had_been_in_force():
    new = policy(since=(NOON + 30 * DAY).date())
    days = Grid(NOON, NOON + 2 * DAY, DAY, ())
    assert not replayed([new], lambda _: [finding(1)], days, calendars).proposals
    (found,) = replayed([as_of(new, NOON)], lambda _: [finding(1)], days, calendars).proposals
    assert found.at == NOON


def test_trying_it_does_not_change_which_of_two_acts():
    older, younger = policy("older", since=(NOON - 90 * DAY).date()), policy("younger", since=(NOON - 60 * DAY).date())
    found = replayed([younger, as_of(older, NOON)], lambda _: [finding(1)], Grid(NOON, NOON, DAY, ()), calendars)
    assert [each.policy.name for each in found.proposals] == ["older"]
