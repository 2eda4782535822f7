"""One look of all policies at the findings as they stand: what is due is proposed, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Connection

from actions.approvals.open_alerts import follow_up
from actions.approvals.proposing import Desk, hold_out, propose_for_policy
from actions.approvals.time_passing import let_time_pass
from actions.channel_settings import configured_channels
from actions.policies.catalogue import LeftOut, own_policies
from actions.policies.declaration import Policy
from actions.policies.evaluating import Evaluated, evaluate, longest_memory
from actions.policies.history import Key, Standing
from actions.policies.quiet import Calendars
from actions.policies.remembering import keep_conflicts, keep_standings, only_one_looks, remembered
from core.access import Viewer
from core.audit.writing import audited
from core.calendars import Calendar, calendar
from core.errors import NotFound
from core.state import State
from core.workspace import Workspace
from models.findings.reading import findings_in

WHO = "policies"


@dataclass(frozen=True)
class Looked:
    """What a look did: the numbers of the actions it proposed and of those it held out; which policies it left out."""

    proposed: tuple[int, ...]
    held_out: tuple[int, ...]
    evaluated: Evaluated
    left_out: tuple[LeftOut, ...]


def look(state: State, moment: datetime) -> Looked:
    """Look at the findings, propose what is due, let what waited too long expire, tell where alerts are kept open what
    has become of them."""
    own = own_policies(state.workspace)
    found, left_out = own.policies, {each.name for each in own.left_out}
    channels = configured_channels(state.workspace)
    with audited(state, WHO) as work:
        only_one_looks(work.connection)
        before, evaluated = _evaluated(work.connection, state.workspace, found, moment)
        desk = Desk(work, channels, moment)
        proposed = [propose_for_policy(desk, each) for each in evaluated.proposals]
        held = [hold_out(desk, each) for each in evaluated.held_out]
        # what is left out goes on where it was once it is mended, and does not act again on what it has acted on
        still = {key: standing for key, standing in before.items() if standing.policy in left_out}
        keep_standings(work.connection, before, evaluated.history.standings | still, evaluated.waiting)
        for conflict in keep_conflicts(work.connection, evaluated.conflicts):
            told = {"winner": conflict.winner, "why": conflict.why, "finding": f"F-{conflict.finding}"}
            work.tell("policies in conflict", ("policy", conflict.loser), None, told)
        let_time_pass(desk, {policy.name: policy for policy in found})
        follow_up(desk)
    return Looked(tuple(proposed), tuple(held), evaluated, own.left_out)


def dry_run(state: State, moment: datetime, only: Policy | None = None) -> Evaluated:
    """What a look would do now; nothing is written. With `only` that policy stands among the others, as changed."""
    found: Sequence[Policy] = own_policies(state.workspace).policies
    if only is not None:
        found = [*(each for each in found if each.name != only.name), only]
    with state.reading() as connection:
        return _evaluated(connection, state.workspace, found, moment)[1]


def calendars_of(workspace: Workspace) -> Calendars:
    """The calendars of a workspace, each read once."""

    @cache
    def known(name: str) -> Calendar | None:
        try:
            return calendar(name, workspace)
        except NotFound:
            return None

    return known


def _evaluated(
    connection: Connection, workspace: Workspace, found: Sequence[Policy], moment: datetime
) -> tuple[dict[Key, Standing], Evaluated]:
    history = remembered(connection, moment - longest_memory(found), moment)
    findings = findings_in(connection, Viewer.owner())
    return history.standings, evaluate(found, findings, history, moment, calendars_of(workspace))
