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
HOW = (
    "The first 80% of the cases by their start are learnt from, the last 20% are the test; a look after each "
    "event from the second to the last but one, of cases with three events or more. The number of the trees, "
    "and how much of what they add to the median is taken, if any, is chosen on three later parts of the first "
    "80%; the form of the method was chosen on such parts of these logs and of the permit log, how far trees "
    "are smoothed and how fast intervals adapt on such parts of these logs. Once with all outcomes of the "
    "first 80% known, as published comparisons do, and once only with those known when the first case of the "
    "test began. Attributes of cases are left out, as the files do not say since when they were known. The "
    "interval is told at each look from what was known then of those before; in the strict protocol, where "
    "nothing later is learnt, also from later looks at cases of the first part that were still running, as in "
    "use. How long things take is compared there on the clock of the process, learnt from what had ended when "
    "the last case of the first part, in the strict protocol the first of the test, began: it runs as fast as "
    "cases end on each day of the week, and stands still where all work stopped, and again 364 days later. "
    "Only looks at cases of the test are counted."
)
LIMITS = (
    (
        "A stop of all work is expected where there was one a year before; the first is told only when it is "
        "over. Intervals know it, predictions do not. Domestic declarations and requests for payment stop over "
        "the turn of the year, in the last month of the test, and that was seen in the test before the clock "
        "was thought of. Of looks before December 77 and 84% held, of looks in December 72 and 62%; in the "
        "strict protocol 79 and 83%, and 69 and 69%. Without the clock that had been 78 and 82%, and 72 and "
        "63%; 80 and 80%, and 65 and 60%."
    ),
    (
        "The clock was chosen on earlier parts, five of each of these logs and of the permit log and traffic "
        "fines, by both protocols: intervals were 4.0 points away from 80% on average with it, 4.3 without "
        "(receipt phase 4.9 and 6.1, requests 2.9 and 3.3, domestic 2.4 and 2.1, permits 2.9 and 2.8, help "
        "desk 3.3 and 3.2, fines 8.0 either way, where no week shows), 24 at most either way. The test was "
        "looked at once after that. Without it, by the two protocols, 76.6 and 74.7% of Domestic declarations "
        "had held there, 74.4 and 72.6% of requests for payment, 80.1 and 80.0% of the help desk, 84.0 and "
        "87.7% of the receipt phase; they were 9.5 and 8.6, 11.1 and 10.6, 16.7 and 16.4, 1.2 and 1.0 days wide."
    ),
    (
        "Tried with the clock on these parts, and not taken: medians and trees learnt on it too, where later "
        "parts of what is learnt tell that surely better. That was so in 23 of the 60, with a mean absolute "
        "error 2% less there, but intervals 3.4 points away from 80% instead of 2.5. Nor steps that are "
        "weighed by how well they did (Gibbs and Candès, 2022): with all on the clock 3.5 points away on twenty "
        "of these parts, but how late an interval is whose case has not ended is a guess with them, and of made "
        "cases that get three times slower only 67% held."
    ),
    (
        "Where an interval begins at once, as nothing can come below it, what may be left out is left out above. That "
        "was chosen on made cases of which most end at once (91 and 88% had held, 80 and 81% do) and looked at on "
        "earlier parts: six of the receipt phase, where nearly all intervals begin at once, are 1.1 points away from "
        "80% on average, before 3.0, and two thirds as wide or less; of eighteen of the other logs as many hold as "
        "before. The test was looked at once after that. Before, 83.7 and 84.9% of the receipt phase had held there, "
        "2.4 and 0.5 days wide."
    ),
    (
        "Before that, cases were made of 29 kinds, two or three logs of each: work by the week, at month ends, in "
        "working hours, stops of all work, waits that jump, grow or swing, heavy tails, slow variants told by who "
        "began, one history of 4,000 events, dates without times. The mean absolute error was at most 0.5% above the "
        "median's, and in a third of them below it, by 1 to 64%. Of the 168 shares of intervals that held 149 were "
        "between 75 and 85%, none lower. The 19 higher ones, up to 92%, came mostly where waits had changed or spread "
        "shortly before, where a case takes a year, and beside the long history. Of logs of 300 cases 75 to 94% held; "
        "of still fewer there is often no interval."
    ),
    (
        "Tried on these and on earlier parts, and not taken: steps that begin smaller, in proportion to the first 500 "
        "or 1,000 looks. Of 300 cases in all intervals were 3.1 and 2.6 points away then, not 4.4, but on the earlier "
        "parts of the real logs 1.2 and 1.5, not 1.1."
    ),
    (
        "How fast intervals adapt was chosen before that, on other earlier parts of these logs: of some twenty "
        "settings the one taken was 1.6 points away from 80% on average, 6 at most; the slower ones that it "
        "replaced 2.3 and 10. How those did on the test was known: by the two protocols they held 74.4 and "
        "75.2% of Domestic declarations, 76.2 and 74.8% of requests for payment, 85.7 and 87.0% of the receipt "
        "phase."
    ),
    (
        "Figures told before counted later looks at cases of the first part, the slow ones, as if they were of "
        "the test, and in the strict protocol knew nothing of what came of cases still running. By that count "
        "intervals without the clock held 76.7 and 73.9% of Domestic declarations, 74.8 and 72.2% of requests for "
        "payment, 80.3 and 80.0% of the help desk, 84.0 and 88.3% of the receipt phase."
    ),
    (
        "Tried on earlier parts before, without the clock, and not taken: looks of the same weeks a year before as "
        "further ones to hold against (of looks at the permit log in December 76 and 78% had held by the two "
        "protocols, with them 72 and 71%; of a pretend firm's expenses in the second half 86% either way, with them "
        "80 and 81%, but in the part before 80% either way, with them 75 and 77%), larger steps, steps that get "
        "smaller, longer and shorter windows: none came nearer to 80% on one log without being further away "
        "on another."
    ),
    (
        "Where what comes is known only after a year or more, drift is learnt too late: on the five parts of "
        "the log of traffic fines (every 12th case) 56 to 81% held with all outcomes known, and 72 to 92% in "
        "the strict protocol."
    ),
    (
        "That trees are better than the median is told by earlier parts of a log only: being better so far is "
        "no promise. Of looks of which fewer than half were over they are not believed."
    ),
)


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
        how=HOW,
        naive_is="the median of what remained after the same last activity; of intervals, none",
        rows=tuple(rows),
        limits=LIMITS,
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
    told = rolling(looks, found.model.usual / 10, found.model.rhythm)
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
