"""What r4pm (process mining in Rust) answers of the questions: counts of moves, counts of variants, reading XES."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import r4pm
from r4pm import bindings

Answer = dict[str, Any]
Run = Callable[[], Answer]


def frequency_map(folder: Path) -> Run:
    log = _log(folder)

    def run() -> Answer:
        found = bindings.discover_dfg(log)
        return {f"{a} > {b}": [count] for (a, b), count in found["directly_follows_relations"]}

    return run


def variant_counts(folder: Path) -> Run:
    log = _log(folder)

    def run() -> Answer:
        projection = bindings.log_to_activity_projection(log)
        return {" > ".join(found["activities"]): [found["count"]] for found in bindings.get_variants(projection)}

    return run


def read_file(folder: Path) -> Run:
    file = (folder / "file").read_text()

    def run() -> Answer:
        frame, _ = r4pm.df.import_xes(file)
        return {"events": [frame.height]}

    return run


def _log(folder: Path) -> str:
    return r4pm.import_item_from_df("EventLog", pl.read_parquet(folder / "log.parquet"))
