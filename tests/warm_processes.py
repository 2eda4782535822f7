"""Processes of Tracework that begin with everything imported, which is most of what a short one takes.

Each is forked from one process that has only imported, so it has its own memory, folder, environment and end. What a
command imports by itself is seen by the tests that start Python for it: of the front door, of the wheel, of kills.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

IMPORTED = ("__main__", "pandas", "tracework.cli", "tracework.pipeline", "tracework.server", __name__)
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(list(IMPORTED))


def started(act: Callable[..., None], words: Sequence[str], folder: Path, out: Path, err: Path) -> BaseProcess:
    """A process that runs `act(*words)` in a folder, nobody at the keyboard; what it says is added to two files."""
    process = _CONTEXT.Process(target=_begin, args=(act, words, folder, (out, err), dict(os.environ)))
    process.start()
    return process


def run(act: Callable[..., None], words: Sequence[str], folder: Path, out: Path, err: Path, patience_s: float) -> int:
    """The exit code of such a process, after its end; it is killed where that is not reached in time."""
    process = started(act, words, folder, out, err)
    process.join(patience_s)
    if process.exitcode is None:
        process.kill()
        process.join()
        raise subprocess.TimeoutExpired(words, patience_s)
    return process.exitcode


def command(*words: str) -> None:
    """`python -m tracework WORDS…`."""
    sys.argv[1:] = words
    runpy.run_module("tracework", run_name="__main__", alter_sys=True)


def _begin(
    act: Callable[..., None], words: Sequence[str], folder: Path, said: Sequence[Path], environment: Mapping[str, str]
) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, path, how in ((0, Path(os.devnull), "r"), (1, said[0], "a"), (2, said[1], "a")):
        with path.open(how) as file:
            os.dup2(file.fileno(), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    act(*words)
