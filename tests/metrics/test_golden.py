"""The tiny firm of data/golden: what is told of it is what was worked out on paper, number by number."""

import csv
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from core.access import Viewer
from core.data_files import data_file
from core.workspace import Workspace
from eventlog.reading import EventLog, open_log
from metrics.catalogue import catalogue
from metrics.cut import Cut
from metrics.period import Grain
from metrics.rollup import totals
from metrics.total import Total
from tests.tracework.command_line import tracework

GOLDEN = Path(str(data_file("golden")))
Key = tuple[str, ...]
Answer = tuple[float | None, float | None, float | None, int, int, str | None]


def on_paper() -> dict[Key, Answer]:
    """By indicator, period, measure and slices: the value, what is above and below the line, how many, still open."""
    with (GOLDEN / "answers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    answers: dict[Key, Answer] = {}
    for *key, value, above, below, n, still, currency in rows:
        assert tuple(key) not in answers
        numbers = [float(text) if text else None for text in (value, above, below)]
        answers[tuple(key)] = (*numbers, int(n), int(still), currency or None)
    return answers


PAPER = on_paper()
INDICATORS = sorted({key[0] for key in PAPER})


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventLog]:
    workspace = Workspace(tmp_path_factory.mktemp("golden") / "firm")
    told = tracework("import", GOLDEN / "log.json", "-w", workspace.root, "--json").json
    # its leading things are projects, which a declared process leads
    assert (told["process"], told["cases"], told["quarantined"]) == ("project_to_cash", 2, 0)
    with open_log(workspace, Viewer.owner()) as log:
        yield log


def told(log: EventLog, indicator: str, by: tuple[str, ...], grain: Grain | None) -> dict[Key, Answer]:
    """The totals of one cut as the paper has them: not what there is nothing of, nor over all time what months have."""
    found = {}
    for total in totals(log, indicator, Cut(by=by, grain=grain)):
        if total.n and (total.period or not total.of.monthly):
            found[_key(total, by, grain)] = (
                total.value, total.numerator, total.denominator, total.n, total.open, total.currency
            )  # fmt: skip
    return found


def _key(total: Total, by: tuple[str, ...], grain: Grain | None) -> Key:
    slices = [text for name in by for text in (name, str(total.slice[name]))]
    period = total.period.slug if grain and total.period else ""
    return (total.indicator, period, total.measure, *slices, *[""] * (4 - len(slices)))


def test_the_paper_has_every_indicator():
    assert sorted(catalogue().indicators) == INDICATORS


def test_the_commands_of_the_page_tell_what_is_on_paper(tmp_path: Path):
    page = (GOLDEN / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^    (.+)$", page, re.MULTILINE)
    make, take_in, ask = lines[lines.index("tracework indicators -w golden") - 2 :][:3]
    shutil.copytree(GOLDEN, tmp_path / "data" / "golden")
    subprocess.run(["sh", "-c", make], cwd=tmp_path, check=True)
    assert tracework(*take_in.split()[1:], folder=tmp_path).code == 0
    told = tracework(*ask.split()[1:], "--json", folder=tmp_path).json
    values = {(row["name"], "", row["measure"], "", "", "", ""): row["value"] for row in told}
    paper = {key: answer[0] for key, answer in PAPER.items() if key[1] == "" and key[3] == ""}
    assert paper.keys() <= values.keys()
    assert {key: values[key] for key in paper} == pytest.approx(paper)


def test_no_indicator_is_left_out(golden: EventLog):
    assert golden.database.rows("from indicator.left_out") == []


@pytest.mark.parametrize("indicator", INDICATORS)
def test_each_number_is_the_one_on_paper(golden: EventLog, indicator: str):
    paper = {key: answer for key, answer in PAPER.items() if key[0] == indicator}
    cuts = {(tuple(filter(None, (key[3], key[5]))), "month" if key[1] else None) for key in paper}
    found: dict[Key, Answer] = {}
    for by, grain in sorted(cuts, key=str):
        found |= told(golden, indicator, by, grain)
    assert {key: found.get(key) for key in paper} == paper


@pytest.mark.parametrize("indicator", INDICATORS)
def test_the_paper_leaves_out_no_total_of_the_whole_the_months_and_the_entities(golden: EventLog, indicator: str):
    cuts: tuple[tuple[tuple[str, ...], Grain | None], ...] = (((), None), ((), "month"), (("entity",), None))
    assert [key for by, grain in cuts for key in told(golden, indicator, by, grain) if key not in PAPER] == []


def test_the_log_is_complete_up_to_its_last_event(golden: EventLog):
    moments = golden.database.column("select ts from event order by ts")
    assert all(first <= second for first, second in pairwise(moments))
    assert str(moments[-1]) == "2026-05-01 09:00:00"
