"""The same answers as pm4py, on generated and on real logs: cases, variants, moves, mean durations, starts, ends."""

import pytest

from core.access import Viewer
from core.workspace import create_workspace
from eventlog.filters import select
from eventlog.reading import open_log
from ingest.imports import ImportChoices
from mining.map_graph import map_graph
from mining.pm4py_bridge import discover, quiet_pm4py
from tests.generated_logs import process_log, random_cases, trace
from tests.mining.pm4py_counts import assert_equal_to_pm4py, frame_of
from tracework.pipeline import import_file

# by file: cases, events, and the share of the flow that the drawing must lead downward
REAL = {
    "BPI_2020_DomesticDeclarations": (10_500, 56_437, 0.97),
    "BPI_2020_PermitLog": (7_065, 86_581, 0.95),
    "BPI_2020_RequestForPayment": (6_886, 36_796, 0.97),
    "Helpdesk": (4_580, 21_348, 0.96),
    "Receipt": (1_434, 8_577, 0.92),
    "Road_Traffic_Fine_Management_Process": (150_370, 561_470, 0.98),
}


def downward(graph):
    """Of the moves that the map draws at first, the share that leads to a later place."""
    places = {node["id"]: node["place"] for node in graph["nodes"]}
    drawn = [edge for edge in graph["edges"] if edge["id"] in graph["edge_order"][: graph["shown"]]]
    down = sum(edge["count"] for edge in drawn if places[edge["from"]] < places[edge["to"]])
    return down / sum(edge["count"] for edge in drawn)


@pytest.mark.parametrize("name", REAL)
def test_real_logs(shared_data, tmp_path, name):
    file = shared_data / "event_logs" / f"{name}.xes.gz"
    workspace = create_workspace(tmp_path / "firm")
    import_file(workspace, file, ImportChoices(process="work"))
    cases, events, down = REAL[name]
    with open_log(workspace, Viewer.owner()) as log, log.process("work") as process:
        assert (process.cases, process.events) == (cases, events)
        assert_equal_to_pm4py(process, quiet_pm4py().read_xes(str(file)))
        assert downward(map_graph(process, select(process))) >= down
        path = discover(process, select(process), noise=0.2).write(tmp_path / "model.bpmn")
        assert quiet_pm4py().read_bpmn(str(path)).get_nodes()


@pytest.mark.parametrize("seed", range(3))
def test_generated_logs(seed):
    cases = random_cases(seed, 200)
    with process_log(cases) as process:
        assert_equal_to_pm4py(process, frame_of(cases))


def test_a_log_whose_times_all_tie():
    cases = [trace(str(number), names, hours=0) for number, names in enumerate(["BAC", "ABC", "CBA", "BAC"])]
    with process_log(cases) as process:
        assert_equal_to_pm4py(process, frame_of(cases))


def test_one_event():
    cases = [trace("1", "A")]
    with process_log(cases) as process:
        assert_equal_to_pm4py(process, frame_of(cases))
