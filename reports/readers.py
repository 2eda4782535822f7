"""Who gets a scheduled report: accounts with what their first role may see, and the folder, where the owner's lies."""

from collections.abc import Iterator

from core.access import Viewer
from core.accounts.grants import grants_of
from core.accounts.people import account
from core.errors import NotAllowed, NotFound
from core.state import State
from reports.schedules import FOLDER, Schedule


def recipients(state: State, schedule: Schedule) -> Iterator[str]:
    """Those of a schedule. One of each entity goes to those only who may see that entity; who cannot be sent anything
    at all stays, so that the run says why."""
    for name in schedule.recipients:
        if not schedule.one_of_each or name.startswith(FOLDER) or _sees(state, name, schedule.entity):
            yield name


def reader(state: State, name: str, entity: str | None) -> tuple[str, Viewer]:
    """The address of an account and what it may see; the error says why nothing can be sent to it."""
    found = account(state, name)
    grants = grants_of(state, found)
    if not found.active or not grants:
        raise NotAllowed(f"{found.name} {'has no role' if found.active else 'is closed'}, so nothing is sent there.")
    if not found.email:
        raise NotFound(f"{found.name} has no address. Add the account anew with --email.")
    viewer = grants[0].viewer(found.name)
    if entity and not _may_see(viewer, entity):
        raise NotAllowed(f"{found.name} may not see {entity}, so its report is not sent there.")
    return found.email, viewer


def _sees(state: State, name: str, entity: str | None) -> bool:
    try:
        found = account(state, name)
    except NotFound:
        return True
    grants = grants_of(state, found)
    return not grants or entity is None or _may_see(grants[0].viewer(found.name), entity)


def _may_see(viewer: Viewer, entity: str) -> bool:
    return viewer.entities is None or entity in viewer.entities
