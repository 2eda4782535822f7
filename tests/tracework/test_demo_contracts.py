"""The demo's contracts: they come through the library's interface, and what their record lacks is found in them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl

from core.access import Viewer
from core.workspace import open_workspace
from eventlog.reading import open_log
from ingest.documents import TAG
from ingest.pull import pull_source
from ingest.source_settings import configured_source
from models.detectors.contract_terms import DETECTOR
from models.known_then import complete_until
from simulator.documents.signed import agreed
from simulator.interfaces import graph
from simulator.interfaces.serving import serve
from simulator.object_ids import logged_id
from simulator.state import State
from tracework.demo import PretendFirm
from tracework.demo_systems import Systems, point_at

SINCE = date(2026, 3, 20)


def lately_signed(state: State) -> pl.DataFrame:
    papers = state["document"].filter(pl.col("kind") == "signed_contract", pl.col("created_at").dt.date() >= SINCE)
    contracts = state["contract"].select("amends_id", "po_number", contract_id="id", log_id=logged_id("contract"))
    return papers.join(contracts, on="contract_id")


def test_what_a_record_lacks_is_found_in_its_paper_and_nothing_else(pretend_firm: Path, tmp_path: Path):
    workspace = open_workspace(shutil.copytree(pretend_firm, tmp_path / "firm"))
    state = PretendFirm(people=60, months=8).state()
    papers = lately_signed(state)
    with serve(graph, state) as served:
        point_at(workspace, Systems({"graph": served}), {"graph": graph}, "A firm", documents=True)
        with workspace.settings_file.open("a", encoding="utf-8") as file:
            file.write(f"since = {SINCE}\n")
        pulled = pull_source(workspace, configured_source(workspace, "graph"))
    assert (pulled.run, pulled.documents.fetched, pulled.documents.failed) == (None, papers.height, ())
    files = {path.name for path in workspace.contracts.glob("graph/*/*") if path.name != TAG}
    assert files == set(papers["name"])
    with open_log(workspace, Viewer.owner()) as log:
        found = DETECTOR.score(log, {}, complete_until(log))
    numbers = {
        paper["log_id"]: agreed(state, paper["contract_id"])[0].po_number
        for paper in papers.iter_rows(named=True)
        if paper["amends_id"] is None and paper["po_number"] is None
    }
    lacking = {name: number for name, number in numbers.items() if number}
    assert len(lacking) >= 1
    assert {each.subject_id for each in found} == set(lacking)
    for each in found:
        (reason,) = each.reasons
        assert f"the document says {lacking[each.subject_id]} on page 1, and nothing is on record" in reason.text
