"""The same questions answered by pm4py on pandas; reading the frame is not timed, as opening our file is not."""

import sys
import warnings
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.with_tracework import COMMONEST, FOLLOWED, FRAME

Answer = dict[str, Any]
Run = Callable[[], Answer]

WEEKDAYS = [(0, 5 * 86_400)]
"""Monday to Friday around the clock: what pm4py can count, since it knows no zones."""

sys.__dict__.setdefault("_pm4py_welcome_shown", True)
warnings.filterwarnings("ignore")


def exact_map(folder: Path) -> Run:
    import pm4py

    frame = _frame(folder)
    return lambda: _times(pm4py.discover_performance_dfg(frame)[0])


def frequency_map(folder: Path) -> Run:
    import pm4py

    frame = _frame(folder)
    return lambda: {f"{a} > {b}": [count] for (a, b), count in pm4py.discover_dfg(frame)[0].items()}


def framed_map(folder: Path) -> Run:
    import pm4py

    frame = _frame(folder)

    def run() -> Answer:
        first, last = datetime.fromisoformat(FRAME[0]), datetime.fromisoformat(FRAME[1] + "T23:59:59.999999")
        left = pm4py.filter_time_range(frame, first, last, mode="traces_contained")
        return _times(pm4py.discover_performance_dfg(left)[0])

    return run


def followed_map(folder: Path) -> Run:
    import pm4py

    frame = _frame(folder)

    def run() -> Answer:
        left = pm4py.filter_eventually_follows_relation(frame, {FOLLOWED})
        return _times(pm4py.discover_performance_dfg(left)[0])

    return run


def common_map(folder: Path) -> Run:
    import pm4py

    frame = _frame(folder)

    def run() -> Answer:
        left = pm4py.filter_variants_top_k(frame, COMMONEST)
        return _times(pm4py.discover_performance_dfg(left)[0])

    return run


def business_map(folder: Path) -> Run:
    import pm4py

    frame = _frame(folder)

    def run() -> Answer:
        found = pm4py.discover_performance_dfg(frame, business_hours=True, business_hour_slots=WEEKDAYS)[0]
        return {f"{a} > {b}": [times["mean"]] for (a, b), times in found.items()}

    return run


def variant_durations(folder: Path) -> Run:
    from pm4py.statistics.traces.generic.pandas.case_statistics import get_variants_df_with_case_duration

    frame = _frame(folder)

    def run() -> Answer:
        cases = get_variants_df_with_case_duration(frame)
        found = cases.groupby("variant")["caseDuration"].agg(["size", "median"])
        return {" > ".join(name): [row["size"], row["median"]] for name, row in found.to_dict("index").items()}

    return run


def common_variants(folder: Path) -> Run:
    """The twenty commonest of all, which have to be counted first."""
    whole = variant_durations(folder)
    return lambda: dict(sorted(whole().items(), key=lambda item: -item[1][0])[:20])


def repeated_work(folder: Path) -> Run:
    import pm4py

    frame = _frame(folder)
    return lambda: {name: [cases] for name, cases in pm4py.get_rework_cases_per_activity(frame).items()}


def file_to_map(folder: Path) -> Run:
    """Reading the event-log file and discovering its performance map; nothing is drawn."""
    import pm4py

    file = (folder / "file").read_text()
    return lambda: _times(pm4py.discover_performance_dfg(pm4py.read_xes(file))[0])


def file_to_map_in_python(folder: Path) -> Run:
    """The same with pm4py's own reader, which it takes where r4pm is not installed."""
    import pm4py

    file = (folder / "file").read_text()

    def run() -> Answer:
        log = pm4py.read_xes(file, variant=pm4py.util.constants.DEFAULT_XES_PARSER)
        return _times(pm4py.discover_performance_dfg(log)[0])

    return run


def _frame(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "log.parquet")


def _times(found: dict[tuple[str, str], dict[str, float]]) -> Answer:
    return {f"{a} > {b}": [times["mean"], times["median"]] for (a, b), times in found.items()}
