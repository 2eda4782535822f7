"""Work done more than once: activities that come back in a case, at once (self loops) or later, and short loops."""

from dataclasses import dataclass

from core.sql import load
from eventlog.filters import Selection
from eventlog.reading import ProcessLog

EVENTS = (
    "select activity_no, sum(cases)::bigint as events "
    "from (select cases, unnest(activities) as activity_no from chosen_variant) group by activity_no"
)
# of the whole log the build has counted them already
WHOLE_EVENTS = "select activity_no, events from activity"


@dataclass(frozen=True)
class Repeated:
    """An activity and how often it is done again. extra = at_once + after_others."""

    at_once: int
    activity_no: int
    name: str
    cases: int
    repeating_cases: int
    events: int
    extra: int

    @property
    def after_others(self) -> int:
        """Repeats that come after something else was done in between."""
        return self.extra - self.at_once


@dataclass(frozen=True)
class Loop:
    """The way there and back: `first`, `second`, and `first` again right after it."""

    first: str
    second: str
    times: int
    cases: int


@dataclass(frozen=True)
class Rework:
    """Rework of the chosen cases: activities by falling number of repeats, loops by how often they are run."""

    cases: int
    cases_with_rework: int
    activities: list[Repeated]
    loops: list[Loop]


def rework(process: ProcessLog, selection: Selection) -> Rework:
    """Counted on the variants, so that its cost does not grow with the number of cases."""
    selection.on(process)
    names = process.activities
    text = load("mining", "rework.sql").replace("{events}", WHOLE_EVENTS if selection.everything else EVENTS)
    *rows, (_, _, touched, *_) = process.database.rows(text)
    loops = process.database.rows(load("mining", "loops.sql"))
    at_once = {first: times for first, second, times, _ in loops if first == second}
    return Rework(
        selection.cases,
        touched,
        [Repeated(at_once.get(number, 0), number, names[number], *counts) for number, *counts in rows],
        [Loop(names[first], names[second], times, cases) for first, second, times, cases in loops if first != second],
    )
