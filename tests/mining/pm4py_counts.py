"""Holds our answers against pm4py's on the same log: variants, moves, mean durations, starts and ends."""

import pandas as pd

from eventlog.filters import select
from eventlog.reading import ProcessLog
from mining.pm4py_bridge import quiet_pm4py
from mining.process_map import process_map
from mining.variants import variants
from tests.generated_logs import Case


def frame_of(cases: list[Case]) -> pd.DataFrame:
    """The log as pm4py takes it."""
    rows = [(case.id, event.activity, event.at) for case in cases for event in case.events]
    return pd.DataFrame(rows, columns=["case:concept:name", "concept:name", "time:timestamp"])


def assert_equal_to_pm4py(process: ProcessLog, frame: pd.DataFrame) -> None:
    """`frame` holds the log as pm4py reads it."""
    pm4py = quiet_pm4py()
    selection = select(process)
    drawn = process_map(process, selection)
    names = process.activities
    moves = {(names[move.from_no], names[move.to_no]): move for move in drawn.moves}
    assert {activity.name: activity.events for activity in drawn.activities} == dict(
        frame["concept:name"].value_counts()
    )
    counts, starts, ends = pm4py.discover_dfg(frame)
    assert {pair: move.count for pair, move in moves.items()} == dict(counts)
    assert {a.name: a.starts for a in drawn.activities if a.starts} == starts
    assert {a.name: a.ends for a in drawn.activities if a.ends} == ends
    times, _, _ = pm4py.discover_performance_dfg(frame)
    for pair, move in moves.items():
        assert move.elapsed is not None
        assert abs(move.elapsed.mean_us / 1e6 - times[pair]["mean"]) < 1e-6
        assert abs(move.elapsed.median_us / 1e6 - times[pair]["median"]) < 1e-6
        assert abs(move.elapsed.total_us / 1e6 - times[pair]["sum"]) < 1e-3
    listed = variants(process, selection, 10**6)
    assert {row.activities: row.cases for row in listed.top} == dict(pm4py.get_variants(frame))
