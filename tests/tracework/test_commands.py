"""The command line: what each verb prints, for people and for scripts, and how it ends."""

import time

import pytest

from tests.generated_logs import random_cases, trace
from tests.tracework.command_line import tracework
from tests.written_files import write_csv, write_xes


@pytest.fixture(scope="module")
def firm(tmp_path_factory):
    folder = tmp_path_factory.mktemp("commands")
    log = write_xes(folder / "work orders.xes", random_cases(3, 40))
    answer = tracework("import", log, "-w", folder / "firm", "--calendar", "new_york", "--json")
    assert answer.code == 0, answer.err
    return folder / "firm", answer.json


def test_help_is_quick_and_names_every_verb():
    tracework("--help")
    started = time.monotonic()
    answer = tracework("--help")
    assert time.monotonic() - started < 2, "something heavy is imported; benchmarks hold the exact figure"
    assert answer.code == 0
    for verb in ("demo", "import", "build", "map", "variants", "bottlenecks", "export", "runs", "serve", "doctor"):
        assert f"\n  {verb}" in answer.out


@pytest.mark.parametrize("verb", ["demo", "import", "build", "map", "variants", "export", "runs", "serve", "doctor"])
def test_each_verb_explains_itself(verb):
    answer = tracework(verb, "--help")
    assert answer.code == 0
    assert "Options:" in answer.out


def test_import_prints_what_came_in(firm):
    _, result = firm
    cases = random_cases(3, 40)
    assert result == {
        "run": "work_orders/000001",
        "process": "work_orders",
        "cases": 40,
        "events": sum(len(case.events) for case in cases),
        "objects": 40,
        "activities": len({event.activity for case in cases for event in case.events}),
        "quarantined": 0,
        "generation": 1,
    }


def test_map_as_json(firm):
    answer = tracework("map", "-w", firm[0], "--json")
    found = answer.json
    cases = random_cases(3, 40)
    assert found["cases"] == 40
    assert sum(found["start"].values()) == sum(found["end"].values()) == 40
    assert sum(edge["count"] for edge in found["edges"]) == sum(len(case.events) - 1 for case in cases)
    assert set(found["edges"][0]) == {"from", "to", "count", "mean_s", "median_s", "p95_s", "business_mean_s"}
    assert found["edges"][0]["business_mean_s"] is not None


def test_variants_as_json(firm):
    found = tracework("variants", "-w", firm[0], "--json", "--top", 3).json
    assert found["cases"] == 40
    assert len(found["top"]) == 3
    assert set(found["top"][0]) == {"activities", "cases", "share", "median_s"}


def test_a_filter_narrows_every_verb(firm):
    everything = tracework("map", "-w", firm[0], "--json").json["cases"]
    some = tracework("map", "-w", firm[0], "--json", "--where", "case.region = EMEA").json["cases"]
    others = tracework("variants", "-w", firm[0], "--json", "--where", "case.region = AMER").json["cases"]
    assert 0 < some < everything == some + others


def test_for_people_there_are_tables(firm):
    assert "half within" in tracework("map", "-w", firm[0]).out
    assert "how it differs" in tracework("variants", "-w", firm[0]).out
    assert "waits for" in tracework("bottlenecks", "-w", firm[0], "--clock", "business").out
    assert "work_orders/000001" in tracework("runs", "-w", firm[0]).out
    assert "every audit passes" in tracework("doctor", "-w", firm[0]).out
    assert "duration > 5d" in tracework("filters").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["map", "nothing"], 1, "There is no process 'nothing'"),
        (["map", "--where", "case.colour = red"], 2, "colour"),
        (["bottlenecks", "--by", "moon"], 2, "moon"),
        (["bottlenecks", "--clock", "moon"], 2, "moon"),
        (["runs", "erp"], 2, "SOURCE/NUMBER"),
        (["runs", "erp/000009", "--withdraw"], 1, "There is no load erp/000009"),
        (["export", "log.docx"], 2, "no ending that names a format"),
        (["export", "nowhere/log.xes"], 2, "There is no folder nowhere to write log.xes into"),
        (["map", "--svg", "nowhere/map.svg"], 2, "There is no folder nowhere to write map.svg into"),
        (["map", "--svg", "."], 2, ". is a folder. Name a file in it"),
        (["variants", "--top", "-5"], 2, "greater than or equal to 1"),
        (["bottlenecks", "--top", "0"], 2, "greater than or equal to 1"),
        (["import", "nowhere.csv"], 1, "There is no file"),
    ],
)
def test_mistakes_end_in_a_paragraph_and_a_code(firm, words, code, said):
    answer = tracework(*words, "-w", firm[0])
    assert answer.code == code
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_what_is_exported_comes_in_again(firm, tmp_path):
    for name in ("out.xes", "out.xes.gz", "out.sqlite", "out.json", "out.xml", "out.parquet", "out.csv"):
        answer = tracework("export", tmp_path / name, "-w", firm[0])
        assert answer.code == 0, answer.err
    again = tracework("import", tmp_path / "out.xes.gz", "-w", tmp_path / "again", "--json").json
    assert (again["cases"], again["events"]) == (firm[1]["cases"], firm[1]["events"])
    refused = tracework("export", tmp_path / "out.xes", "-w", firm[0])
    assert refused.code == 2
    assert "is there already" in refused.err


def test_a_csv_is_shown_confirmed_and_remembered(tmp_path):
    march = write_csv(tmp_path / "march.csv", [trace(f"m{n}", "ABC") for n in range(5)])
    april = write_csv(tmp_path / "april.csv", [trace(f"a{n}", "ABD") for n in range(4)])
    unanswered = tracework("import", march, "-w", tmp_path / "firm", "--process", "orders")
    assert unanswered.code == 2
    assert "--yes" in unanswered.err
    assert not (tmp_path / "firm").exists()
    first = tracework(
        "import", march, "-w", tmp_path / "firm", "--process", "orders", "--map", "case=Case", "--yes", "--json"
    )
    assert first.json["cases"] == 5
    second = tracework("import", april, "-w", tmp_path / "firm", "--process", "orders", "--yes")
    assert "last time" in second.err
    found = tracework("map", "-w", tmp_path / "firm", "--json").json
    assert (found["cases"], found["events"]) == (9, 27)


def test_a_load_can_be_withdrawn_and_taken_in_again(tmp_path):
    log = write_xes(tmp_path / "a.xes", [trace("1", "AB")])
    other = write_xes(tmp_path / "b.xes", [trace("2", "AB")])
    for file in (log, other):
        tracework("import", file, "-w", tmp_path / "firm", "--process", "p", "--source", "erp")
    assert tracework("runs", "erp/000002", "--withdraw", "-w", tmp_path / "firm").code == 0
    assert tracework("map", "-w", tmp_path / "firm", "--json").json["cases"] == 1
    assert tracework("runs", "erp/000002", "--reinstate", "-w", tmp_path / "firm").code == 0
    assert tracework("map", "-w", tmp_path / "firm", "--json").json["cases"] == 2
