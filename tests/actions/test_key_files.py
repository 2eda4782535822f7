"""Keys in files: made for nobody else to read, changed over in two steps, never written into the audit."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.channel_settings import ConfiguredChannel
from actions.key_files import make, public_keys, retire, rotate
from core.audit.reading import entries
from core.errors import BadInput, BadSettings, WrongUse
from core.state import State, open_state
from core.workspace import create_workspace
from tests.actions.firm_channels import webhook, write_channels


@pytest.fixture
def state(tmp_path: Path, made_once: Path) -> Iterator[State]:
    place = create_workspace(tmp_path / "firm")
    place.state_file.write_bytes(made_once.read_bytes())
    with open_state(place) as opened:
        yield opened


def erp(state: State, **more: object) -> ConfiguredChannel:
    table = webhook("https://erp.example", **{"keys": {"file": "secrets/erp"}, **more})
    return write_channels(state.workspace, {"erp": table}).one("erp")


def test_a_key_is_made_and_changed_over_in_two_steps(state: State):
    file = make(state, "anna", erp(state), False, "whsec_")
    (first,) = file.read_text().split()
    assert (first[:6], stat.S_IMODE(file.stat().st_mode)) == ("whsec_", 0o600)
    with pytest.raises(WrongUse, match="is there already"):
        make(state, "anna", erp(state), False, "whsec_")
    with pytest.raises(WrongUse, match="one key only"):
        retire(state, "anna", erp(state), False)
    rotate(state, "anna", erp(state), False)
    second, old = file.read_text().split()
    assert (old, second != first) == (first, True)
    retire(state, "anna", erp(state), False)
    assert (file.read_text().split(), stat.S_IMODE(file.stat().st_mode)) == ([second], 0o600)
    told = entries(state)
    assert sorted(each.act for each in told) == ["key made", "key rotated", "old key retired"]
    assert [key for key in (first, second) if key in str(told)] == []


def test_a_second_rotation_forgets_the_oldest(state: State):
    file = make(state, "anna", erp(state), False, "whsk_")
    (first,) = file.read_text().split()
    rotate(state, "anna", erp(state), False)
    rotate(state, "anna", erp(state), False)
    words = file.read_text().split()
    assert (len(words), first in words, {word[:5] for word in words}) == (2, False, {"whsk_"})
    assert [each[:5] for each in public_keys(erp(state))] == ["whpk_"] * 2


def test_keys_that_have_no_public_half_say_so(state: State):
    make(state, "anna", erp(state), False, "whsec_")
    with pytest.raises(WrongUse, match="its key is a secret of both sides"):
        public_keys(erp(state))


def test_keys_for_receipts_are_others(state: State):
    channel = erp(state, receipt_keys={"file": "secrets/receipts"})
    paths = [make(state, "anna", channel, receipts, "whsec_") for receipts in (False, True)]
    assert [path.name for path in paths] == ["erp", "receipts"]
    assert paths[0].read_text() != paths[1].read_text()


def test_keys_that_cannot_be_changed_here_are_told_of(state: State):
    with pytest.raises(WrongUse, match="the environment variable ERP_KEYS"):
        rotate(state, "anna", erp(state, keys={"env": "ERP_KEYS"}), False)
    with pytest.raises(WrongUse, match="has no receipt_keys"):
        make(state, "anna", erp(state), True, "whsec_")
    with pytest.raises(WrongUse, match="not there yet"):
        rotate(state, "anna", erp(state), False)
    channel = erp(state, receipt_keys={"file": "receipts"})
    (state.workspace.root / "receipts").write_text(f"whpk_{'A' * 43}=")
    with pytest.raises(WrongUse, match="the receiver's public key"):
        rotate(state, "anna", channel, True)
    (state.workspace.root / "receipts").write_text("no key")
    with pytest.raises(BadSettings):
        rotate(state, "anna", channel, True)
    (state.workspace.root / "plain").write_text("")
    with pytest.raises(BadInput, match="cannot be written"):
        make(state, "anna", erp(state, keys={"file": "plain/erp"}), False, "whsec_")
