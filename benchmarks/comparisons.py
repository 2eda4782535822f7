"""What is measured: each question with the engines that answer it, the log it is put to, and the aim it has."""

from dataclasses import dataclass, field

TRACEWORK, PM4PY, R4PM = "with_tracework", "with_pm4py", "with_r4pm"
NAMES = {TRACEWORK: "Tracework", PM4PY: "pm4py", R4PM: "r4pm"}


@dataclass(frozen=True)
class Aim:
    """What Tracework should reach: so many times pm4py's speed, at most so many seconds and megabytes."""

    ratio: float | None = None
    seconds: float | None = None
    megabytes: float | None = None


@dataclass(frozen=True)
class Comparison:
    """One question. `engines` says by engine which function answers it; equal answers are held against each other."""

    title: str
    log: str
    engines: dict[str, str]
    aim: Aim = field(default_factory=Aim)
    unequal: frozenset[str] = frozenset()


def kernels(log: str, large: bool) -> list[Comparison]:
    """The questions to a generated log; of a large one only ours, for the others do not hold it in memory."""
    size = Aim(megabytes=2000)
    filtered = Aim(seconds=0.5, megabytes=2000) if large else Aim(ratio=200, seconds=0.1)
    questions = {
        "Map with mean, median, 95th percentile": (
            "exact_map", Aim(seconds=5, megabytes=2000) if large else Aim(ratio=80, megabytes=1000)
        ),
        "Map, frequencies": ("frequency_map", Aim(seconds=0.3, megabytes=2000) if large else Aim()),
        "Cases inside a quarter, then map with quantiles": ("framed_map", filtered),
        "Cases where one activity follows another, then map": ("followed_map", filtered),
        "Cases of the ten commonest variants, then map": ("common_map", filtered),
        "The twenty commonest variants, median duration": ("common_variants", size if large else Aim(seconds=0.1)),
        "All variants, median duration": ("variant_durations", size if large else Aim()),
        "Rework": ("repeated_work", size if large else Aim(ratio=500)),
    }  # fmt: skip
    engines = (TRACEWORK,) if large else (TRACEWORK, PM4PY)
    return [
        Comparison(title, log, dict.fromkeys(engines, function), aim) for title, (function, aim) in questions.items()
    ]


def smaller(log: str) -> list[Comparison]:
    """Questions put to a smaller log, for which r4pm, or pm4py in business time, need no more memory than there is."""
    return [
        Comparison(
            "Map, frequencies", log,
            {TRACEWORK: "frequency_map", PM4PY: "frequency_map", R4PM: "frequency_map"},
        ),
        Comparison("Variants, counts", log, {TRACEWORK: "variant_counts", R4PM: "variant_counts"}),
        Comparison("Map in business time", log, {TRACEWORK: "business_map", PM4PY: "business_map"}),
    ]  # fmt: skip


def files(log: str, aim: Aim) -> list[Comparison]:
    """From a file to a map: ours imports, builds, publishes and draws; pm4py reads and discovers; r4pm only reads."""
    ours = {TRACEWORK: "file_to_map"}
    return [
        Comparison(
            "XES file to a drawn map",
            log,
            ours | {PM4PY: "file_to_map_in_python", R4PM: "read_file"},
            aim,
            frozenset({R4PM}),
        ),
        Comparison("The same, pm4py reading through r4pm", log, ours | {PM4PY: "file_to_map"}),
    ]
