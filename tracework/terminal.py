"""How the command line speaks: results on standard output, progress and questions on standard error."""

import csv
import re
import shlex
import sys
import time
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import typer

NEXT = "Next: "
VERB = re.compile(r"(?<=tracework )(act )?[a-z-]+(?= |$|[.,;])|((?<=[;,] )|(?<= or ))act [a-z-]+")
PROGRESS_EVERY_S = 0.2
LINE_EVERY_S = 2.0
_given: ContextVar[Path | None] = ContextVar("given", default=None)


def say(text: str = "") -> None:
    """A line of the result."""
    typer.echo(text)


def tell(text: str) -> None:
    """A line about the work, which is not the result. The next command it names has the -w that this one had."""
    done, opening, step = text.partition(NEXT)
    typer.echo(f"{done}{opening}{_in_the_same_place(step)}", err=True)


def work_in(folder: Path | None) -> Path | None:
    """Take note of the workspace that this command was given with -w."""
    _given.set(folder)
    return folder


def _in_the_same_place(step: str) -> str:
    folder = _given.get()
    if folder is None or " -w " in step:
        return step
    return VERB.sub(lambda verb: f"{verb[0]} -w {shlex.quote(str(folder))}", step)


def print_json(value: Any) -> None:
    """One JSON object on standard output."""
    import orjson

    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY).decode())


def print_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as CSV on standard output, under the names of their columns."""
    if rows:
        writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows in columns; the first column reads left, numbers right."""
    texts = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(header), *texts]) for i in range(len(header))]
    numeric = [bool(rows) and all(isinstance(row[i], int | float) for row in rows) for i in range(len(header))]
    for row in [list(header), *texts]:
        cells = [
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(row, widths, numeric, strict=True)
        ]
        say("  ".join(cells).rstrip())


def duration(seconds: float | None) -> str:
    """A time span as people say it: 42 s, 3.5 min, 7.2 h, 4.6 d."""
    if seconds is None:
        return "–"
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:,.1f} {unit}"
    return f"{seconds:.0f} s"


class ProgressLine:
    """Progress for a person at a terminal: one line that rewrites itself; for a log, a line now and then."""

    def __init__(self) -> None:
        self._last = 0.0
        self._words = ""

    def __call__(self, share: float | None, words: str) -> None:
        now, terminal = time.monotonic(), sys.stderr.isatty()
        if words == self._words and now - self._last < PROGRESS_EVERY_S:
            return
        if terminal:
            percent = "" if share is None else f"{share:5.0%}  "
            sys.stderr.write(f"\r\x1b[K{percent}{words}")
            sys.stderr.flush()
        elif words == self._words or (self._words and now - self._last < LINE_EVERY_S):
            return
        else:
            tell(words)
        self._last, self._words = now, words

    def end(self) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
