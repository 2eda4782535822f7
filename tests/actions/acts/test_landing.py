"""What lands of findings and actions: each change once, nothing of what people wrote in words."""

from __future__ import annotations

from datetime import timedelta

import pyarrow.parquet as pq

from actions.acts.landing import land_acts
from actions.approvals.deciding import Decision, decide
from actions.delivery.sender import Sender
from actions.inbound.receiving import Inbound
from actions.outcomes.taking_in import take_in
from actions.policies.looking import look
from core.access import Viewer
from core.audit.writing import audited
from core.state import State
from eventlog.acts.declaration import ACTS, holds_acts_only
from eventlog.landed import landed_runs
from ingest.record_text import OURS
from models.findings import verdicts
from models.findings.verdicts import Verdict
from tests.actions.hands import Hands
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import as_role, ready, suspect, write_policy
from tests.actions.receiver import Receiver

HOUR = timedelta(hours=1)
OWNER = Viewer.owner()


def landed(state: State) -> dict[str, list[dict[str, object]]]:
    """The records of the last run, by stream."""
    run = landed_runs(state.workspace)[-1]
    assert holds_acts_only(run)
    return {name: pq.read_table(run.stream(name)).to_pylist() for name in run.manifest["streams"]}


def test_the_whole_way_of_a_finding_lands_as_it_goes(either_state: State, there: Receiver):
    write_policy(ready(either_state, there.url))
    suspect(either_state, 1)
    assert look(either_state, NOON).proposed == (1,)
    first = land_acts(either_state)
    assert first is not None
    assert {name: number for name, number in first.records.items() if number} == {
        "finding": 1, "finding_sighting": 1, "action": 1, "action_finding": 1,
    }  # fmt: skip
    assert land_acts(either_state) is None

    decide(either_state, as_role("approver"), "anna", 1, Decision("approve", "the client said so"), NOON + HOUR)
    Sender(either_state, Hands(NOON + HOUR)).send_due()
    with audited(either_state, "channel orchestration") as work:
        said = {"result": "succeeded", "words": "It is done."}
        take_in(work, Inbound("orchestration", "msg_1", "tracework.action.outcome", said, "1", NOON + 2 * HOUR))
    second = land_acts(either_state)
    assert second is not None
    records = landed(either_state)
    assert {name: len(rows) for name, rows in records.items()} == {
        "finding": 1, "finding_verdict": 1, "action": 1, "action_answer": 1, "action_delivery": 1, "action_outcome": 1,
    }  # fmt: skip
    assert [(row["action"], row["who"], row["answer"]) for row in records["action_answer"]] == [
        ("A-1", "anna", "approve")
    ]
    assert [(row["state"], row["at"]) for row in records["action_delivery"]] == [("sent", "2026-03-03T13:00:00+00:00")]
    assert [(row["kind"], row["result"]) for row in records["action_outcome"]] == [("outcome", "succeeded")]
    assert (records["finding"][0]["state"], records["finding_verdict"][0]["verdict"]) == ("settled", "settle")
    for name, rows in records.items():
        assert rows[0].keys() - OURS == ACTS.stream(name).columns.keys()
    told = str(records)
    assert [words for words in ("client said", "It is done", "signed long ago") if words in told] == []


def test_a_changed_verdict_lands_as_one_more(either_state: State):
    suspect(either_state, 1)
    verdicts.decide(either_state, OWNER, "ann", 1, verdicts.Decision(Verdict.DISMISS, "agreed"))
    land_acts(either_state)
    verdicts.undo(either_state, OWNER, "ann", 1)
    verdicts.decide(either_state, OWNER, "ann", 1, verdicts.Decision(Verdict.CONFIRM))
    assert land_acts(either_state) is not None
    told = [(row["id"], row["verdict"], row["undone"]) for row in landed(either_state)["finding_verdict"]]
    assert told == [("1", "dismiss", "true"), ("2", "confirm", "false")]


def test_a_withdrawn_run_lands_again(either_state: State):
    suspect(either_state, 1)
    land_acts(either_state)
    (run,) = landed_runs(either_state.workspace)
    (run.folder / "withdrawn").touch()
    again = land_acts(either_state)
    assert again is not None
    assert again.records["finding"] == 1
