"""One measurement: a question put to one engine in a process of its own, several times, with peak memory and answer.

As a script it is that process: python -m benchmarks.measured MODULE FUNCTION FOLDER REPEATS
"""

import importlib
import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 3600
MEGABYTE = 1024**2


@dataclass(frozen=True)
class Measurement:
    """The seconds of each run, and the peak memory of the whole process, opening the log included."""

    seconds: tuple[float, ...]
    peak_mb: float
    answer: dict[str, list[float]]

    @property
    def median(self) -> float:
        return median(self.seconds)


def measure(module: str, function: str, folder: Path, repeats: int) -> Measurement:
    """Run `function` of `benchmarks.<module>` so often in a new process."""
    command = [sys.executable, "-m", "benchmarks.measured", module, function, str(folder), str(repeats)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, check=False)
    if done.returncode:
        raise RuntimeError(f"{module}.{function} failed:\n{done.stderr[-3000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    return Measurement(tuple(told["seconds"]), told["peak_mb"], told["answer"])


def peak_mb() -> float:
    """The most memory that this process has held, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # on Linux the usage record of a child starts from its parent's
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def differences(ours: dict[str, list[float]], theirs: dict[str, list[float]]) -> list[str]:
    """Where two answers differ by more than a microsecond."""
    found = [f"only ours: {key}" for key in ours.keys() - theirs.keys()]
    found += [f"only theirs: {key}" for key in theirs.keys() - ours.keys()]
    for key in ours.keys() & theirs.keys():
        pairs = zip(ours[key], theirs[key], strict=False)
        # a mean of a hundred thousand doubles of some 10^6 seconds is itself known to about 10^-12 of its size
        if any(abs(a - b) > max(1e-6, 1e-11 * abs(b)) for a, b in pairs):
            found.append(f"{key}: {ours[key]} and {theirs[key]}")
    return sorted(found)


def _run(module: str, function: str, folder: Path, repeats: int) -> dict[str, Any]:
    run = getattr(importlib.import_module(f"benchmarks.{module}"), function)(folder)
    seconds = []
    answer: dict[str, Any] = {}
    for _ in range(repeats):
        started = time.perf_counter()
        answer = run()
        seconds.append(time.perf_counter() - started)
    return {"seconds": seconds, "peak_mb": peak_mb(), "answer": answer}


if __name__ == "__main__":
    print(json.dumps(_run(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])), default=float))
