"""Entities without a calendar of their own: there a policy is quiet by Monday to Friday in universal time, which is
nobody's working week, so it is said where policies are listed and tried."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from actions.policies.declaration import Policy
from actions.policies.looking import calendars_of
from actions.policies.quiet import Calendars
from core.access import Viewer
from core.counted import listed
from core.workspace import Workspace
from models.findings.reading import visible_to
from models.findings.tables import finding_table


def cautions(
    connection: Connection, workspace: Workspace, viewer: Viewer, policies: Iterable[Policy]
) -> dict[str, str]:
    """By policy, what `said_of_no_calendar` tells a viewer; those of which there is nothing to tell are left out."""
    there, known = entities_with_findings(connection, viewer), calendars_of(workspace)
    return {each.name: words for each in policies if (words := said_of_no_calendar(each, there, known))}


def entities_with_findings(connection: Connection, viewer: Viewer) -> list[str]:
    """The legal entities that findings are of, as far as a viewer may see them."""
    of = finding_table.c.entity
    query = select(of).where(of.is_not(None), visible_to(viewer)).distinct().order_by(of)
    return list(connection.scalars(query))


def said_of_no_calendar(policy: Policy, there: Iterable[str], calendars: Calendars) -> str:
    """Where quiet hours of a policy go by no calendar of the entity, and what to do; empty where all go by one.
    `there` are the entities that there are, if the policy does not name its own."""
    if policy.quiet.calendar or not (policy.quiet.outside_business_hours or policy.quiet.hours):
        return ""
    lost = [each for each in policy.entities or there if calendars(each) is None]
    if not lost:
        return ""
    have, them = ("has", f"calendars/{lost[0]}.toml") if len(lost) == 1 else ("have", "calendars/ENTITY.toml")
    return (
        f"{listed(lost)} {have} no calendar, so there it is quiet by Monday to Friday and by the clock of UTC. "
        f"Describe the working week in {them}, or name a calendar under [quiet]."
    )
