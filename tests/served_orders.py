"""A small log of orders with awkward names, imported and served by a real server, for tests over HTTP."""

import csv
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

import httpx

from core.workspace import Workspace, create_workspace, open_workspace
from ingest.imports import ImportChoices, inspect_flat_file
from tests.warm_processes import started
from tracework.pipeline import import_file

HTML = '<img src=x onerror="window.broken=1"> & "Credit" check'
STEPS = ("Order received", HTML, "Goods packed", "Invoice sent", "Reminder sent", "Payment received", "Archived")
COLUMNS = ("Order", "Step", "When", "Clerk", "Region", "Amount")
PATIENCE_S = 120


@dataclass(frozen=True)
class Row:
    order: str
    step: str
    at: datetime
    clerk: str
    region: str
    amount: str


def orders(number: int = 150, seed: int = 7) -> list[Row]:
    """Orders of three to nine steps, no two steps of one order at the same time."""
    random = Random(seed)
    rows = []
    for order in range(number):
        at = datetime(2026, 1, 5, 9) + timedelta(minutes=random.randrange(90_000))
        region = random.choice(["North", "South", "<b>West</b>"])
        skipped = {step for step in STEPS[1:5] if random.random() < 0.25}
        steps = [step for step in STEPS if step not in skipped]
        if random.random() < 0.2:
            steps.insert(-2, "Invoice sent")
        for step in steps[: random.choice([3, 9, 9, 9])]:
            rows.append(
                Row(f"O-{order:04}", step, at, random.choice(["Ann", "Bo"]), region, f"{random.random() * 900:.2f}")
            )
            at += timedelta(minutes=1 + random.randrange(9000))
    return rows


def write_csv(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow(
                (row.order, row.step, row.at.isoformat(sep=" ") + "+00:00", row.clerk, row.region, row.amount)
            )
    return path


def traces(rows: Sequence[Row]) -> dict[str, list[str]]:
    """By order, its steps in time."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.order, []).append(row)
    return {order: [row.step for row in sorted(steps, key=lambda row: row.at)] for order, steps in found.items()}


def moves(rows: Sequence[Row]) -> Counter[tuple[str, str]]:
    """How often one step directly follows another, counted plainly."""
    return Counter(pair for steps in traces(rows).values() for pair in pairwise(steps))


def cases_with_move(rows: Sequence[Row], first: str, second: str) -> int:
    """How many orders have this move at least once."""
    return sum((first, second) in pairwise(steps) for steps in traces(rows).values())


def imported(root: Path, rows: Sequence[Row]) -> Workspace:
    """A workspace with these orders as the process `orders`, which follows the calendar of New York."""
    workspace = create_workspace(root)
    path = write_csv(root.parent / "orders.csv", rows)
    choices = ImportChoices(calendar="new_york", mapping=("case_attribute=Region",))
    inspection = inspect_flat_file(workspace, path, choices)
    assert inspection is not None
    assert inspection.questions == []
    import_file(workspace, path, choices, inspection.mapping)
    return workspace


@contextmanager
def serving(workspace: Workspace, port: int = 0) -> Iterator[str]:
    """The address of a real server on this workspace, on a free port unless one is named; it is stopped at the end."""
    port = port or _free_port()
    log = workspace.root / "tmp" / "server.log"
    server = started(_serve, (str(workspace.root), str(port)), Path.cwd(), log, log)
    address = f"http://127.0.0.1:{port}"
    try:
        _await(address, server, log)
        yield address
    finally:
        server.terminate()
        server.join(PATIENCE_S)
        assert server.exitcode is not None, "the server goes on though it was told to stop"


def _serve(root: str, port: str) -> None:
    from tracework.server import serve

    serve(open_workspace(Path(root)), port=int(port))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _await(address: str, server: BaseProcess, log: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.is_alive():
        try:
            httpx.get(f"{address}/api/v1/health", timeout=5).raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.02)
    raise AssertionError(f"the server did not start: {log.read_text(errors='replace')}")
