"""A measurement in its own process, the comparison of answers, and the table."""

from benchmarks.comparisons import PM4PY, TRACEWORK, Aim, Comparison
from benchmarks.measured import Measurement, differences, measure, peak_mb
from benchmarks.prepared_logs import build, write_parquet, write_tables
from benchmarks.results_table import Row, machine, table, written


def test_two_engines_give_equal_answers(tmp_path):
    write_tables(tmp_path, 2_000)
    build(tmp_path)
    write_parquet(tmp_path)
    ours = measure(TRACEWORK, "followed_map", tmp_path, 2)
    theirs = measure(PM4PY, "followed_map", tmp_path, 1)
    assert ours.answer
    assert differences(ours.answer, theirs.answer) == []
    assert len(ours.seconds) == 2
    assert 20 < ours.peak_mb < 1000 < peak_mb() * 1000


def test_differences_are_found():
    assert differences({"a": [1.0, 2.0]}, {"a": [1.0, 2.0 + 1e-9]}) == []
    assert differences({"a": [1.0]}, {"a": [1.00001]}) == ["a: [1.0] and [1.00001]"]
    assert differences({"a": [1.0]}, {"b": [1.0]}) == ["only ours: a", "only theirs: b"]


def test_the_table_says_what_was_reached():
    ours, theirs = Measurement((0.1, 0.2, 0.3), 90.0, {}), Measurement((20.0,), 3000.0, {})
    comparison = Comparison("Map", "1 million", {}, Aim(ratio=80, seconds=0.1))
    text = table("1 million events", [Row(comparison, {TRACEWORK: ours, PM4PY: theirs}, [])], machine())
    assert "| Map | 1 million | 0.200 s, 90 MB, 3 runs | 20.0 s, 3,000 MB | 100.0× |  | equal |" in text
    assert "≥ 80× ✓, ≤ 0.1 s not reached" in text
    assert "cores" in text
    assert "1 answers differ" in table("x", [Row(comparison, {TRACEWORK: ours, PM4PY: theirs}, ["a"])], "")


def test_runs_of_both_kinds_keep_their_places(tmp_path):
    path = tmp_path / "RESULTS.md"
    written(path, "usual", "first\n")
    written(path, "large", "second\n")
    written(path, "usual", "third\n")
    text = path.read_text(encoding="utf-8")
    assert "first" not in text
    assert text.index("third") < text.index("second")
