"""A notebook's tables have the same columns of a folder and of a server, and the same with rows and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import tracework as tw
from core.errors import WrongUse
from core.state import open_state
from tests.metrics.own_indicators import CASES, workspace_with
from tests.models.findings.suspected import raised, suspicion
from tests.served_orders import serving
from tracework.notebook_table import Table

NOBODY = "duration > 9999d"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    """The same firm, opened as a folder and by the address of its server."""
    workspace = workspace_with(tmp_path_factory.mktemp("tables") / "firm", {"cases": CASES}, cases=6)
    with open_state(workspace) as state:
        raised(state, suspicion("psa:1", 0.6, entity="munich"), suspicion("psa:2", 0.5, entity="leeds"))
    with serving(workspace) as address, tw.open(workspace.root) as folder, tw.open(address) as server:
        yield folder, server


WITH_ROWS: dict[str, Callable[[Any], Table]] = {
    "indicators": lambda firm: firm.indicators(),
    "indicator": lambda firm: firm.indicator("cases"),
    "indicator by slices": lambda firm: firm.indicator("cases", by="entity"),
    "known_on": lambda firm: firm.known_on("2030-01-01"),
    "findings": lambda firm: firm.findings(),
    "map": lambda firm: firm.process("work").map().table(),
    "variants": lambda firm: firm.process("work").variants(),
    "bottlenecks": lambda firm: firm.process("work").bottlenecks(),
    "cases": lambda firm: firm.process("work").cases(),
}
WITHOUT: dict[str, tuple[str, Callable[[Any], Table]]] = {
    "indicator by slices": (
        "indicator by slices",
        lambda firm: firm.indicator("cases", by="entity", where="entity = nowhere"),
    ),
    "findings": ("findings", lambda firm: firm.findings("snoozed")),
    "map": ("map", lambda firm: firm.process("work").map(NOBODY).table()),
    "variants": ("variants", lambda firm: firm.process("work").variants(NOBODY)),
    "bottlenecks": ("bottlenecks", lambda firm: firm.process("work").bottlenecks(NOBODY)),
    "cases": ("cases", lambda firm: firm.process("work").cases(NOBODY)),
}


@pytest.mark.parametrize("name", WITH_ROWS)
def test_a_folder_and_a_server_give_the_same(both: tuple[Any, Any], name: str):
    folder, server = (WITH_ROWS[name](firm) for firm in both)
    assert folder.arrow.schema == server.arrow.schema
    if name != "known_on":
        assert len(folder) > 0
    assert folder.arrow.to_pylist() == server.arrow.to_pylist()
    assert list(folder.frame().columns) == folder.frame("polars").columns


@pytest.mark.parametrize("name", WITHOUT)
def test_without_rows_the_columns_are_there(both: tuple[Any, Any], name: str):
    same, asked = WITHOUT[name]
    for firm in both:
        found = asked(firm)
        assert len(found) == 0
        assert found.arrow.schema == WITH_ROWS[same](firm).arrow.schema
        assert list(found.frame().columns) == found.arrow.column_names


def test_every_column_that_the_command_line_tells_is_in_the_table(both: tuple[Any, Any]):
    from core.access import Viewer
    from core.settings import firm_settings
    from metrics.as_json import flat as total_row
    from metrics.as_json import told
    from metrics.cut import read_cut
    from models.findings.as_json import as_json
    from models.findings.as_json import flat as finding_row
    from models.findings.reading import findings, wanted_state

    folder, _ = both
    log, cut = folder._log, read_cut("entity")
    (total, *_) = told(log, "cases", cut, firm_settings(log.workspace))
    assert list(total_row(total, cut)) == folder.indicator("cases", by="entity").arrow.column_names
    with open_state(log.workspace) as state:
        (finding, *_) = findings(state, Viewer.owner(), wanted_state("open"))
    assert list(finding_row(as_json(finding))) == folder.findings().arrow.column_names


def test_both_draw_the_map(both: tuple[Any, Any]):
    folder, server = (firm.process("work").map()._repr_svg_() for firm in both)
    assert folder == server
    assert folder.startswith("<svg")
    folder, server = (firm.process("work").map(activities=2).table() for firm in both)
    assert folder.frame()[["from", "to"]].values.tolist() == server.frame()[["from", "to"]].values.tolist() != []


@pytest.mark.parametrize("number", [0, -1])
def test_a_number_that_would_show_nothing_is_refused(both: tuple[Any, Any], number: int):
    for firm in both:
        work = firm.process("work")
        for what in (
            lambda work=work: work.variants(top=number),
            lambda work=work: work.bottlenecks(top=number),
            lambda work=work: work.map(activities=number),
        ):
            with pytest.raises(WrongUse, match=f"={number} would show nothing. Give .* from 1 on"):
                what()
