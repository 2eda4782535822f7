"""Policies over findings at a moment: phases, throttle, groups, silences, conflicts, the held-out share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from actions.policies.declaration import Policy
from actions.policies.evaluating import Evaluated, evaluate
from actions.policies.history import Acted, History, Phase, Silence, Subject
from models.findings.finding import Finding, FindingState
from tests.actions.made_findings import NOON, calendars, finding, policy

NOTHING = History()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def look(policies: list[Policy], findings: list[Finding], at: datetime = NOON, before: History = NOTHING) -> Evaluated:
    return evaluate(policies, findings, before, at, calendars)


def sent(look: Evaluated) -> list[list[int]]:
    return [[each.number for each in proposal.findings] for proposal in look.proposals]


def test_only_what_meets_all_that_is_said_is_acted_on():
    picky = policy(
        entities=["munich"], when={"kinds": ["contract_without_project"], "least_chance": 0.5, "least_money": 500}
    )
    findings = [
        finding(1),
        finding(2, entity="london"),
        finding(3, chance=0.4),
        finding(4, base_money=499.0),
        finding(5, base_money=None),
        finding(6, kind="likely_dispute"),
        finding(7, state=FindingState.SNOOZED),
        finding(8, state=FindingState.DISMISSED),
        finding(9, state=FindingState.CONFIRMED),
        finding(10, entity=None),
    ]
    assert sent(look([picky], findings)) == [[1], [9]]
    confirmed = policy(when={"kinds": ["contract_without_project"], "confirmed_only": True})
    assert sent(look([confirmed], findings)) == [[9]]


def test_a_policy_acts_only_while_it_is_in_force():
    assert sent(look([policy(since=date(2026, 3, 4))], [finding(1)])) == []
    assert sent(look([policy(until=date(2026, 3, 2))], [finding(1)])) == []
    assert sent(look([policy(since=date(2026, 3, 3), until=date(2026, 3, 3))], [finding(1)])) == [[1]]


def test_pending_then_active_then_recovering_then_forgotten():
    slow = policy(when={"kinds": ["contract_without_project"], "held_for": "4 h", "keep_for": "2 h"})
    first = look([slow], [finding(1)])
    (standing,) = first.history.standings.values()
    assert (standing.phase, sent(first)) == (Phase.PENDING, [])
    early = look([slow], [finding(1)], NOON + 3 * HOUR, first.history)
    assert sent(early) == []
    active = look([slow], [finding(1)], NOON + 4 * HOUR, early.history)
    assert sent(active) == [[1]]
    over = look([slow], [], NOON + 5 * HOUR, active.history)
    assert [each.phase for each in over.history.standings.values()] == [Phase.RECOVERING]
    # it comes back while it is recovering: the same episode, so nothing is sent again
    back = look([slow], [finding(1)], NOON + 6 * HOUR, over.history)
    assert ([each.phase for each in back.history.standings.values()], sent(back)) == ([Phase.ACTIVE], [])
    over = look([slow], [], NOON + 7 * HOUR, back.history)
    assert not look([slow], [], NOON + 9 * HOUR, over.history).history.standings


def test_what_is_pending_and_goes_is_forgotten_at_once():
    slow = policy(when={"kinds": ["contract_without_project"], "held_for": "4 h", "keep_for": "2 h"})
    first = look([slow], [finding(1)])
    gone = look([slow], [], NOON + HOUR, first.history)
    again = look([slow], [finding(1)], NOON + 4 * HOUR, gone.history)
    assert not gone.history.standings
    assert sent(again) == []


def test_a_subject_comes_again_only_where_the_policy_says_so():
    once = look([policy()], [finding(1)])
    assert sent(look([policy()], [finding(1)], NOON + 30 * DAY, once.history)) == []
    often = policy(throttle={"again_after": "7 d"})
    first = look([often], [finding(1)])
    assert sent(look([often], [finding(1)], NOON + 6 * DAY, first.history)) == []
    assert sent(look([often], [finding(1)], NOON + 7 * DAY, first.history)) == [[1]]
    waiting = replace(first.history, acted=tuple(replace(each, waiting=True) for each in first.history.acted))
    assert sent(look([often], [finding(1)], NOON + 7 * DAY, waiting)) == []


def test_the_throttle_lets_the_most_money_go_first_and_the_rest_later():
    slow = policy(throttle={"most": 2, "per": "1 d"})
    findings = [finding(1, base_money=100.0), finding(2, base_money=300.0), finding(3, base_money=200.0)]
    first = look([slow], findings)
    assert sent(first) == [[2], [3]]
    assert [(each.due.finding.number, each.until) for each in first.waiting] == [(1, NOON + DAY)]
    assert sent(look([slow], findings, NOON + DAY - HOUR, first.history)) == []
    assert sent(look([slow], findings, NOON + DAY, first.history)) == [[1]]


def test_groups_wait_for_others_and_then_for_the_interval():
    grouped = policy(group={"by": ["entity"], "wait": "1 h", "interval": "6 h"})
    first = look([grouped], [finding(1), finding(2, entity="london")])
    assert sent(first) == []
    assert {each.until for each in first.waiting} == {NOON + HOUR}
    second = look([grouped], [finding(1), finding(2, entity="london"), finding(3)], NOON + HOUR, first.history)
    assert sorted(sent(second)) == [[1, 3], [2]]
    everything = [finding(1), finding(2, entity="london"), finding(3), finding(4)]
    third = look([grouped], everything, NOON + 2 * HOUR, second.history)
    assert sent(third) == []
    assert [(each.due.finding.number, each.until) for each in third.waiting] == [(4, NOON + 7 * HOUR)]
    assert sent(look([grouped], everything, NOON + 7 * HOUR, third.history)) == [[4]]


def test_a_silence_holds_what_it_names_until_it_ends():
    silence = Silence(1, NOON, NOON + DAY, kind="contract_without_project", entity="munich", reason="move of offices")
    held = look([policy()], [finding(1), finding(2, entity="london")], NOON, History(silences=(silence,)))
    assert sent(held) == [[2]]
    assert [(each.due.finding.number, each.why, each.until) for each in held.waiting] == [
        (1, "silenced: move of offices", NOON + DAY)
    ]
    assert sent(look([policy()], [finding(1)], NOON + DAY, held.history)) == [[1]]


def test_of_two_policies_on_one_subject_one_acts_and_the_rule_is_said():
    urgent, usual = policy("urgent", priority=2), policy("usual", priority=1)
    both = look([usual, urgent], [finding(1)])
    assert [(each.policy.name, [f.number for f in each.findings]) for each in both.proposals] == [("urgent", [1])]
    (conflict,) = both.conflicts
    assert (conflict.winner, conflict.loser, conflict.subject) == ("urgent", "usual", Subject("contract", "crm:C-1"))
    assert conflict.why == "urgent has the higher priority, 2 over 1"
    # within the window the loser stays silent, after it it may act
    later = look([usual, urgent], [finding(1)], NOON + 23 * HOUR, both.history)
    assert (sent(later), later.conflicts[0].until) == ([], NOON + DAY)
    assert [each.policy.name for each in look([usual, urgent], [finding(1)], NOON + DAY, both.history).proposals] == [
        "usual"
    ]


def test_equal_priorities_go_to_the_older_then_by_name():
    old, new = policy("young", since=date(2025, 1, 1)), policy("aged", since=date(2026, 1, 1))
    assert look([new, old], [finding(1)]).conflicts[0].winner == "young"
    a, b = policy("a"), policy("b")
    assert look([b, a], [finding(1)]).conflicts[0].why == (
        "both have priority 0 and are in force since 2026-01-01; a is first by name"
    )


def test_who_is_in_quiet_hours_has_the_subject_still():
    night = NOON.replace(hour=23)
    quiet = policy("first", priority=1, quiet={"outside_business_hours": True})
    found = look([quiet, policy("second")], [finding(1)], night)
    assert sent(found) == []
    assert [each.loser for each in found.conflicts] == ["second"]


def test_the_held_out_share_is_drawn_by_subject_and_gets_nothing():
    half = policy(hold_out=0.5, throttle={"most": 1000})
    findings = [finding(number) for number in range(400)]
    first = look([half], findings)
    held, acted = {each.finding.number for each in first.held_out}, {number for [number] in sent(first)}
    assert held | acted == set(range(400))
    assert not held & acted
    assert 160 <= len(held) <= 240
    again = look([half], findings, NOON + DAY, first.history)
    assert (again.held_out, again.proposals) == ((), ())
    assert {each.finding.number for each in look([half], findings[::-1], NOON + DAY).held_out} == held


def test_the_same_answer_twice_whatever_the_order():
    policies = [
        policy("a", group={"by": ["entity"], "wait": "0 s"}),
        policy("b", priority=3, when={"kinds": ["likely_dispute"]}),
    ]
    kinds, entities = ("contract_without_project", "likely_dispute"), ("munich", "london")
    findings = [finding(n, entity=entities[n % 2], kind=kinds[n % 3 == 0]) for n in range(12)]
    assert look(policies, findings) == look(policies[::-1], findings[::-1])


def test_what_was_done_is_remembered_only_as_long_as_it_matters():
    old = Acted("handoff", NOON - 400 * DAY, "{}", frozenset({Subject("contract", "x")}))
    kept = look([policy()], [finding(1)], NOON, History(acted=(old,))).history.acted
    assert [each.at for each in kept] == [NOON]
    assert NOON.tzinfo is UTC
