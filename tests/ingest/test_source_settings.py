"""Sources in firm.toml: what holds, and every mistake told at once, secrets never."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import BadSettings, NotFound
from core.secret import Secret, concealed
from core.workspace import create_workspace
from ingest.connectors import known_connectors
from ingest.source_settings import configured_source, configured_sources

TWENTY_MISTAKES = """
nmae = "Northlight"
founded = 1999
[limits]
threads = "many"
builder_memory = "plenty"
speed = 3
[sources.crm]
connector = "salesfroce"
zone = "Europe/Munchen"
[sources.erp]
connector = "sql"
url = "postgresql://ann:pa55word@host/db"
drift = "ignore"
overlap = "soon"
colour = "red"
[sources.erp.http]
attempts = 0
timeout = "long"
speed = 1
[sources.erp.streams]
only = ["invoice"]
[sources.erp.tables.invoice]
key = "id"
columns = {id = "whole", ok = "bool"}
events = [{type = "invoice_sent", wehn = "r.sent", objects = []}]
[sources.Bank]
connector = "folder"
tables = {}
[sources.files]
connector = "folder"
path = "exports"
settle = -1
[sources.files.tables.a]
files = 3
"""


@pytest.fixture
def place(tmp_path):
    return create_workspace(tmp_path / "firm")


def test_twenty_mistakes_are_told_in_one_message(place):
    place.settings_file.write_text(TWENTY_MISTAKES)
    with pytest.raises(BadSettings) as told:
        configured_sources(place)
    where = [
        "nmae", "founded", "limits.threads", "limits.builder_memory", "limits.speed", "sources.crm.connector",
        "sources.crm.zone", "sources.erp.url", "sources.erp.drift", "sources.erp.overlap", "sources.erp.colour",
        "sources.erp.http.attempts", "sources.erp.http.timeout", "sources.erp.http.speed", "sources.erp.streams.only",
        "sources.erp.tables.invoice.key", "sources.erp.tables.invoice.columns.id",
        "sources.erp.tables.invoice.columns.ok", "sources.erp.tables.invoice.events.0", "sources.Bank",
        "sources.Bank.path", "sources.files.settle", "sources.files.tables.a.files",
    ]  # fmt: skip
    text = str(told.value)
    assert [each for each in where if f" {each}: " not in text] == []
    assert f"has {len(where)} mistakes" in text
    assert ", ".join(known_connectors()) in text
    assert "pa55word" not in text


def test_what_it_says_holds(place, monkeypatch):
    place.settings_file.write_text(
        '[sources.erp]\nconnector = "sql"\nurl = {file = "secrets/erp"}\nzone = "Europe/Berlin"\noverlap = "2 h"\n'
        'streams = {exclude = ["b"]}\n[sources.erp.tables]\na = {key = ["id"]}\nb = {key = ["id"]}\n'
    )
    source = configured_source(place, "erp")
    assert source.common.overlap == timedelta(hours=2)
    assert source.own.zone == "Europe/Berlin"
    assert [stream.name for stream in source.streams] == ["a"]
    assert source.for_the_build().name == "erp"
    with pytest.raises(BadSettings, match=r"The secret in .*firm/secrets/erp cannot be read: No such file"):
        source.own.url.reveal()
    (place.root / "secrets").mkdir()
    (place.root / "secrets" / "erp").write_text("sqlite://\n")
    assert source.own.url.reveal() == "sqlite://"


def test_a_stream_that_is_not_there_names_those_that_are(place):
    place.settings_file.write_text(
        '[sources.files]\nconnector = "folder"\npath = "x"\nstreams = {include = ["c"]}\n'
        "[sources.files.tables]\na = {}\nb = {}\n"
    )
    with pytest.raises(BadSettings, match=r"sources.files.streams: there is no stream c; there are a, b"):
        configured_sources(place)


def test_a_source_that_is_not_there_names_those_that_are(place):
    place.settings_file.write_text('[sources.files]\nconnector = "folder"\npath = "x"\ntables = {}\n')
    with pytest.raises(NotFound, match="It has: files"):
        configured_source(place, "crm")


def test_a_secret_shows_itself_nowhere(monkeypatch):
    monkeypatch.setenv("KEY_OF_CRM", "swordfish/and more")
    secret = Secret(env="KEY_OF_CRM")
    assert secret.reveal() == "swordfish/and more"
    shown = f"{secret} {secret!r} {Secret.of('token-of-an-hour')!r} {vars(secret)}"
    assert "swordfish" not in shown
    assert "token-of-an-hour" not in shown
    assert concealed("?key=swordfish%2Fand%20more&k=swordfish/and more&t=token-of-an-hour") == "?key=•••&k=•••&t=•••"
    monkeypatch.delenv("KEY_OF_CRM")
    with pytest.raises(BadSettings, match="Set KEY_OF_CRM and run it again"):
        secret.reveal()


@pytest.mark.parametrize("overlap", ["99999999999999 d", "40000 d"])
def test_an_overlap_that_no_calendar_has_room_for_is_a_mistake(tmp_path, overlap):
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text(f'[sources.bank]\nconnector = "folder"\npath = "."\noverlap = "{overlap}"\n')
    with pytest.raises(BadSettings, match=r"sources\.bank\.overlap"):
        configured_sources(place)
