"""A serving process has the detectors look at what is published while it serves, and at nothing older."""

from __future__ import annotations

import time
from pathlib import Path

from core import jobs
from core.state import open_state
from models.detecting import last_look
from tests.metrics.own_indicators import CASES, workspace_with
from tracework import pipeline
from tracework.detection_clock import DetectionClock


def test_the_detectors_look_at_a_new_generation_once(tmp_path: Path):
    workspace = workspace_with(tmp_path / "firm", {"cases": CASES})
    with open_state(workspace) as state:
        clock = DetectionClock(state, every_s=0.1, quiet_s=0.0)
        clock.start()
        time.sleep(0.5)
        assert jobs.recent(state, 10) == []
        number = pipeline.build(workspace)
        until = time.monotonic() + 120
        while time.monotonic() < until and last_look(workspace) is None:
            time.sleep(0.2)
        looked = last_look(workspace)
        assert looked is not None
        assert looked.generation == number
        time.sleep(0.5)
        clock.close()
        assert [job.kind for job in jobs.recent(state, 10)] == ["detect"]
