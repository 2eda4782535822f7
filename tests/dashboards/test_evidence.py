"""What shows a finding: of its subject's id the subject alone, where other things bear the same."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from core.access import Viewer
from core.workspace import Workspace
from dashboards.findings_page.asked import evidence
from eventlog.reading import EventLog
from tests.metrics.tiny_log import TinyLog

LATER = datetime(2026, 6, 1)


def test_another_thing_of_the_same_number_is_no_evidence():
    tiny = TinyLog()
    tiny.thing("project", "psa:7", name="Lean plant")
    tiny.thing("legal_entity", "netsuite:2", name="London")
    tiny.thing("resource", "netsuite:2", name="Brandon Feldman")
    log = EventLog(Workspace(Path("nowhere")), 1, {"processes": []}, Viewer.owner(), tiny.database)
    names = ("netsuite:2", "psa:7")
    told = {each.name: each.type for each in evidence(log, names, "legal_entity", LATER)}
    assert told == {"London": "Legal entity", "Lean plant": "Project"}
    assert [each.name for each in evidence(log, names, "resource", LATER)] == ["Brandon Feldman", "Lean plant"]
    # where the log has no such thing of that type, all are told
    assert len(evidence(log, names, "client", LATER)) == 3
