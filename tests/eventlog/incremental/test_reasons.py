"""When a build may go on from the one before, when it must not, and that a kill on the way changes nothing."""

import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from core.calendars import calendar
from core.workspace import create_workspace
from eventlog.build import build_generation
from eventlog.generations import manifest_of
from eventlog.incremental import reasons
from eventlog.incremental.build import build_on
from eventlog.incremental.reasons import why_whole
from eventlog.landed import landed_runs
from tests.eventlog.records.pulled_runs import Pull, land
from tests.eventlog.records.small_crm import CRM, account, deal, history

ROOT = Path(__file__).resolve().parents[3]
SOURCES = {"crm": CRM}
ACCOUNTS = {"Account": [account(number) for number in range(40)]}
KILLS = 3


@pytest.fixture
def workspace(tmp_path):
    """A firm that was built whole from two loads."""
    workspace = create_workspace(tmp_path / "firm")
    land(workspace, Pull("crm", {**ACCOUNTS, "Deal": [deal(1)]}, 0))
    land(workspace, Pull("crm", {"Deal": [deal(2, AccountId="A2")]}, 1))
    build(workspace)
    return workspace


def build(workspace):
    return build_generation(workspace, landed_runs(workspace), calendar, sources=SOURCES)


def reason(workspace, sources=None):
    return why_whole(workspace, landed_runs(workspace), sources or SOURCES)


def content(workspace):
    return manifest_of(workspace, workspace.current_generation())["content_hash"]


def test_a_small_load_is_built_on(workspace):
    land(workspace, Pull("crm", {"Deal": [deal(3)]}, 2))
    assert reason(workspace) is None
    build_on(workspace, landed_runs(workspace), calendar, sources=SOURCES)
    grown = content(workspace)
    build(workspace)
    assert content(workspace) == grown


def test_what_must_be_built_whole_is_told_why(workspace):
    assert reason(workspace) == "that was asked for: what is landed is all in generation 1"
    run = land(workspace, Pull("crm", {"Deal": [deal(3)]}, 0.5))
    assert "older" in reason(workspace)
    (run / "withdrawn").touch()
    run = land(workspace, Pull("crm", {"Deal": [deal(3, Colour="blue")]}, 2))
    assert "new columns" in reason(workspace)
    (run / "withdrawn").touch()
    run = land(workspace, Pull("crm", {"DealHistory": [history(1, "Won", "2026-03-01")]}, 2))
    assert "first time" in reason(workspace)
    (run / "withdrawn").touch()
    land(workspace, Pull("crm", {"Account": [account(number) for number in range(100, 130)]}, 2))
    assert "large share" in reason(workspace)
    assert "declarations have changed" in reason(workspace, {"crm": replace(CRM, zone="Asia/Tokyo")})


def test_a_small_log_is_built_whole(workspace, monkeypatch):
    land(workspace, Pull("crm", {"Deal": [deal(3)]}, 2))
    monkeypatch.setattr(reasons, "FEWEST_RECORDS", 44)
    assert "so few records" in reason(workspace)
    monkeypatch.setattr(reasons, "FEWEST_RECORDS", 43)
    assert reason(workspace) is None


def test_a_withdrawn_load_and_a_new_process_are_built_whole(workspace):
    (workspace.landing / "crm" / "000002" / "withdrawn").touch()
    assert reason(workspace) == "a load was withdrawn"
    (workspace.landing / "crm" / "000002" / "withdrawn").unlink()
    workspace.processes.mkdir()
    (workspace.processes / "deals.toml").write_text('title = "Deals"\nobject_type = "opportunity"\n')
    assert "declarations have changed" in reason(workspace)


def test_killed_at_random_moments(workspace, scale):
    land(workspace, Pull("crm", {"Deal": [deal(number) for number in range(3, 8)]}, 2))
    before = content(workspace)
    command = [sys.executable, "-m", "tests.eventlog.incremental.built_on", str(workspace.root)]
    chance = random.Random(3)
    for _ in range(KILLS * scale):
        child = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 2.5))
        child.send_signal(signal.SIGKILL)
        child.wait(20)
        if workspace.current_generation() > 1:
            break
        assert content(workspace) == before
    if workspace.current_generation() == 1:
        subprocess.run(command, cwd=ROOT, check=True, timeout=120)
    grown = content(workspace)
    assert grown != before
    build(workspace)
    assert content(workspace) == grown
