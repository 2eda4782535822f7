"""Messages over HTTP on a real server: it sends what is due by itself, and takes in what comes back signed, once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from actions.policies.looking import look
from actions.signatures import keys_in, new_key, signed_headers
from core.audit.reading import entries
from core.secret import Secret
from core.state import open_state
from core.workspace import Workspace, create_workspace
from tests.actions.firm_channels import webhook, write_channels
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import suspect, write_policy
from tests.actions.receiver import Receiver, Reply, receiver
from tests.served_orders import serving
from tests.tracework.people import bearing, with_accounts

RECEIPTS = new_key()
PATIENCE_S = 120


@dataclass(frozen=True)
class Firm:
    """A served firm, the receiver of its one channel, and the tokens of its people."""

    web: httpx.Client
    there: Receiver
    tokens: dict[str, str]
    workspace: Workspace

    def signed(self, place: str, body: object, id: str, key: str = RECEIPTS, at: datetime | None = None):
        raw = json.dumps(body).encode()
        headers = signed_headers(id, raw, keys_in(Secret.of(key), "keys"), at or datetime.now(UTC))
        return self.web.post(place, content=raw, headers=headers)

    def get(self, place: str, who: str = "feeds"):
        return self.web.get(place, headers=bearing(self.tokens[who]))

    def post(self, place: str, body: object = None, who: str = "feeds"):
        return self.web.post(place, json=body, headers=bearing(self.tokens[who]))


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    workspace = create_workspace(tmp_path_factory.mktemp("messages") / "firm")
    (workspace.root / "receipts").write_text(RECEIPTS)
    (workspace.root / "policies").mkdir()
    with receiver() as there:
        table = webhook(there.url, receipt_keys={"file": "receipts"})
        write_channels(workspace, {"orchestration": table, "silent": webhook(there.url)})
        tokens = with_accounts(workspace)
        with open_state(workspace) as state:
            write_policy(state, parts="")
            suspect(state, 1)
            assert look(state, NOON).proposed == (1,)
        with serving(workspace) as address, httpx.Client(base_url=f"{address}/api/v1", timeout=60) as web:
            yield Firm(web, there, tokens, workspace)


def eventually(firm: Firm, number: int, wanted: str) -> dict[str, object]:
    until = time.monotonic() + PATIENCE_S
    while (found := firm.get(f"/deliveries/{number}").json())["state"] != wanted:
        assert time.monotonic() < until, found
        time.sleep(0.2)
    return found


def test_the_server_sends_what_is_due_and_sends_again_when_asked(firm: Firm):
    found = eventually(firm, 1, "sent")
    assert json.loads(str(found["body"]))["data"]["receipt"] == "/api/v1/actions/1/receipt"
    listed = firm.get("/deliveries?state=sent&channel=orchestration").json()
    assert (listed["counts"]["sent"], [each["id"] for each in listed["deliveries"]]) == (1, [1])
    assert firm.post("/deliveries/1/replay").json() == {"deliveries": [1]}
    eventually(firm, 1, "sent")
    ids = [each.headers["webhook-id"] for each in firm.there.requests]
    assert len(ids) == 2
    assert set(ids) == {found["message_id"]}


def test_a_receipt_is_taken_in_by_its_signature_alone_and_once(firm: Firm):
    place, body = "/actions/1/receipt", {"type": "tracework.action.receipt", "data": {"result": "accepted"}}
    at = datetime.now(UTC) - timedelta(seconds=20)
    assert firm.signed(place, body, "rcpt_1", at=at).json() == {"id": "rcpt_1", "again": False}
    assert (firm.signed(place, body, "rcpt_1", at=at).status_code) == 409
    later = firm.signed(place, body, "rcpt_1")
    assert (later.status_code, later.json()["again"]) == (200, True)
    outcome = {"type": "tracework.action.outcome", "data": {"result": "succeeded", "words": "Project P-9 created"}}
    assert firm.signed(place, outcome, "out_1").status_code == 202
    with open_state(firm.workspace) as state:
        acts = [each.act for each in entries(state) if each.who == "channel orchestration"]
    assert sorted(acts) == ["finding settled", "outcome taken in", "receipt taken in"]


@pytest.mark.parametrize("place", ["/actions/1/receipt", "/actions/77/receipt", "/inbound/silent", "/inbound/nowhere"])
def test_what_no_known_key_signed_is_refused_everywhere_alike(firm: Firm, place: str):
    body = {"type": "tracework.action.outcome", "data": {"result": "succeeded"}}
    answer = firm.signed(place, body, "out_2", new_key())
    assert (answer.status_code, answer.json()["title"]) == (401, "Not signed")
    assert firm.web.post(place, json=body).status_code == 401
    assert firm.web.post(place, json=body, headers=bearing(firm.tokens["feeds"])).status_code == 401


def test_other_mistakes_of_a_signed_one_are_told(firm: Firm):
    place = "/actions/1/receipt"
    old = datetime.now(UTC) - timedelta(minutes=6)
    body = {"type": "tracework.action.receipt", "data": {"result": "accepted"}}
    assert "more than 5 minutes" in firm.signed(place, body, "rcpt_3", at=old).json()["detail"]
    assert firm.signed(place, {"type": "x"}, "rcpt_4").status_code == 400
    assert firm.signed(place, {**body, "pad": "x" * 300_000}, "rcpt_5").status_code == 413
    assert firm.signed("/inbound/orchestration", {"type": "flow.done", "data": {}}, "ev_1").status_code == 202


def test_messages_are_for_those_who_feed_the_whole_firm(firm: Firm):
    for who in ("feeds_of_munich", "everywhere", "auditor"):
        assert firm.get("/deliveries", who).status_code == 403
        assert firm.get("/channels", who).status_code == 403
        assert firm.post("/deliveries/1/replay", who=who).status_code == 403
        assert firm.post("/channels/orchestration/enable", who=who).status_code == 403


def test_a_receiver_that_was_gone_is_enabled_and_gets_what_it_missed(firm: Firm):
    firm.there.answer = lambda _: Reply(410)
    firm.post("/deliveries/1/replay")
    found = eventually(firm, 1, "dead")
    assert "gone for good" in str(found["reason"])
    assert firm.post("/deliveries/1/replay").status_code == 400
    (state,) = firm.get("/channels").json()
    assert (state["channel"], state["failures"]) == ("orchestration", 1)
    firm.there.answer = lambda _: Reply()
    assert firm.post("/channels/orchestration/enable").status_code == 200
    span = {"since": "2026-01-01T00:00:00Z", "channel": "orchestration"}
    assert firm.post("/deliveries/replay", span).json() == {"deliveries": [1]}
    eventually(firm, 1, "sent")
