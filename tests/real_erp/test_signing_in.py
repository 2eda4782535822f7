"""At Tryton's door: sessions and passwords, a session that ran out, too many attempts, a user who may see little."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from core.errors import SourceFailed
from eventlog.landed import landed_runs
from ingest.http import Http
from ingest.pull import probe_source, pull_source
from ingest.source import Window
from ingest.source_settings import configured_source
from tests.real_erp.environment import PASSWORD
from tests.real_erp.firm_log import by_rpc, new_workspace
from tests.real_erp.tryton_server import TrytonServer

READER = "reader"
IMPATIENT = "[sources.erp.http]\nattempts = 2\nfirst_wait = 0.01\nlongest_wait = 0.01\n"


@pytest.fixture(scope="module")
def server(changing: TrytonServer) -> TrytonServer:
    """A server at which there is one more user, of no group."""
    changing.call("model.res.user.create", [{"name": "Reader", "login": READER, "password": PASSWORD}])
    return changing


def configured(server: TrytonServer, folder: Path, user: str = "admin", **more: str):
    table = by_rpc(server, folder, more="".join(f'{name} = "{value}"\n' for name, value in more.items()) + IMPATIENT)
    return configured_source(new_workspace(folder, table.replace('"admin"', f'"{user}"')), "erp")


@pytest.mark.parametrize("sign_in", ["session", "basic"])
def test_both_ways_to_sign_in_lead_in(server: TrytonServer, tmp_path: Path, sign_in: str):
    source = configured(server, tmp_path, sign_in=sign_in)
    with Http("erp") as http, closing(source.connect(http)) as connection:
        window = Window(None, datetime.now(UTC))
        (page,) = connection.read(source.declared.stream("currency_currency"), window)
        assert "USD" in {record["code"] for record in page.records}


def test_a_session_that_ran_out_is_begun_anew(server: TrytonServer, tmp_path: Path):
    source = configured(server, tmp_path)
    with Http("erp") as http, closing(source.connect(http)) as connection:
        assert connection.probe() == []
        with closing(sqlite3.connect(server.sqlite)) as database, database:
            assert database.execute("delete from ir_session").rowcount
        assert connection.probe() == []


def test_a_user_who_may_see_little_is_told_what_that_costs(server: TrytonServer, tmp_path: Path):
    source = configured(server, tmp_path, READER)
    missing = {each.stream: each for each in probe_source(source)}
    assert "opportunities are not known" in missing["sale_opportunity"].costs
    assert "not allowed" in missing["ir_model_log"].what
    workspace = new_workspace(tmp_path / "again", "")
    pulled = pull_source(workspace, source)
    assert set(pulled.refused) == set(missing)
    assert pulled.records["timesheet_line"]
    (run,) = landed_runs(workspace)
    assert run.manifest["refused"] == pulled.refused


def test_an_address_that_is_no_tryton_is_said_to_be_none(server: TrytonServer, tmp_path: Path):
    elsewhere = replace(server, url=f"{server.url}/some/path")
    with pytest.raises(SourceFailed, match=r"answered 40[45].*Check"):
        probe_source(configured(elsewhere, tmp_path))


def test_too_many_attempts_are_waited_out_and_then_told_in_one_line(server: TrytonServer, tmp_path: Path):
    """Last here: this user gets no further in for minutes."""
    for _ in range(2):
        attempt = {"id": 1, "method": "common.db.login", "params": [READER, {"password": "a wrong one"}]}
        answer = httpx.post(f"{server.url}/firm/rpc/", json=attempt, timeout=30)
    assert answer.status_code == 429
    with pytest.raises(SourceFailed) as told:
        probe_source(configured(server, tmp_path, READER))
    assert told.value.status == 429
    assert PASSWORD not in str(told.value)
    assert "\n" not in str(told.value)


def test_a_wrong_password_is_told_without_it(server: TrytonServer, tmp_path: Path):
    source = configured(server, tmp_path, "nobody")
    with pytest.raises(SourceFailed, match="sign-in is not accepted") as told:
        probe_source(source)
    assert PASSWORD not in str(told.value)
