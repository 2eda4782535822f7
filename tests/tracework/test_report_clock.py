"""A serving process sends what is due by itself: its clock starts the same command as cron would."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.state import open_state
from reports.runs import recent
from reports.sending import Sender
from tests.metrics.own_indicators import CASES, workspace_with
from tracework.report_clock import ReportClock


def test_the_clock_starts_a_job_that_sends_what_is_due(tmp_path: Path):
    workspace = workspace_with(tmp_path / "firm", {"cases": CASES})
    workspace.settings_file.write_text(
        '[reports.hourly]\nreport = "weekly_operations"\nat = "0 * * * *"\nfolder = "sent"\nformats = ["html"]\n',
        encoding="utf-8",
    )
    with open_state(workspace) as state:
        # the schedule was first seen three hours ago
        Sender(workspace, state, lambda: datetime.now(UTC) - timedelta(hours=3)).send_due()
        clock = ReportClock(state, every_s=0.2)
        clock.start()
        until = time.monotonic() + 120
        while time.monotonic() < until and not any(run.finished for run in recent(state)):
            time.sleep(0.2)
        clock.close()
        found = recent(state)
    assert [(run.schedule, run.recipient, run.skipped) for run in found] == [("hourly", "folder sent", 2)]
    assert found[0].finished is not None
