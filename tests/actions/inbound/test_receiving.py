"""What comes in: taken in once where its signature holds; altered, stale, replayed or wrongly signed it is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select
from standardwebhooks import Webhook as Reference

from actions.channel_settings import ConfiguredChannel
from actions.inbound.receiving import Inbound, Letter, NotSigned, Replayed, receive
from actions.inbound.tables import inbound_table
from actions.outbox.tables import message_table
from actions.signatures import keys_in, new_key, signed_headers
from core.audit.reading import entries
from core.audit.writing import Audited
from core.errors import BadInput
from core.secret import Secret
from core.state import State
from tests.actions.firm_channels import webhook, write_channels

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NEW, OLD, OTHER = new_key(), new_key(), new_key("whsk_")
BODY = b'{"type": "tracework.action.receipt", "data": {"result": "accepted"}}'


@pytest.fixture
def channels(either_state: State) -> list[ConfiguredChannel]:
    root = either_state.workspace.root
    (root / "erp_receipts").write_text(f"{NEW}\n{OLD}")
    (root / "crm_receipts").write_text(keys_in(Secret.of(OTHER), "keys")[0].public)
    tables = {
        "erp": webhook("https://a.example", receipt_keys={"file": "erp_receipts"}),
        "crm": webhook("https://b.example", receipt_keys={"file": "crm_receipts"}),
        "chat": webhook("https://c.example"),
    }
    return list(write_channels(either_state.workspace, tables).named.values())


def letter(key: str = NEW, body: bytes = BODY, at: datetime = NOW, id: str = "rcpt_1") -> Letter:
    return Letter(signed_headers(id, body, keys_in(Secret.of(key), "keys"), at), body)


def count(work: Audited, inbound: Inbound) -> None:
    """Has an effect that can be counted."""
    row = {"id": f"effect_{inbound.id}", "type": inbound.type, "subject": "s", "title": "", "time": NOW}
    work.connection.execute(insert(message_table).values(**row, posted_at=NOW))
    work.tell("receipt taken in", ("action", str(inbound.about)), None, dict(inbound.data))


def effects(state: State) -> int:
    with state.reading() as connection:
        return len(connection.execute(select(message_table)).all())


def test_what_is_signed_is_taken_in_with_what_it_causes(either_state: State, channels: list[ConfiguredChannel]):
    taken = receive(either_state, letter(), channels, "5", count, NOW)
    assert taken == Inbound("erp", "rcpt_1", "tracework.action.receipt", {"result": "accepted"}, "5", NOW)
    with either_state.reading() as connection:
        kept = connection.execute(select(inbound_table)).mappings().one()
    assert (kept["body"], kept["about"], effects(either_state)) == (BODY, "5", 1)
    assert [(each.who, each.act) for each in entries(either_state)][-1] == ("channel erp", "receipt taken in")


def test_the_reference_library_is_understood(either_state: State, channels: list[ConfiguredChannel]):
    headers = {
        "webhook-id": "rcpt_1", "webhook-timestamp": str(int(NOW.timestamp())),
        "webhook-signature": Reference(OLD).sign("rcpt_1", NOW, BODY.decode()),
    }  # fmt: skip
    assert receive(either_state, Letter(headers, BODY), channels, None, count, NOW).channel == "erp"


def test_each_channel_has_keys_of_its_own(either_state: State, channels: list[ConfiguredChannel]):
    assert receive(either_state, letter(OTHER), channels, None, count, NOW).channel == "crm"
    with pytest.raises(NotSigned):
        receive(either_state, letter(OTHER, id="rcpt_2"), channels[:1], None, count, NOW)


def test_a_later_try_has_no_second_effect(either_state: State, channels: list[ConfiguredChannel]):
    assert not receive(either_state, letter(), channels, "5", count, NOW).again
    later = NOW + timedelta(minutes=30)
    assert receive(either_state, letter(at=later), channels, "5", count, later).again
    assert effects(either_state) == 1


def test_what_is_replayed_is_refused(either_state: State, channels: list[ConfiguredChannel]):
    first, later = letter(), letter(at=NOW + timedelta(seconds=30))
    receive(either_state, first, channels, "5", count, NOW)
    with pytest.raises(Replayed):
        receive(either_state, first, channels, "5", count, NOW)
    receive(either_state, later, channels, "5", count, NOW)
    for again in (first, later):
        with pytest.raises(Replayed):
            receive(either_state, again, channels, "6", count, NOW)
    assert effects(either_state) == 1


def test_other_words_under_a_known_id_are_refused(either_state: State, channels: list[ConfiguredChannel]):
    receive(either_state, letter(), channels, "5", count, NOW)
    other = letter(body=BODY.replace(b"accepted", b"failed"), at=NOW + timedelta(seconds=9))
    with pytest.raises(Replayed):
        receive(either_state, other, channels, "5", count, NOW)


def with_header(name: str, value: str) -> Letter:
    return Letter({**letter().headers, f"webhook-{name}": value}, BODY)


@pytest.mark.parametrize(
    "wrong",
    [
        Letter(letter().headers, BODY.replace(b"accepted", b"rejected")),
        with_header("id", "rcpt_2"),
        with_header("timestamp", str(int(NOW.timestamp()) + 1)),
        with_header("timestamp", "soon"),
        with_header("signature", "v1,AAAA"),
        with_header("signature", "v1a," + letter().headers["webhook-signature"].removeprefix("v1,")),
        letter(new_key()),
        letter(new_key("whsk_")),
        Letter({}, BODY),
        letter(at=NOW - timedelta(minutes=5, seconds=1)),
        letter(at=NOW + timedelta(minutes=5, seconds=1)),
    ],
)
def test_what_is_altered_stale_or_wrongly_signed_is_refused(
    either_state: State, channels: list[ConfiguredChannel], wrong: Letter
):
    with pytest.raises(NotSigned, match="Nothing was taken in"):
        receive(either_state, wrong, channels, "5", count, NOW)
    with either_state.reading() as connection:
        assert connection.execute(select(inbound_table)).all() == []


def test_up_to_five_minutes_are_taken(either_state: State, channels: list[ConfiguredChannel]):
    for number, seconds in enumerate((-300, 300)):
        late = letter(at=NOW + timedelta(seconds=seconds), id=f"rcpt_{number}")
        assert not receive(either_state, late, channels, "5", count, NOW).again


@pytest.mark.parametrize(
    "body",
    [
        b"[]", b"{", b'{"type": "a"}', b'{"data": {}}', b'{"type": 5, "data": {}}', b'{"type": "a", "data": []}',
        json.dumps({"specversion": "1.0", "id": "other", "type": "a", "data": {}}).encode(),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused(either_state: State, channels: list[ConfiguredChannel], body: bytes):
    with pytest.raises(BadInput, match="Nothing was taken in"):
        receive(either_state, letter(body=body), channels, "5", count, NOW)


def test_what_failed_amid_is_not_remembered(either_state: State, channels: list[ConfiguredChannel]):
    def fails(work: Audited, inbound: Inbound) -> None:
        count(work, inbound)
        raise BadInput("no such action")

    with pytest.raises(BadInput):
        receive(either_state, letter(), channels, "5", fails, NOW)
    assert effects(either_state) == 0
    assert not receive(either_state, letter(), channels, "5", count, NOW).again
