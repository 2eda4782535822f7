"""The indicators of a built firm as rows of the table: what shares add to a build, all of them told, one by a slice."""

from pathlib import Path

from benchmarks.comparisons import TRACEWORK, Comparison
from benchmarks.indicators import AIMS, MOST_OF_A_BUILD
from benchmarks.measured import Measurement, measure
from benchmarks.results_table import Row

KIND, TITLE = "indicators", "Indicators"


def indicator_rows(folder: Path, log: str, build_worked: float | None = None, runs: int = 3) -> list[Row]:
    """Three figures of the workspace `firm` in a folder; `build_worked`: the processor's seconds that its log took;
    `runs`: how often all of them are told.

    Of the slices the slowest is told, and by name each that is slower than the aim.
    """
    made = measure("indicators", "shares_made", folder, 1)
    told = measure("indicators", "all_totals", folder, runs)
    cut = measure("indicators", "each_by_a_slice", folder, 1)
    wrong = sorted(measure("indicators", "checked", folder, 1).answer)
    seconds = {name: taken for name, (taken,) in cut.answer.items()}
    slowest = Measurement((max(seconds.values()),), cut.peak_mb, {})
    questions = {
        "shares_made": ("Facts and shares of all indicators, after the build", made, [], _added(made, build_worked)),
        "all_totals": ("All indicators told, by a process that starts for it", told, [], ""),
        "each_by_a_slice": (
            f"The slowest of {len(seconds)} measures by a slice, warm",
            slowest,
            wrong,
            _slow(seconds, not wrong),
        ),
    }
    return [
        Row(Comparison(title, log, {TRACEWORK: function}, AIMS[function]), {TRACEWORK: done}, differences, note)
        for function, (title, done, differences, note) in questions.items()
    ]


def _added(made: Measurement, build_worked: float | None) -> str:
    """How much of the processor's time the shares add to what the log took."""
    (seconds,) = made.answer["cpu_seconds"]
    told = f"{seconds:.0f} processor seconds"
    if build_worked is None:
        return told
    part = seconds / build_worked
    reached = "✓" if part <= MOST_OF_A_BUILD else "not reached"
    return f"{told}, {part:.0%} on top of the log's {build_worked:.0f}, ≤ {MOST_OF_A_BUILD:.0%} {reached}"


def _slow(seconds: dict[str, float], equal: bool) -> str:
    aim = AIMS["each_by_a_slice"].seconds or 0
    over = sorted((taken, name) for name, taken in seconds.items() if taken > aim)
    told = ["All as plain sums of what the statements give come to"] if equal else []
    told += ["Slower: " + "; ".join(f"{name} {taken:.2f} s" for taken, name in reversed(over))] if over else []
    return ". ".join(told)
