"""The table of a run, with the machine it ran on, and the file that keeps the last run of each kind."""

import os
import platform
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.comparisons import PM4PY, R4PM, TRACEWORK, Comparison
from benchmarks.measured import ROOT, Measurement

HEAD = "# Measured\n\nWritten by `make bench` and `make bench-large`; each measurement ran in a process of its own.\n"
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
COLUMNS = ("question", "log", "Tracework", "pm4py", "faster", "r4pm", "answers", "aim")


@dataclass(frozen=True)
class Row:
    comparison: Comparison
    measured: dict[str, Measurement]
    differences: list[str]
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times faster than pm4py."""
        if PM4PY not in self.measured:
            return None
        return self.measured[PM4PY].median / self.measured[TRACEWORK].median


def machine() -> str:
    """Processor, cores, memory and versions, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    versions = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "pandas", "pm4py", "r4pm"))
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB of memory; {platform.system()}, "
        f"Python {platform.python_version()}, {versions}; {datetime.now(UTC):%d %b %Y %H:%M} UTC, "
        f"load {os.getloadavg()[0]:.1f} at the end."
    )


def table(title: str, rows: list[Row], told_machine: str) -> str:
    """The run as Markdown: medians, peak memory, ratios, whether the answers are equal, and the aims."""
    lines = [f"## {title}", "", told_machine, "", _line(COLUMNS), _line(["---"] * len(COLUMNS))]
    lines += [_line(_cells(row)) for row in rows]
    wrong = [difference for row in rows for difference in row.differences]
    if wrong:
        lines += ["", f"{len(wrong)} answers differ:", "", *(f"- {each}" for each in wrong[:20])]
    return "\n".join(lines) + "\n"


def written(path: Path, kind: str, text: str) -> None:
    """Put the run in its place in the file; runs of the other kind stay."""
    content = path.read_text(encoding="utf-8") if path.exists() else HEAD
    opening, closing = f"<!-- {kind} -->\n", f"<!-- end of {kind} -->\n"
    block = f"{opening}{text}{closing}"
    place = re.compile(re.escape(opening) + ".*?" + re.escape(closing), re.DOTALL)
    content = place.sub(lambda _: block, content) if place.search(content) else f"{content}\n{block}"
    path.write_text(content, encoding="utf-8")


def _cells(row: Row) -> list[str]:
    answers = "" if len(row.measured) == 1 else f"{len(row.differences)} differ" if row.differences else "equal"
    return [
        row.comparison.title,
        row.comparison.log,
        *(_figure(row.measured.get(engine)) for engine in (TRACEWORK, PM4PY)),
        f"{row.ratio:.1f}×" if row.ratio else "",
        _figure(row.measured.get(R4PM)),
        answers,
        ". ".join(filter(None, (_aim(row), row.note))),
    ]


def _figure(done: Measurement | None) -> str:
    if done is None:
        return ""
    seconds = f"{done.median:.3f}" if done.median < 1 else f"{done.median:.1f}"
    runs = f", {len(done.seconds)} runs" if len(done.seconds) > 1 else ""
    return f"{seconds} s, {done.peak_mb:,.0f} MB{runs}"


def _aim(row: Row) -> str:
    aim, ours = row.comparison.aim, row.measured[TRACEWORK]
    checks = [
        (aim.ratio, f"≥ {aim.ratio:g}×" if aim.ratio else "", (row.ratio or 0) >= (aim.ratio or 0)),
        (aim.seconds, f"≤ {aim.seconds:g} s" if aim.seconds else "", ours.median <= (aim.seconds or 0)),
        (aim.megabytes, f"≤ {aim.megabytes:,.0f} MB" if aim.megabytes else "", ours.peak_mb <= (aim.megabytes or 0)),
    ]
    return ", ".join(f"{words} {'✓' if reached else 'not reached'}" for given, words, reached in checks if given)


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    found = re.search(r"model name\s*:\s*(.+)", text)
    return found[1].strip() if found else platform.machine()


def _line(cells: object) -> str:
    return "| " + " | ".join(cells) + " |"  # type: ignore[arg-type]
