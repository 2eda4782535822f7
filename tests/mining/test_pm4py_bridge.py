"""Models that pm4py discovers from variants: they replay the log, and their files open again."""

import subprocess
import sys

import pytest

from core.errors import BadInput, WrongUse
from eventlog.filters import parse, select
from mining.pm4py_bridge import discover, quiet_pm4py, variant_counts
from tests.generated_logs import process_log, random_cases, trace


@pytest.fixture(scope="module")
def process():
    with process_log(
        [trace(f"{n}", names) for n, names in enumerate(["ABCD"] * 5 + ["ACBD"] * 4 + ["ABCE", "AD"])]
    ) as log:
        yield log


@pytest.fixture(scope="module")
def model(process):
    return discover(process, select(process))


def test_variants_are_counted_not_copied(process):
    counts = variant_counts(process, select(process))
    assert counts[tuple("ABCD")] == 5
    assert counts.total() == 11
    assert variant_counts(process, select(process, parse('has "E"'))) == {tuple("ABCE"): 1}


def test_the_model_replays_every_case(process, model):
    pm4py = quiet_pm4py()
    net, initial, final = model.petri_net
    from pm4py.algo.conformance.tokenreplay import algorithm
    from pm4py.objects.log.obj import Event as Pm4pyEvent
    from pm4py.objects.log.obj import EventLog, Trace

    log = EventLog(
        [Trace([Pm4pyEvent({"concept:name": name}) for name in t]) for t in variant_counts(process, select(process))]
    )
    assert all(result["trace_is_fit"] for result in algorithm.apply(log, net, initial, final))
    assert pm4py is not None


@pytest.mark.parametrize("ending", ["bpmn", "pnml", "ptml"])
def test_files_open_again(tmp_path, model, ending):
    pm4py = quiet_pm4py()
    path = model.write(tmp_path / f"work.{ending}")
    names = {"A", "B", "C", "D", "E"}
    if ending == "bpmn":
        again = pm4py.read_bpmn(str(path))
        assert {node.get_name() for node in again.get_nodes() if type(node).__name__ == "Task"} == names
        net, _, _ = pm4py.convert_to_petri_net(again)
    elif ending == "pnml":
        net, _, _ = pm4py.read_pnml(str(path))
    else:
        again = pm4py.read_ptml(str(path))
        assert str(again) == str(model.tree)
        net, _, _ = pm4py.convert_to_petri_net(again)
    assert {transition.label for transition in net.transitions} - {None} == names


def test_a_model_of_rework_with_noise_left_out():
    with process_log(random_cases(81, 80)) as log:
        assert discover(log, select(log), noise=0.2).bpmn.get_nodes()


def test_any_name_can_be_written(tmp_path):
    names = ['say "yes" & <b>no</b>', "pay 💶", "bell \x07", "x" * 5000]
    case = trace("1", "ABCD")
    events = [type(event)(name, event.at) for name, event in zip(names, case.events, strict=True)]
    with process_log([type(case)("1", events)]) as log:
        path = discover(log, select(log)).write(tmp_path / "odd.bpmn")
    found = {node.get_name() for node in quiet_pm4py().read_bpmn(str(path)).get_nodes()}
    assert {names[0], names[1], "bell \ufffd", names[3]} <= found


def test_refusals(tmp_path, process, model):
    with pytest.raises(WrongUse, match=r"\.ptml, \.pnml, \.bpmn"):
        model.write(tmp_path / "work.png")
    with pytest.raises(WrongUse, match="from 0 to below 1"):
        discover(process, select(process), noise=1.0)
    with pytest.raises(BadInput, match="no case"):
        discover(process, select(process, parse('has "E" and lacks "E"')))


def test_pm4py_is_imported_late_and_says_nothing():
    code = "import sys, mining.pm4py_bridge as b; assert 'pm4py' not in sys.modules; b.quiet_pm4py()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert "PM4Py" not in done.stdout + done.stderr
