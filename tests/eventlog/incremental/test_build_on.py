"""A generation that goes on from the one before equals a whole build, whatever landed in between."""

import pytest

from core.calendars import calendar
from core.workspace import create_workspace
from eventlog.build import build_generation
from eventlog.generations import manifest_of
from eventlog.incremental.build import build_on
from eventlog.incremental.reasons import why_whole
from eventlog.landed import landed_runs
from tests.eventlog.incremental.random_pulls import random_psa_pulls, random_pulls
from tests.eventlog.records.pulled_runs import Pull, land
from tests.eventlog.records.small_crm import CRM
from tests.eventlog.records.small_psa import PSA, happened, thing, tie

SOURCES = {"crm": CRM, "psa": PSA}
DEALS = """
title = "Deals"
object_type = "opportunity"
event_types = ["opportunity_created", "kickoff_held", "opportunity_won"]
via = ["opportunity>client[for]: opportunity_won"]
attributes_of = ["client"]
calendar = "new_york"
"""


def firm(folder, pulls):
    workspace = create_workspace(folder)
    workspace.processes.mkdir()
    (workspace.processes / "deals.toml").write_text(DEALS)
    for pull in pulls:
        land(workspace, pull)
    return workspace


def whole(workspace):
    return manifest_of(workspace, build_generation(workspace, landed_runs(workspace), calendar, sources=SOURCES))


def what_counts(manifest):
    return {name: value for name, value in manifest.items() if name not in ("generation", "built_at", "in_a_row")}


def pulls_of_both(seed):
    """Pulls of both systems, in turns; both systems have come before the first build."""
    pairs = zip(random_pulls(seed, 3), random_psa_pulls(seed, 3), strict=True)
    return [pull for pair in pairs for pull in pair]


@pytest.mark.parametrize("seed", range(1))
def test_one_pull_after_another(seed, tmp_path, scale):
    for turn in range(scale):
        pulls = pulls_of_both(1000 + 100 * turn + seed)
        workspace = firm(tmp_path / f"firm {turn}", pulls[:3])
        whole(workspace)
        for number, pull in enumerate(pulls[3:], 4):
            land(workspace, pull)
            again = whole(firm(tmp_path / f"again {turn} {number}", pulls[:number]))
            reason = why_whole(workspace, landed_runs(workspace), SOURCES)
            if reason:
                # small loads are a large share of a small firm
                assert "share" in reason or "new columns" in reason
            now = build_on(workspace, landed_runs(workspace), calendar, sources=SOURCES)
            assert what_counts(manifest_of(workspace, now)) == what_counts(again)


def test_what_is_gone_takes_its_relations_along_and_comes_back(tmp_path):
    sheet = thing("T1", week="2026-03-08")
    things = [thing("B1"), thing("P1"), thing("R1", entity="london", hired="2026-01-05"), sheet]
    ties = [tie("B1", "P1", "of"), tie("B1", "T1", "gathers"), tie("T1", "R1", "of")]
    told = [
        happened("became_billable", "B1", "2026-03-31T22:00:00Z"),
        happened("time_posted", "T1", "2026-04-01", "P1"),
    ]
    workspace = create_workspace(tmp_path / "firm")
    land(workspace, Pull("psa", {"thing": things, "tie": ties, "happened": told}, 0))
    whole(workspace)
    # nobody states the relations anew: the record only ceases to be a timesheet, and is one again
    for day, kind in ((40, "no sheet"), (41, "T")):
        land(workspace, Pull("psa", {"thing": [{**sheet, "type": kind}]}, day))
        now = build_on(workspace, landed_runs(workspace), calendar, sources=SOURCES)
        assert what_counts(manifest_of(workspace, now)) == what_counts(whole(workspace))
