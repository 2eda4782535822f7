"""Commands that are killed when they have worked for so long.

Seconds of work, because those of a clock fall into the beginning alone where the machine is busy.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.tracework.command_line import ROOT


def worked_by_children() -> float:
    """The seconds of work of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def killed_when_worked(after: float, *arguments: object) -> bool:
    """Run `tracework` and kill it when it has worked for so many seconds; False where it had ended before."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tracework", *map(str, arguments)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    started = time.monotonic()
    while child.poll() is None and _worked(child.pid, started) < after:
        time.sleep(0.005)
    child.send_signal(signal.SIGKILL)
    return child.wait(20) == -signal.SIGKILL


def _worked(process: int, started: float) -> float:
    """The seconds of work of a process; where the system does not tell them, the time since it was started."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return time.monotonic() - started
    # after the name, which may hold anything: state, parent, … and as the 12th and 13th its ticks
    ticks = told.rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
