"""How long running cases still take, on real event logs, chronologically parted; and whether the intervals hold."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.section import Row, Section, shared
from core.access import Viewer
from core.workspace import Workspace, create_workspace
from eventlog.reading import EventLog, open_log
from ingest.imports import ImportChoices
from models.remaining_time.histories import Floats, Histories, after_events
from models.remaining_time.interval import LEVEL, Predicted, coverage, rolling
from models.remaining_time.model import RemainingTime, Told, learn
from models.remaining_time.reading import histories
from tracework.pipeline import import_file

LOGS = {
    "Domestic declarations": ("BPI_2020_DomesticDeclarations", 3.1),
    "Requests for payment": ("BPI_2020_RequestForPayment", None),
    "Help desk": ("Helpdesk", 5.4),
    "Receipt phase": ("Receipt", None),
}
LEARNT = 0.8
SHORTEST = 3
"""Cases of fewer events are left out, and looks begin after the second, as in the published comparison."""
FIRST = 2
HOLD, AWAY = 0.75, 5.0


@dataclass(frozen=True)
class Tested:
    """What was learnt from one part, on the looks of the other; `beside` are later looks at cases of the first part,
    which nothing was learnt from."""

    model: RemainingTime
    told: Told
    days: Floats
    beside: Predicted

    @property
    def off(self) -> float:
        return float(np.abs(self.days - self.told.remaining).mean())

    @property
    def naive(self) -> float:
        start = self.model.start(self.told.histories, self.told.moments)
        return float(np.abs(start - self.told.remaining).mean())


def evaluate() -> Section:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (file, aim) in LOGS.items():
            rows += _rows(name, _imported(Path(folder) / file, shared(f"event_logs/{file}.xes.gz")), aim)
    return Section(
        title="Remaining time of running cases",
        how=(
            "The first 80% of the cases by their start are learnt from, the last 20% are the test; a look after each "
            "event from the second to the last but one, of cases with three events or more. The number of the trees, "
            "and how much of what they add to the median is taken, if any, is chosen on three later parts of the first "
            "80%; the form of the method was chosen on such parts of these logs and of the permit log, how far trees "
            "are smoothed and how fast intervals adapt on such parts of these logs. Once with all outcomes of the "
            "first 80% known, as published comparisons do, and once only with those known when the first case of the "
            "test began. Attributes of cases are left out, as the files do not say since when they were known. The "
            "interval is told at each look from what was known then of those before; in the strict protocol, where "
            "nothing later is learnt, also from later looks at cases of the first part that were still running, as in "
            "use. Only looks at cases of the test are counted."
        ),
        naive_is="the median of what remained after the same last activity; of intervals, none",
        rows=tuple(rows),
        limits=(
            (
                "An interval learns from what has ended: a stop of all work, such as that of payments over the turn "
                "of a year, is told only when it is over. Domestic declarations and requests for payment have one in "
                "the last month of the test. Of looks before it 78 and 82% held, of looks in December 72 and 63%; in "
                "the strict protocol 80 and 80%, and 65 and 60%."
            ),
            (
                "On the earlier parts on which this was chosen, of some twenty settings tried, the intervals were 1.6 "
                "points away from 80% on average, 6 at most; the slower ones that they replaced 2.3 and 10. The test "
                "was looked at once after that, but how the slower ones did there was known before: by the two "
                "protocols they held 74.4 and 75.2% of Domestic declarations, 76.2 and 74.8% of requests for payment, "
                "85.7 and 87.0% of the receipt phase."
            ),
            (
                "Figures told before counted later looks at cases of the first part, the slow ones, as if they were of "
                "the test, and in the strict protocol knew nothing of what came of cases still running. By that count "
                "the same intervals held 76.7 and 73.9% of Domestic declarations, 74.8 and 72.2% of requests for "
                "payment, 80.3 and 80.0% of the help desk, 84.0 and 88.3% of the receipt phase."
            ),
            (
                "Tried on earlier parts since, and not taken: looks of the same weeks a year before as further ones to "
                "hold against (of looks at the permit log in December 76 and 78% had held by the two protocols, with "
                "them 72 and 71%; of a pretend firm's expenses in the second half 86% either way, with them 80 and "
                "81%, but in the part before 80% either way, with them 75 and 77%), larger steps, steps that get "
                "smaller, longer and shorter windows: none came nearer to 80% on one log without being further away "
                "on another."
            ),
            (
                "Where what comes is known only after a year or more, drift is learnt too late: on five earlier parts "
                "of a log of traffic fines (every 12th case) 60 to 81% held with all outcomes known, and 73 to 89% in "
                "the strict protocol."
            ),
            (
                "That trees are better than the median is told by earlier parts of a log only: being better so far is "
                "no promise. Of looks of which fewer than half were over they are not believed."
            ),
        ),
    )


def _imported(root: Path, path: Path) -> EventLog:
    workspace: Workspace = create_workspace(root)
    import_file(workspace, path, ImportChoices())
    return open_log(workspace, Viewer.owner())


def _rows(name: str, log: EventLog, aim: float | None) -> list[Row]:
    with log:
        known = histories(log.process(log.processes()[0]))
    told, is_test = _looks(known)
    test = told.pick(is_test)
    since = float(known.begins[test.case].min())
    rows: list[Row] = []
    before = told.pick(~is_test)
    parts = {
        "64/16/20 by start": (before, before.pick(np.zeros(len(before.remaining), bool))),
        "strict": (before.known_by(since), before.pick(before.moments.day > since)),
    }
    for protocol, (part, beside) in parts.items():
        found = _tested(part, beside, test)
        data = f"{name}, {len(test.remaining):,} looks at {len(np.unique(test.case)):,} cases"
        rows.append(
            Row(
                "mean absolute error, days", found.off, data, protocol, found.naive,
                aim if protocol != "strict" else None, higher_is_better=False, form=".2f",
            )
        )  # fmt: skip
        rows += _intervals(found, data, protocol)
    return rows


def _looks(known: Histories) -> tuple[Told, NDArray[np.bool_]]:
    """All looks with what remained, and which are of the last cases by start."""
    looks = after_events(known, FIRST)
    long = np.diff(known.first)[known.case[looks.event]] >= SHORTEST
    looks = looks.pick(long)
    case = known.case[looks.event]
    place = np.zeros(known.cases)
    place[np.argsort(known.begins, kind="stable")] = np.arange(known.cases) / known.cases
    return Told(known, looks, known.ends[case] - looks.day), place[case] >= LEARNT


def _tested(part: Told, beside: Told, test: Told) -> Tested:
    model = learn(part)
    assert model is not None
    return Tested(
        model, test, model.predict(test.histories, test.moments),
        Predicted(beside.moments.day, model.predict(beside.histories, beside.moments), beside.remaining),
    )  # fmt: skip


def _intervals(found: Tested, data: str, protocol: str) -> list[Row]:
    """The share of intervals that held, over all, and at the worst of thirds by what was predicted."""
    here = Predicted(found.told.moments.day, found.days, found.told.remaining)
    looks = found.model.tried.then(found.beside).then(here)
    order = np.argsort(looks.day, kind="stable")
    looks, test = looks.pick(order), order >= len(looks) - len(here)
    told = rolling(looks, found.model.usual / 10)
    held, days = told.covered(looks.remaining)[test], looks.days[test]
    thirds = np.digitize(days, np.quantile(days, [1 / 3, 2 / 3]))
    worst = min((float(held[thirds == third].mean()) for third in range(3)), key=lambda share: -abs(share - LEVEL))
    monitor = coverage(looks, told)[test[~np.isnan(looks.remaining)]]
    return [
        Row("80% interval holds", float(held.mean()), data, f"rolling, {protocol}", form=".1%"),
        Row(
            "points that this is away from 80%",
            100 * abs(float(held.mean()) - LEVEL), data, f"rolling, {protocol}", aim=AWAY, higher_is_better=False,
            form=".1f",
        ),
        Row("80% interval holds, worst third by length", worst, data, f"rolling, {protocol}", form=".1%"),
        Row(
            "looks at which 75% of the latest 500 had held",
            float((monitor >= HOLD).mean()), data, f"rolling, {protocol}", form=".0%",
        ),
        Row("median width, days", float(np.median((told.high - told.low)[test])), data, protocol, form=".1f"),
    ]  # fmt: skip
