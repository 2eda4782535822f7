"""How a server answers while many ask at once: `python -m benchmarks.load [--seconds N]`, by default 20 for each crowd.

A copy of the pretend firm is served on loopback by a process of its own. Readers ask one question after the other,
without a pause, from a mix that is drawn by a seed, so that a crowd of 16 is as busy as hundreds of people who also
read what they asked for. It ends with 1 where an answer was no answer, whatever the times.
"""

import argparse
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import httpx

from benchmarks.measured import ROOT
from benchmarks.pretend_firms import kept_folder
from benchmarks.results_table import machine, written

FOLDER = ROOT / "build" / "benchmarks" / "load"
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
CROWDS = (1, 4, 16)
LONGEST_S = 60.0
STARTED_WITHIN_S = 120.0
QUESTIONS = {
    "processes": "/api/v1/processes",
    "map": "/api/v1/processes/project_to_cash/map",
    "variants": "/api/v1/processes/project_to_cash/variants",
    "bottlenecks": "/api/v1/processes/time_capture/bottlenecks",
    "cases": "/api/v1/processes/expense_approval/cases?limit=50",
    "indicators": "/api/v1/indicators",
    "one indicator": "/api/v1/indicators/invoice_cycle_time?by=entity",
    "its records": "/api/v1/indicators/invoice_cycle_time/records?measure=value",
    "findings": "/api/v1/findings",
    "a page": "/",
}


@dataclass
class Heard:
    """The seconds of the answers to each question, and what was no answer."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(each) for each in self.seconds.values())


def main() -> int:
    """0 when every question was answered; 1 when some were not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each crowd asks, at most 300")
    seconds = min(parser.parse_args().seconds, 300.0)
    with served_copy() as (address, server):
        crowds = {size: crowd(address, size, seconds) for size in CROWDS}
        memory = _peak_mb(server)
    text = table(crowds, seconds, memory)
    print(text)
    written(RESULTS, "load", text)
    return int(any(heard.failed for heard in crowds.values()))


@contextmanager
def served_copy() -> Iterator[tuple[str, int]]:
    """The address and the process of a server on a copy of the firm; it is stopped and the copy removed at the end."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.copytree(kept_folder(1), FOLDER)
    port = _free_port()
    command = [sys.executable, "-m", "tracework", "serve", "-w", str(FOLDER), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _await(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()
            server.wait(timeout=LONGEST_S)
            shutil.rmtree(FOLDER, ignore_errors=True)


def crowd(address: str, size: int, seconds: float) -> Heard:
    """What so many readers heard in that time."""
    heard = Heard()
    end = time.monotonic() + seconds
    readers = [threading.Thread(target=_read, args=(address, seed, end, heard)) for seed in range(size)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return heard


def table(crowds: dict[int, Heard], seconds: float, memory: float) -> str:
    """Markdown: for each crowd how many answers a second, and the median, 95th percentile and longest of each."""
    columns = ["question", *(f"{size} asking: median / p95 / longest ms" for size in crowds)]
    lines = ["## Many at once", "", machine(), "", _line(columns), _line(["---"] * len(columns))]
    lines += [_line([name, *(_spread(heard.seconds[name]) for heard in crowds.values())]) for name in QUESTIONS]
    lines.append(_line(["answers a second", *(f"{heard.count / seconds:.1f}" for heard in crowds.values())]))
    lines.append(_line(["no answer", *(str(len(heard.failed)) for heard in crowds.values())]))
    lines += ["", "The questions come again, so all answers but the first of each are those that the server keeps."]
    lines += ["", f"Most memory the server held: {memory:,.0f} MB."]
    wrong = [each for heard in crowds.values() for each in heard.failed]
    return "\n".join([*lines, *(f"- {each}" for each in wrong[:20])]) + "\n"


def _read(address: str, seed: int, end: float, heard: Heard) -> None:
    chance, names = random.Random(seed), list(QUESTIONS)
    with httpx.Client(base_url=address, timeout=LONGEST_S, trust_env=False) as client:
        while time.monotonic() < end:
            name = chance.choice(names)
            began = time.perf_counter()
            try:
                client.get(QUESTIONS[name]).raise_for_status()
            except httpx.HTTPError as error:
                heard.failed.append(f"{name}: {error}")
            else:
                heard.seconds[name].append(time.perf_counter() - began)


def _spread(seconds: Sequence[float]) -> str:
    if len(seconds) < 2:
        return "–"
    cuts = quantiles(seconds, n=20, method="inclusive")
    return f"{cuts[9] * 1000:,.0f} / {cuts[18] * 1000:,.0f} / {max(seconds) * 1000:,.0f}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _await(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + STARTED_WITHIN_S
    while time.monotonic() < end and server.poll() is None:
        try:
            httpx.get(f"{address}/api/v1/health", timeout=5, trust_env=False).raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise RuntimeError(f"The server did not answer within {STARTED_WITHIN_S:.0f} s.")


def _peak_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    sys.exit(main())
