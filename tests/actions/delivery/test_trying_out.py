"""Trying a channel out: the receiver gets one signed message, which the receiver of docs/channels.md verifies."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from actions.channel import Outcome
from actions.delivery.trying_out import try_out
from actions.outbox.reading import counts, endpoints
from core.audit.reading import entries
from core.errors import NotFound
from core.state import State
from tests.actions.firm_channels import KEY, webhook, write_channels
from tests.actions.receiver import Receiver, Reply, receiver

DOCS = Path(__file__).resolve().parents[3] / "docs" / "channels.md"


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


def documented() -> Callable[[Mapping[str, str], bytes, str], bool]:
    """The receiver's function as the document gives it."""
    (code,) = re.findall(r"^```python\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    names: dict[str, Callable[[Mapping[str, str], bytes, str], bool]] = {}
    exec(code, names)
    return names["is_ours"]


def test_it_arrives_signed_and_is_verified_as_the_document_says(either_state: State, there: Receiver):
    write_channels(either_state.workspace, {"erp": webhook(there.url, types=["tracework.action.*"])})
    verdict = try_out(either_state, "anna", "erp")
    assert (verdict.outcome, verdict.words) == (Outcome.DELIVERED, "Taken (200).")
    (request,) = there.requests
    told = json.loads(request.body)
    assert (told["type"], told["subject"], told["data"]) == (
        "tracework.channel.test", "channel/erp", {"channel": "erp"},
    )  # fmt: skip
    is_ours = documented()
    assert is_ours(request.headers, request.body, KEY)
    assert is_ours(request.headers, request.body, f"whsec_b3RoZXI=\n{KEY}")
    assert not is_ours(request.headers, request.body + b" ", KEY)
    assert not is_ours(request.headers, request.body, "whsec_b3RoZXI=")
    assert not is_ours({**request.headers, "webhook-timestamp": "1700000000"}, request.body, KEY)


def test_it_is_not_kept_and_not_tried_again(either_state: State, there: Receiver):
    write_channels(either_state.workspace, {"erp": webhook(there.url)})
    there.answer = lambda _: Reply(410)
    assert try_out(either_state, "anna", "erp").outcome is Outcome.GONE
    with either_state.reading() as connection:
        assert (sum(counts(connection).values()), endpoints(connection)) == (0, [])
    (entry,) = (each for each in entries(either_state) if each.act == "test message sent")
    assert (entry.who, entry.subject_id) == ("anna", "erp")
    assert json.loads(entry.after or "") == {"outcome": "gone", "status": 410}


def test_what_keeps_it_from_leaving_is_told(either_state: State):
    write_channels(either_state.workspace, {"erp": webhook("http://127.0.0.1:9/hook")}, allow=False)
    refused = try_out(either_state, "anna", "erp")
    assert (refused.outcome, "internal_hosts" in refused.words) == (Outcome.NEVER, True)
    (either_state.workspace.root / "keys").unlink()
    unsigned = try_out(either_state, "anna", "erp")
    assert (unsigned.outcome, "keys" in unsigned.words) == (Outcome.AGAIN, True)
    with pytest.raises(NotFound, match="no channel flows"):
        try_out(either_state, "anna", "flows")


def test_an_alert_that_it_opens_is_resolved(either_state: State, there: Receiver, monkeypatch: pytest.MonkeyPatch):
    write_channels(either_state.workspace, {"on_call": webhook(there.url)})
    monkeypatch.setattr("actions.channels.webhook.CHANNEL.keeps_alerts", True)
    try_out(either_state, "anna", "on_call")
    assert len(there.requests) == 2
