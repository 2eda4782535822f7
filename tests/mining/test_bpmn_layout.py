"""The layout of a BPMN diagram: every shape has a place of its own and every flow ends at its shapes."""

from xml.etree import ElementTree

from eventlog.filters import select
from mining.pm4py_bridge import discover
from tests.generated_logs import process_log, random_cases

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
LINE = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"


def test_shapes_do_not_overlap_and_flows_touch_them(tmp_path):
    with process_log(random_cases(91, 60)) as log:
        path = discover(log, select(log), noise=0.3).write(tmp_path / "work.bpmn")
    root = ElementTree.parse(path).getroot()
    boxes = {}
    for shape in root.iter(f"{DI}BPMNShape"):
        bounds = shape.find(f"{DC}Bounds")
        boxes[shape.get("bpmnElement")] = [float(bounds.get(key)) for key in ("x", "y", "width", "height")]
    assert len(boxes) > 6
    ordered = list(boxes.values())
    for at, (x, y, width, height) in enumerate(ordered):
        assert width > 0 < height
        for x2, y2, width2, height2 in ordered[at + 1 :]:
            assert x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y
    flows = {flow.get("id"): flow for flow in root.iter("{http://www.omg.org/spec/BPMN/20100524/MODEL}sequenceFlow")}
    edges = list(root.iter(f"{DI}BPMNEdge"))
    assert len(edges) == len(flows) > 6
    for edge in edges:
        points = [(float(p.get("x")), float(p.get("y"))) for p in edge.iter(LINE)]
        flow = flows[edge.get("bpmnElement")]
        for (x, y), shape in ((points[0], flow.get("sourceRef")), (points[-1], flow.get("targetRef"))):
            left, top, width, height = boxes[shape]
            assert left <= x <= left + width
            assert top <= y <= top + height
