"""What a build makes for the indicators, also those of a workspace; what cannot be made is left out with a reason."""

from pathlib import Path

import pytest

from core.access import Viewer
from eventlog.reading import open_log
from tests.metrics.own_indicators import CASES, HEADER, workspace_with
from tracework.pipeline import build


@pytest.fixture(scope="module")
def left_out(tmp_path_factory):
    """Name and reason of those left out of a workspace with indicators of its own, and the names of those made."""
    folder = tmp_path_factory.mktemp("own") / "firm"
    files = {
        "cases": CASES,
        "wrong_header": CASES.replace("unit =", "units ="),
        "wrong_table": HEADER + "select 'value' as measure, object_id, entity from fact.no_such_table",
        "wrong_columns": HEADER + "select 'value' as measure, 1 as weights from fact.thing",
        "wrong_measure": CASES.replace("select 'value'", "select 'valeu'"),
        "wrong_measures": CASES.replace("select 'value'", "select 'cases'"),
        "no_measure": CASES.replace("select 'value'", "select null"),
        "utilization": "select 1",
    }
    with open_log(workspace_with(folder, files), Viewer.owner()) as log:
        return dict(log.database.rows("from indicator.left_out")), set(
            log.database.column("select name from indicator.declared")
        )


def test_an_own_indicator_has_shares(tmp_path: Path):
    with open_log(workspace_with(tmp_path / "firm", {"cases": CASES}), Viewer.owner()) as log:
        assert log.database.row('select count(*), sum(value), count(*) filter ("first") from indicator.cases') == (
            4,
            4,
            4,
        )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("wrong_header", ("measure.0.units", "wrong_header.sql")),
        ("wrong_table", ("no_such_table", "wrong_table")),
        ("wrong_columns", ("lacks object_id, entity", "gives weights")),
        ("wrong_measure", ("'valeu', which its header declares no measure for; the nearest to 'valeu' is 'value'",)),
        ("wrong_measures", ("gives shares of 'cases'", "it declares value. Mend the statement, or add a [[measure]]")),
        ("no_measure", ("gives shares of '(no name)'",)),
        ("utilization", ("-- grain: one row per",)),
    ],
)
def test_one_with_mistakes_is_left_out_and_the_reason_kept(left_out, name: str, words: tuple[str, ...]):
    reasons, made = left_out
    assert all(word in reasons[name] for word in words)
    assert name not in made


def test_the_others_are_made_all_the_same(left_out):
    reasons, made = left_out
    assert "cases" in made
    wrong = {"wrong_header", "wrong_table", "wrong_columns", "wrong_measure", "wrong_measures", "no_measure"}
    assert set(reasons) == wrong | {"utilization"}


def test_a_second_build_makes_them_anew(tmp_path: Path):
    workspace = workspace_with(tmp_path / "firm", {"cases": CASES})
    (workspace.root / "indicators" / "cases.sql").write_text(CASES.replace("1 as value", "2 as value"))
    build(workspace)
    with open_log(workspace, Viewer.owner()) as log:
        assert log.database.value("select sum(value) from indicator.cases") == 8
