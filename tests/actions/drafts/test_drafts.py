"""Drafts: every number of a text is one that the figures tell, and nothing leaves before somebody else has approved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from actions.drafts.keeping import Draft, decide, draft, drafts, keep, message_of
from actions.drafts.told import Figure
from actions.drafts.writing import Text, written
from actions.outbox.reading import deliveries
from core.access import Viewer
from core.audit.reading import entries
from core.errors import NotAllowed, NotFound, WrongUse
from core.state import State
from core.workspace import open_workspace
from eventlog.reading import EventLog, open_log
from metrics.project_parts import billing
from metrics.projects import projects
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import as_role, progress, ready

OWNER = Viewer.owner()
CITED = re.compile(r"\S+(?: [\d,]+)?(?: h)? \[\d+\]")
DATE = re.compile(r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b")


@pytest.fixture(scope="module")
def log(pretend_firm: Path) -> Iterator[EventLog]:
    with open_log(open_workspace(pretend_firm), OWNER) as opened:
        yield opened


def figures(text: Text) -> dict[str, Figure]:
    return {figure.label: figure for sentence in text.sentences for figure in sentence.figures}


def uncited(text: Text) -> str:
    """What is left of the text without its cited numbers and its dates."""
    return " ".join(DATE.sub("", CITED.sub("", sentence.text)) for sentence in text.sentences)


def test_every_number_of_a_text_is_cited_and_in_its_words(log: EventLog):
    told = [written(log, each.code, reader) for each in projects(log)[:12] for reader in ("team", "client")]
    assert sum(len(figures(each)) for each in told) > 60
    for text in told:
        place = 0
        for sentence in text.sentences:
            for figure in sentence.figures:
                place += 1
                assert f"{figure.words} [{place}]" in sentence.text
                assert figure.source == f"/project?project={text.project.code}"
        assert not re.search(r"\d+(\.\d+)?%", uncited(text)), text.sentences


def test_its_numbers_are_those_of_the_figures(log: EventLog):
    for project in projects(log)[:6]:
        team, client = figures(written(log, project.code, "team")), figures(written(log, project.code, "client"))
        if project.forecast and project.baseline:
            assert team["margin by forecast"].value == project.forecast.margin
            assert team["margin by baseline"].value == project.baseline.margin
            change = abs(project.change or 0) / 100
            assert team["difference of what is earned to the baseline"].value == pytest.approx(change)
        if project.used is not None:
            assert team["part of the booked hours that is worked"].value == project.used
        sent = [each for each in billing(log, project) if each.state in ("sent", "paid")]
        if sent:
            assert client["invoiced so far"].value == pytest.approx(sum(each.amount or 0 for each in sent) / 100)
            paid = sum(each.amount or 0 for each in sent if each.state == "paid")
            assert client["paid so far"].value == pytest.approx(paid / 100)


def test_a_client_reads_nothing_of_margin_hours_or_exceptions(log: EventLog):
    for project in projects(log)[:12]:
        text = written(log, project.code, "client")
        told = " ".join(sentence.text for sentence in text.sentences).lower()
        assert not re.search(r"margin|earn|hours|exception|baseline|cost", told)


def test_whoever_may_not_see_a_project_gets_no_draft_of_it(pretend_firm: Path, log: EventLog):
    project = next(each for each in projects(log) if each.entity == "london")
    elsewhere = Viewer("mia", frozenset({"controller"}), entities=frozenset({"munich"}))
    with open_log(open_workspace(pretend_firm), elsewhere) as narrow, pytest.raises(NotFound):
        written(narrow, project.code, "team")


def kept(state: State, who: str = "mia") -> Draft:
    return keep(ready(state), as_role("project_manager"), who, progress(), "orchestration", NOON)


def test_it_says_each_number_and_what_it_is(either_state: State):
    assert kept(either_state).text == (
        "2 [1] of 5 [2] milestones are reached. −EUR 1,234 [3] is invoiced.\n\n"
        "[1] milestones reached: 2\n[2] milestones in all: 5\n[3] invoiced so far: −EUR 1,234"
    )


def test_nothing_leaves_before_somebody_else_has_approved(either_state: State):
    waiting = kept(either_state)
    with either_state.reading() as connection:
        assert deliveries(connection) == []
    for viewer, who, words in (
        (as_role("project_manager"), "bert", "you may not approve"),
        (as_role("approver"), "mia", "You wrote D-1"),
        (OWNER, "mia", "You wrote D-1"),
    ):
        with pytest.raises(NotAllowed, match=words):
            decide(either_state, viewer, who, 1, "approve")
    far = as_role("approver", entities=frozenset({"london"}))
    with pytest.raises(NotFound, match="D-1 that you may see"):
        decide(either_state, far, "bert", 1, "approve")
    assert drafts(either_state, far) == []
    done = decide(either_state, as_role("approver"), "bert", 1, "approve", "fine")
    assert (done.state, done.decided_by, done.text) == ("approved", "bert", waiting.text)
    with either_state.reading() as connection:
        assert [each.message_id for each in deliveries(connection)] == [done.message]
    with pytest.raises(WrongUse, match="D-1 is approved"):
        decide(either_state, as_role("approver"), "bert", 1, "approve")
    assert [each.act for each in entries(either_state)][:2] == ["draft approved", "draft written"]


def test_four_eyes_hold_for_whoever_sees_no_names(either_state: State):
    nameless = as_role("approver", may_see_names=False)
    keep(ready(either_state), nameless, "mia", progress(), "orchestration", NOON)
    assert draft(either_state, nameless, 1).drafted_by == "somebody"
    assert draft(either_state, replace(nameless, name="mia"), 1).drafted_by == "mia"
    with pytest.raises(NotAllowed, match="You wrote D-1"):
        decide(either_state, nameless, "mia", 1, "approve")
    assert decide(either_state, nameless, "bert", 1, "approve").decided_by == "somebody"


def test_a_refused_one_never_leaves(either_state: State):
    kept(either_state)
    assert decide(either_state, as_role("approver"), "bert", 1, "refuse", "wrong tone").state == "refused"
    assert draft(either_state, OWNER, 1).note == "wrong tone"
    with either_state.reading() as connection:
        assert deliveries(connection) == []


def test_a_channel_that_does_not_take_it_is_said_at_once(either_state: State):
    ready(either_state)
    with pytest.raises(NotFound, match="no channel pigeon"):
        keep(either_state, OWNER, "mia", progress(), "pigeon", NOON)
    thin = message_of(kept(either_state)).data
    assert thin == {"id": "D-1", "project": "psa:7", "for": "client", "generation": 4}
