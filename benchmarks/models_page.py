"""docs/models.md: a section an evaluation, each between marks of its own, so that one can be run and written alone."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.section import Row, Section

HEAD = """# How good the models are

Written by `make evaluate`, or section by section by `python -m benchmarks.evaluate NAME`. Each value stands beside
what a naive guess gives on the same data, and the aim set before measuring; missed aims are told as plainly as
reached ones.
"""
COLUMNS = ("measure", "value", "naive", "aim", "data", "protocol")
SECTION = re.compile(r"<!-- (?P<name>\w+) -->\n(?P<text>.*?)<!-- end of (?P=name) -->\n", re.DOTALL)


def told(section: Section, name: str, cpu_seconds: float) -> str:
    """The section as Markdown."""
    lines = [f"## {section.title}", "", section.how, "", f"Naive: {section.naive_is}.", ""]
    lines += [_line(COLUMNS), _line(["---"] * len(COLUMNS)), *(_line(_cells(row)) for row in section.rows), ""]
    lines += [f"- {limit}" for limit in section.limits] + [""] * bool(section.limits)
    lines.append(
        f"`python -m benchmarks.evaluate {name}`, {datetime.now(UTC):%d %b %Y}, {cpu_seconds:,.0f} CPU seconds "
        f"on a machine of {os.cpu_count()} cores."
    )
    return "\n".join(lines) + "\n"


def written(path: Path, name: str, text: str) -> None:
    """Put the section in its place, in alphabetical order; what stands before the first section stays."""
    content = path.read_text(encoding="utf-8") if path.exists() else HEAD
    sections = {found["name"]: found["text"] for found in SECTION.finditer(content)} | {name: text}
    head = content.partition("<!-- ")[0].rstrip("\n") + "\n"
    blocks = [f"\n<!-- {each} -->\n{sections[each]}<!-- end of {each} -->\n" for each in sorted(sections)]
    path.write_text(head + "".join(blocks), encoding="utf-8")


def _cells(row: Row) -> list[str]:
    sign = "≥" if row.higher_is_better else "≤"
    reached = "✓" if row.reached else "not reached"
    aim = "" if row.aim is None else f"{sign} {row.aim:{row.form}} {reached}"
    naive = "" if row.naive is None else f"{row.naive:{row.form}}{'' if row.beats_naive else ' (no worse)'}"
    return [row.measure, f"{row.value:{row.form}}", naive, aim, row.data, row.protocol]


def _line(cells: object) -> str:
    return "| " + " | ".join(cells) + " |"  # type: ignore[arg-type]
