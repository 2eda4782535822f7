"""Signed contracts out of a Microsoft 365 library: what is fetched, kept, removed, and what heals or is told."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from core.errors import BadSettings, SourceFailed
from core.workspace import Workspace
from eventlog.landed import landed_runs
from ingest.documents import ARRIVING, TAG
from ingest.http import Http
from ingest.last_try import last_try
from ingest.pull import pull_and_note
from ingest.source import Document, Documents, KeepsDocuments, Pulled
from ingest.source_settings import configured_source, configured_sources
from ingest.sources._graph_files import is_as_told
from simulator.documents.signed import content
from simulator.interfaces import graph
from simulator.interfaces.serving import Served, serve
from tests.ingest.signed_library import KEYS, PAPERS, library_firm
from tests.ingest.sources.office_pulls import firm
from tests.simulator.hand_made_firm import at
from tests.tracework.command_line import ROOT, tracework

WANTED = 'folders = ["/"]\nkinds = ["signed_contract"]\ninternal_hosts = ["127.0.0.1"]\n'
ALL = {KEYS[number]: name for number, (_, name) in PAPERS.items()}
FIRST = KEYS[11]
CONTENT, ELSEWHERE = r"/content$", "download.aspx"


@pytest.fixture
def served():
    with serve(graph, library_firm()) as running:
        yield running


@pytest.fixture
def workspace(tmp_path: Path, served: Served) -> Workspace:
    return wanting(firm(tmp_path, served, "graph"), WANTED)


def wanting(workspace: Workspace, settings: str) -> Workspace:
    told = workspace.settings_file.read_text().partition("[sources.graph.contract_files]")[0]
    workspace.settings_file.write_text(f"{told}[sources.graph.contract_files]\n{settings}")
    return workspace


def pull(workspace: Workspace) -> Pulled:
    return pull_and_note(workspace, configured_source(workspace, "graph"))


def kept(workspace: Workspace) -> dict[str, str]:
    """The files that lie there, by the keys of their folders."""
    files = (workspace.contracts / "graph").glob("*/*")
    return {path.parent.name: path.name for path in files if path.name != TAG}


def settle(served: Served, **told: object) -> None:
    httpx.post(f"{served.url}/_simulator/downloads", json=told, trust_env=False).raise_for_status()


def asked_for(served: Served, path: str) -> object:
    """A fault that never strikes, and so counts the requests."""
    return served.faults.plan("slow", path=path, times=0)


def test_what_is_wanted_comes_whole_and_dated(workspace: Workspace):
    assert pull(workspace).documents == Documents(fetched=3)
    assert kept(workspace) == ALL
    path = workspace.contracts / "graph" / FIRST / ALL[FIRST]
    assert path.read_bytes() == content(library_firm(), 1, ALL[FIRST])
    assert datetime.fromtimestamp(path.stat().st_mtime, UTC) == at(2)


def test_what_lies_there_is_not_asked_for_again(workspace: Workspace, served: Served):
    pull(workspace)
    asked = asked_for(served, CONTENT)
    assert pull(workspace).documents == Documents()
    assert asked.seen == 0


def test_what_changes_is_fetched_again_and_what_is_deleted_removed(workspace: Workspace, served: Served):
    mine = workspace.contracts / "graph" / "my notes.docx"
    pull(workspace)
    mine.write_bytes(b"mine")
    served.shown.change("driveItems", {"id": FIRST}, {"name": "Final signed.pdf", "eTag": '"2"'})
    served.shown.remove("driveItems", {"id": KEYS[12]})
    assert pull(workspace).documents == Documents(fetched=1, removed=1)
    assert kept(workspace) == {FIRST: "Final signed.pdf", KEYS[13]: ALL[KEYS[13]]}
    assert mine.exists()


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ('folders = ["/Acme"]\nkinds = ["sow", "signed_contract"]\n', {*KEYS.values(), "01DOC0000000014"}),
        ('folders = ["/Acm", "/Acme/Signed"]\n', set()),
        ('folders = ["/"]\nkinds = ["signed_contract"]\nsince = 2026-03-03\n', set()),
    ],
)
def test_folders_kinds_and_days_choose(workspace: Workspace, served: Served, settings: str, keys: set[str]):
    pull(workspace)
    wanting(workspace, f'{settings}internal_hosts = ["127.0.0.1"]\n')
    asked = asked_for(served, r"/items/01FOLDER\d+$")
    pull(workspace)
    assert set(kept(workspace)) == keys
    assert asked.seen == (0 if '"/"' in settings else 1)


def test_a_pull_that_was_killed_is_made_good_by_the_next(workspace: Workspace):
    pull(workspace)
    places = [workspace.contracts / "graph" / KEYS[number] for number in PAPERS]
    # cut off while a file came, after it was renamed, and while it was removed
    (places[0] / ALL[KEYS[11]]).unlink()
    (places[0] / TAG).write_text("")
    (places[0] / ARRIVING).write_bytes(b"%PDF-1.7 half of")
    (places[1] / TAG).write_text("")
    (places[1] / "Old name.pdf").write_bytes(b"old")
    (places[2] / ALL[KEYS[13]]).unlink()
    assert pull(workspace).documents == Documents(fetched=3)
    assert kept(workspace) == ALL


def test_a_killed_pull_leaves_whole_files_only(workspace: Workspace, served: Served):
    hung = served.faults.plan("slow", path=ELSEWHERE, after=1, times=100, seconds=60)
    command = [sys.executable, "-m", "tracework", "pull", "-w", str(workspace.root), "--no-build"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        while hung.seen < 2:
            assert child.poll() is None
            time.sleep(0.01)
        child.kill()
    assert len(kept(workspace)) == 1
    served.faults.clear()
    told = tracework("pull", "-w", workspace.root, "--no-build")
    assert (told.code, "graph: 2 documents fetched, 0 removed" in told.err) == (0, True)
    assert kept(workspace) == ALL


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("unauthorized", CONTENT), ("throttled", CONTENT), ("server_error", CONTENT),
        ("throttled", ELSEWHERE), ("unavailable", ELSEWHERE), ("cut", ELSEWHERE),
        # an address that has run out is asked for anew
        ("unauthorized", ELSEWHERE), ("forbidden", ELSEWHERE),
    ],
)  # fmt: skip
def test_trouble_passes(workspace: Workspace, served: Served, kind: str, path: str):
    fault = served.faults.plan(kind, path=path, after=1, seconds=0)
    assert pull(workspace).documents == Documents(fetched=3)
    assert fault.seen > 3
    assert kept(workspace) == ALL


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("http://169.254.169.254", "not among the hosts"),
        ("https://files.example.com", "not among the hosts"),
        ("http://acme.sharepoint.com", "unencrypted"),
        ("ftp://acme.sharepoint.com", "no plain web address"),
    ],
)
def test_no_other_place_is_asked(workspace: Workspace, served: Served, place: str, said: str):
    settle(served, place=place)
    pulled = pull(workspace)
    assert (pulled.records["driveItems"], pulled.documents.fetched) == (5, 0)
    assert len(pulled.documents.failed) == 3
    assert all(said in line and "\n" not in line and line.startswith("graph: ") for line in pulled.documents.failed)
    absent = last_try(workspace, "graph").documents
    assert {each.name for each in absent} == set(ALL.values())
    assert all(said in each.reason for each in absent)
    assert kept(workspace) == {}


def test_what_stays_is_told_and_stops_no_pull(workspace: Workspace, served: Served):
    pull(workspace)
    served.shown.change("driveItems", {"id": FIRST}, {"eTag": '"2"'})
    served.shown.change("driveItems", {"id": KEYS[12]}, {"size": 40 << 20, "eTag": '"2"'})
    served.faults.plan("cut", path=ELSEWHERE, times=100)
    large, cut = sorted(pull(workspace).documents.failed, key=lambda line: "Roll-out" in line)
    assert 'document "Audit signed.docx" could not be fetched: it has 40.0 MiB, and up to 32 are taken' in large
    assert 'document "Roll-out signed.pdf" could not be fetched: GET 127.0.0.1 failed, tried 4 times' in cut
    assert kept(workspace) == ALL


def test_after_three_that_keep_failing_the_rest_waits(workspace: Workspace, served: Served):
    wanting(workspace, WANTED.replace("]\nint", ', "sow"]\nint'))
    served.faults.plan("unavailable", path=CONTENT, times=100, seconds=0)
    failed = pull(workspace).documents.failed
    assert len(failed) == 4
    assert failed[3] == "graph: 1 further documents were not asked for. Pull again later."
    served.faults.clear()
    assert pull(workspace).documents == Documents(fetched=4)


def test_since_when_a_file_cannot_be_had_is_kept_until_it_comes(workspace: Workspace, served: Served):
    settle(served, place="https://files.example.com")
    pull(workspace)
    first = last_try(workspace, "graph")
    assert {each.since for each in first.documents} == {first.at}
    served.faults.plan("server_error", times=100, seconds=0)
    with pytest.raises(SourceFailed):
        pull(workspace)
    served.faults.clear()
    served.shown.change("driveItems", {"id": KEYS[12]}, {"name": "Audit, signed.docx"})
    pull(workspace)
    again = last_try(workspace, "graph")
    assert {(each.key, each.since) for each in again.documents} == {(key, first.at) for key in ALL}
    assert "Audit, signed.docx" in {each.name for each in again.documents}
    settle(served)
    pull(workspace)
    assert last_try(workspace, "graph").documents == ()


def test_what_is_not_what_graph_says_is_fetched_again(workspace: Workspace, served: Served):
    settle(served, altered=1)
    assert pull(workspace).documents == Documents(fetched=3)
    path = workspace.contracts / "graph" / FIRST / ALL[FIRST]
    assert path.read_bytes() == content(library_firm(), 1, ALL[FIRST])


def test_what_stays_other_than_graph_says_is_not_taken_and_told(workspace: Workspace, served: Served):
    settle(served, altered=2)
    pulled = pull(workspace).documents
    assert pulled.fetched == 2
    assert "what came is not what Graph says it has: another hash, twice. Pull again later." in pulled.failed[0]
    assert set(kept(workspace)) == set(ALL) - {pulled.absent[0].key}
    assert pull(workspace).documents == Documents(fetched=1)


def test_a_library_that_alters_its_files_may_be_believed(workspace: Workspace, served: Served):
    settle(served, altered=3)
    assert pull(wanting(workspace, f"{WANTED}check_hashes = false\n")).documents == Documents(fetched=3)


@pytest.mark.parametrize(
    ("hashes", "taken"),
    [
        ({}, True),
        ({"quickXorHash": "aCgDG9jwBhDc4Q1yawMZAAAAAAA="}, True),
        ({"quickXorHash": "acgdg9jwbhdc4q1yawmzaaaaaaa="}, False),
        ({"sha1Hash": "2AAE6C35C94FCFB415DBE95F408B9CE91EE846ED"}, True),
        ({"sha1Hash": "2AAE6C35C94FCFB415DBE95F408B9CE91EE846EE", "quickXorHash": None}, False),
        ({"sha1Hash": "2AAE", "sha256Hash": "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"}, True),
    ],
)
def test_one_hash_of_those_that_a_library_gives_is_enough(tmp_path: Path, hashes: dict[str, str], taken: bool):
    (tmp_path / "a").write_bytes(b"hello world")
    assert is_as_told(tmp_path / "a", hashes) is taken


def test_an_address_is_no_good_twice_and_a_file_is_not_there(workspace: Workspace, served: Served, tmp_path: Path):
    settle(served, life=-1)
    assert all("and a second one is neither" in line for line in pull(workspace).documents.failed)
    source = configured_source(workspace, "graph")
    with Http("graph", source.common.http) as http:
        connection = source.connect(http)
        assert isinstance(connection, KeepsDocuments)
        with pytest.raises(SourceFailed) as told:
            connection.library().fetch(Document("01DOC9", "a.pdf", "1", at(2), None), tmp_path / "a.pdf")
    assert told.value.status == 404
    assert not (tmp_path / "a.pdf").exists()


def test_addresses_are_kept_from_every_text(workspace: Workspace, served: Served, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    pull(workspace)
    served.shown.change("driveItems", {"id": FIRST}, {"eTag": '"2"'})
    served.faults.plan("cut", path=ELSEWHERE, times=100)
    told = [json.dumps(pull(workspace).documents.failed), caplog.text]
    told += [path.read_text() for path in (workspace.root / "pulls").iterdir()]
    told += [json.dumps(run.manifest) for run in landed_runs(workspace)]
    assert [text for text in told if "tempauth" in text or "_layouts" in text] == []


def test_without_the_setting_or_the_stream_nothing_is_fetched(tmp_path: Path, served: Served):
    workspace = firm(tmp_path, served, "graph")
    assert pull(workspace).documents == Documents()
    wanting(workspace, WANTED)
    text = workspace.settings_file.read_text()
    workspace.settings_file.write_text(
        text.replace("[sources.graph.http]", 'streams.include = ["groups"]\n[sources.graph.http]')
    )
    assert pull(workspace).documents == Documents()
    assert not workspace.contracts.exists()


def test_mistakes_are_told_together(workspace: Workspace):
    wanting(
        workspace, 'folders = ["Signed"]\nmost_mib = 64\nhosts = ["*", "*.com/x"]\nsince = "soon"\ncolour = "red"\n'
    )
    with pytest.raises(BadSettings) as told:
        configured_sources(workspace)
    where = ["folders.0", "most_mib", "hosts.0", "hosts.1", "since", "colour"]
    assert [each for each in where if f" sources.graph.contract_files.{each}: " not in str(told.value)] == []
    wanting(workspace, "folders = []\n")
    with pytest.raises(BadSettings, match="folders"):
        configured_sources(workspace)
