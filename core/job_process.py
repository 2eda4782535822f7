"""The process of a job: started apart from the server, known to live by a lock that dies with it, stopped step by step.

A process number may be given to another process; the lock on the job's log file may not. The job inherits the locked
file as its standard error, so the lock is held exactly as long as the job, or a process it started, is there.
"""

import fcntl
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LONGEST_WORDS = 2_000
LARGEST_RESULT = 4 * 2**20
TERMINAL_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class JobFiles:
    """What a job writes: `log` is its standard error, `output` its standard output, which should be one JSON object."""

    log: Path
    output: Path


def launch(argv: Sequence[str], environment: dict[str, str], written: JobFiles) -> subprocess.Popen[bytes]:
    """Start a job in a session of its own, so that Ctrl-C at the server does not reach it, and with nobody to ask."""
    with written.log.open("ab") as log, written.output.open("ab") as output:
        fcntl.flock(log, fcntl.LOCK_EX)
        return subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=output, stderr=log, env=environment, start_new_session=True
        )


def lives(written: JobFiles) -> bool:
    """Whether the job, or a process it started, is still there."""
    try:
        with written.log.open("rb") as log:
            fcntl.flock(log, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def stop_process(pid: int, written: JobFiles, patience: Sequence[float] = (15, 5)) -> None:
    """Ask the job's own group of processes to stop, then tell them, then end them; wait in between."""
    for number, seconds in zip((signal.SIGINT, signal.SIGTERM, signal.SIGKILL), (*patience, 0.0), strict=True):
        if not lives(written):
            return
        with suppress(ProcessLookupError):
            os.killpg(pid, number)
        _wait_for_end(written, seconds)


def _wait_for_end(written: JobFiles, seconds: float) -> None:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up and lives(written):
        time.sleep(0.05)


def printed_result(written: JobFiles) -> dict[str, Any] | None:
    """The JSON object that the job printed, if it printed one."""
    try:
        if written.output.stat().st_size > LARGEST_RESULT:
            return None
        found = json.loads(written.output.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def last_words(written: JobFiles) -> str:
    """The last line of the log: the program's reason, where it failed with one."""
    try:
        with written.log.open("rb") as log:
            log.seek(max(0, written.log.stat().st_size - 8 * LONGEST_WORDS))
            text = log.read().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    lines = [line.strip() for line in TERMINAL_CODES.sub("", text).splitlines() if line.strip()]
    return lines[-1].removeprefix("tracework: ")[:LONGEST_WORDS] if lines else ""
