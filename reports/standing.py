"""How the schedules stand for one who looks: when each was due last and is due next, who gets it, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from core.access import Viewer
from core.state import State
from reports import runs
from reports.due import next_due, read_when
from reports.readers import recipients
from reports.runs import Run
from reports.schedules import FOLDER, Schedule, schedules

SOMEBODY = "a reader"
"""What is said for an account where the one who looks may not see names."""


@dataclass(frozen=True)
class Standing:
    """A schedule with those of its recipients that one may know of, the latest run of each, and when it is due next:
    None where that never comes."""

    schedule: Schedule
    recipients: tuple[str, ...]
    last: tuple[Run, ...]
    next_due: datetime | None

    @property
    def last_due(self) -> datetime | None:
        return max((run.due_at for run in self.last), default=None)


def standings(state: State, viewer: Viewer, now: datetime | None = None) -> list[Standing]:
    """Those that the viewer may know of, what is due first before what comes later."""
    found = []
    for schedule in schedules(state.workspace):
        known = _known_to(viewer, schedule.entity, list(recipients(state, schedule)))
        if known:
            at = next_due(read_when(schedule.settings.at), schedule.zone, schedule.calendar, now or datetime.now(UTC))
            last = [run for run in runs.latest(state, schedule.name) if run.recipient in known]
            shown = tuple(_called(viewer, name) for name in known)
            found.append(Standing(schedule, shown, tuple(_told(viewer, run) for run in last), at))
    return sorted(found, key=lambda each: (each.next_due is None, each.next_due, each.schedule.name))


def sent_lately(state: State, viewer: Viewer, most: int) -> list[Run]:
    """The latest runs that the viewer may know of, the newest first; also of schedules that are no more."""
    entities = {each.name: each.entity for each in schedules(state.workspace)}
    found = []
    for run in runs.recent(state, None if viewer.scopes else most):
        # of which entity a schedule was that is no more, nobody can say
        entity = entities.get(run.schedule)
        if _known_to(viewer, entity, [run.recipient]):
            found.append(_told(viewer, run))
            if len(found) == most:
                break
    return found


def _known_to(viewer: Viewer, entity: str | None, names: Sequence[str]) -> list[str]:
    """All where the viewer sees all that the report tells of; else themselves, where it is sent to them."""
    sees = not viewer.scopes or (set(viewer.scopes) == {"entity"} and entity in (viewer.entities or ()))
    return [name for name in names if sees or name == viewer.name]


def _called(viewer: Viewer, name: str) -> str:
    hidden = not viewer.may_see_names and name != viewer.name and not name.startswith(FOLDER)
    return SOMEBODY if hidden else name


def _told(viewer: Viewer, run: Run) -> Run:
    """The run without the name and the address of another, where names are hidden."""
    called = _called(viewer, run.recipient)
    return run if called == run.recipient else replace(run, recipient=called, words="")
