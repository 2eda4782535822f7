"""XES in: what lands of traces, events and attributes, and equality with the published logs."""

import gzip
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest

from core.errors import WrongUse
from eventlog.exchange import xes, xes_pieces, xes_reader
from tests.eventlog.exchange.built_log import Counted, Landed, landed
from tests.eventlog.exchange.xes_text import Attribute, event, write_xes

NOON = "2026-03-02T12:00:00.000+01:00"
PUBLISHED = {
    "BPI_2020_DomesticDeclarations": (10_500, 56_437),
    "BPI_2020_PermitLog": (7_065, 86_581),
    "BPI_2020_RequestForPayment": (6_886, 36_796),
    "Receipt": (1_434, 8_577),
    "Helpdesk": (4_580, 21_348),
    "Road_Traffic_Fine_Management_Process": (150_370, 561_470),
}


@pytest.fixture(autouse=True, params=["by the parser", "in bulk"])
def way_of_reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large files are read in bulk where their form allows it: each test sees both ways."""
    monkeypatch.setattr(xes_pieces, "BLOCK", 1)
    if request.param == "by the parser":
        monkeypatch.setattr(xes_reader, "scan", lambda _: None)


def one_event(tmp_path: Path, *attributes: Attribute, **options: str) -> dict:
    path = write_xes(tmp_path / "log.xes", [("c", [event("A", NOON, *attributes)])])
    (row,) = landed(xes.read, path, **options).rows("events")
    return row


def given(row: dict) -> list[tuple[str, str, str | None]]:
    return [(each["name"], each["type"], each["value"]) for each in row["attributes"]]


def test_an_event_lands_with_its_own_columns_and_its_attributes(tmp_path: Path):
    row = one_event(
        tmp_path,
        ("string", "org:resource", "Ann"),
        ("string", "lifecycle:transition", "start"),
        ("string", "note", "é 😀 <b>&\"'"),
        ("int", "pieces", "3"),
        ("float", "amount", "1.50"),
        ("boolean", "rush", "true"),
        ("id", "ref", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
        ("date", "due", "2026-03-03T00:00:00+01:00"),
    )
    assert (row["type"], row["case"], row["resource"], row["lifecycle"]) == ("A", "c", "Ann", "start")
    assert (row["time"], row["time_text"]) == (datetime(2026, 3, 2, 11), NOON)
    assert given(row) == [
        ("note", "string", "é 😀 <b>&\"'"),
        ("pieces", "integer", "3"),
        ("amount", "float", "1.50"),
        ("rush", "boolean", "true"),
        ("ref", "id", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
        ("due", "time", "2026-03-02T23:00:00.000000Z"),
    ]


def test_nested_attributes_land_under_their_paths(tmp_path: Path):
    inner = [("string", "a/b", "1"), ("container", "deep", [("int", "n~1", "2")])]
    row = one_event(tmp_path, ("list", "items", inner), ("string", "after", "x"))
    assert given(row) == [
        ("items", "list", None),
        ("items/a~1b", "string", "1"),
        ("items/deep", "container", None),
        ("items/deep/n~01", "integer", "2"),
        ("after", "string", "x"),
    ]


def test_traces_become_objects_and_name_their_events_even_from_behind(tmp_path: Path):
    path = tmp_path / "log.xes"
    path.write_text(
        f"""<log><trace><event><string key="concept:name" value="A"/><date key="time:timestamp" value="{NOON}"/></event>
        <string key="concept:name" value="late"/><int key="amount" value="7"/></trace><trace/></log>"""
    )
    sink = landed(xes.read, path)
    assert [row["case"] for row in sink.rows("events")] == ["late"]
    assert [(row["id"], row["type"], given(row)) for row in sink.rows("objects")] == [
        ("late", None, [("amount", "integer", "7")]),
        ("case 2", None, []),
    ]


def test_events_without_activity_time_or_trace_land_for_the_build_to_set_apart(tmp_path: Path):
    path = write_xes(
        tmp_path / "log.xes",
        [("c", [event(None, NOON), event("A", None), event("B", "last Tuesday")])],
        loose_events=[event("C", NOON)],
    )
    rows = landed(xes.read, path).rows("events")
    assert [(row["type"], row["time"] is None, row["time_text"], row["case"]) for row in rows] == [
        (None, False, NOON, "c"),
        ("A", True, None, "c"),
        ("B", True, "last Tuesday", "c"),
        ("C", False, NOON, None),
    ]
    assert [row["row"] for row in rows] == [0, 1, 2, 3]


def head() -> list[Tree.Element]:
    scope = Tree.Element("global", scope="event")
    Tree.SubElement(scope, "string", key="concept:name", value="UNKNOWN")
    Tree.SubElement(scope, "string", key="the step", value="UNKNOWN")
    return [
        Tree.Element("extension", name="Concept", prefix="concept", uri="http://www.xes-standard.org/concept.xesext"),
        scope,
        Tree.Element("classifier", name="Step", keys="the step"),
        Tree.Element("classifier", name="Both", keys="concept:name lifecycle:transition"),
        Tree.Element("classifier", name="Quoted", keys="'the step' concept:name"),
        Tree.Element("string", key="source", value="tests"),
    ]


def classified(tmp_path: Path, classifier: str | None) -> Landed:
    events = [
        event("A", NOON, ("string", "lifecycle:transition", "start"), ("string", "the step", "one")),
        event("B", NOON),
    ]
    path = write_xes(tmp_path / "log.xes", [("c", events)], head())
    return landed(xes.read, path, classifier=classifier)


@pytest.mark.parametrize(
    ("classifier", "expected"),
    [(None, ["A", "B"]), ("Step", ["one", None]), ("Both", ["A+start", "B+"]), ("Quoted", ["one+A", "+B"])],
)
def test_a_classifier_says_what_the_activity_is(tmp_path: Path, classifier: str | None, expected: list[str | None]):
    assert [row["type"] for row in classified(tmp_path, classifier).rows("events")] == expected


def test_with_a_classifier_the_name_is_kept_as_an_attribute(tmp_path: Path):
    row = classified(tmp_path, "Step").rows("events")[0]
    assert ("concept:name", "string", "A") in given(row)
    assert row["lifecycle"] == "start"


def test_an_unknown_classifier_is_told_with_those_there_are(tmp_path: Path):
    with pytest.raises(WrongUse, match=r"'Nothing'.*'Step', 'Both', 'Quoted'"):
        classified(tmp_path, "Nothing")


def test_the_classifiers_can_be_asked_for(tmp_path: Path):
    classified(tmp_path, None)
    assert xes.classifiers(tmp_path / "log.xes") == ["Step", "Both", "Quoted"]


def test_what_the_log_says_of_itself_lands_and_no_default_is_invented(tmp_path: Path):
    sink = classified(tmp_path, None)
    assert {(row["key"], row["type"], row["value"]) for row in sink.rows("log")} >= {
        ("Concept", "extension", "concept http://www.xes-standard.org/concept.xesext"),
        ("the step", "global event string", "UNKNOWN"),
        ("Both", "classifier", "concept:name lifecycle:transition"),
        ("source", "string", "tests"),
    }
    assert given(sink.rows("events")[1]) == []


def test_times_without_a_zone_need_one(tmp_path: Path):
    path = write_xes(tmp_path / "log.xes", [("c", [event("A", "2026-07-01T12:00:00")])])
    (row,) = landed(xes.read, path, zone="America/New_York").rows("events")
    assert row["time"] == datetime(2026, 7, 1, 16)


@pytest.mark.parametrize("name", ["x" * 5_000, "<script>alert(1)</script>", "say \"hi\" & 'bye'", "🧾 счёт", " "])
def test_any_activity_name_lands_as_it_is(tmp_path: Path, name: str):
    path = write_xes(tmp_path / "log.xes", [("c", [event(name, NOON)])])
    assert landed(xes.read, path).rows("events")[0]["type"] == name


def test_a_long_log_lands_in_batches_with_rows_in_order(tmp_path: Path, scale: int):
    cases = 3_000 * scale
    traces = [
        (f"c{case}", [event(f"a{step}", NOON, ("int", "n", str(step))) for step in range(20)]) for case in range(cases)
    ]
    sink = landed(xes.read, write_xes(tmp_path / "log.xes", traces))
    rows = sink.rows("events")
    assert len(sink.batches["events"]) > 1
    assert [row["row"] for row in rows] == list(range(20 * cases))
    assert [row["case"] for row in rows] == [f"c{case}" for case in range(cases) for _ in range(20)]
    assert all(given(row) == [("n", "integer", str(place % 20))] for place, row in enumerate(rows))
    assert [row["row"] for row in sink.rows("objects")] == list(range(cases))


def test_gzip_is_known_by_its_content(tmp_path: Path):
    plain = write_xes(tmp_path / "plain.xes", [("c", [event("A", NOON)])])
    packed = tmp_path / "packed.xes"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert landed(xes.read, packed).rows("events") == landed(xes.read, plain).rows("events")


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_logs_come_in_whole(shared_data: Path, name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(xes_pieces, "BLOCK", 8 << 20)
    sink = Counted()
    xes.read(shared_data / "event_logs" / f"{name}.xes.gz", sink)
    assert (sink.rows["objects"], sink.rows["events"]) == PUBLISHED[name]
    assert not any(sink.empty["events", column] for column in ("type", "time", "case"))
