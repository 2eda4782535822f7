"""Reading actions: those about findings that a viewer may see whole."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, func, or_, select, true

from actions.approvals.action import About, Action, ActionState, Answer, Asked
from actions.approvals.tables import action_finding_table, action_table, answer_table, asked_table
from actions.changes.tables import change_table
from actions.outbox.tables import delivery_table
from core.access import Viewer
from core.errors import NotFound
from core.state import State
from models.findings.tables import finding_table
from models.findings.written import without_names

MOST = 500


def actions(state: State, viewer: Viewer, states: Sequence[ActionState] = (), most: int = MOST) -> list[Action]:
    """The newest actions first, of these states or of all."""
    with state.reading() as connection:
        return actions_in(connection, viewer, states, most)


def actions_in(
    connection: Connection, viewer: Viewer, states: Sequence[ActionState] = (), most: int = MOST
) -> list[Action]:
    """The same, in a transaction that the caller holds."""
    return _listed(connection, viewer, action_table.c.state.in_(list(states)) if states else true(), most)


def actions_about(state: State, viewer: Viewer, finding: int) -> list[Action]:
    """The newest first of those about a finding, however many others came after them."""
    part = action_finding_table.c
    about = exists().where(part.action == action_table.c.number, part.finding == finding)
    with state.reading() as connection:
        return _listed(connection, viewer, about, MOST)


def undelivered_in(connection: Connection, viewer: Viewer) -> list[Action]:
    """The newest first of those that were approved and whose message was given up."""
    sent = delivery_table.c
    given_up = exists().where(sent.message_id == action_table.c.message, sent.state == "dead")
    return _listed(connection, viewer, given_up, MOST)


def counted_in(connection: Connection, viewer: Viewer, sent_since: datetime | None = None) -> Counter[ActionState]:
    """How many there are in each state; with `sent_since` of those that were sent since then."""
    table = action_table.c
    sent = (table.message.is_not(None) & (table.decided_at > sent_since)) if sent_since else true()
    query = select(table.state, func.count()).where(visible_to(viewer), sent).group_by(table.state)
    return Counter({ActionState(name): number for name, number in connection.execute(query)})


def action(state: State, viewer: Viewer, number: int) -> Action:
    """One of them. NotFound, in the same words, where there is none and where the viewer may not see it."""
    with state.reading() as connection:
        return action_in(connection, viewer, number)


def action_in(connection: Connection, viewer: Viewer, number: int) -> Action:
    """The same in the caller's transaction."""
    return _shown(connection, viewer, [_row(connection, viewer, number)])[0]


def action_to_change(connection: Connection, viewer: Viewer, number: int) -> Action:
    """One that the viewer may see, just as it is kept, which others cannot change meanwhile. Names are in it whoever
    the viewer is: what is decided and posted hangs on who proposed it, not on who may read that."""
    return _whole(connection, [_row(connection, viewer, number, to_change=True)])[0]


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The actions of which a viewer may see every finding. What is nobody's known place is for who sees all."""
    part = action_finding_table.c
    hidden = [or_(part[name].is_(None), part[name].not_in(sorted(allowed))) for name, allowed in viewer.scopes.items()]
    if not hidden:
        return and_(True)
    return ~exists().where(part.action == action_table.c.number, or_(*hidden))


def _listed(connection: Connection, viewer: Viewer, wanted: ColumnElement[bool], most: int) -> list[Action]:
    query = select(action_table).where(visible_to(viewer), wanted).order_by(action_table.c.number.desc()).limit(most)
    return _shown(connection, viewer, [dict(row) for row in connection.execute(query).mappings()])


def _row(connection: Connection, viewer: Viewer, number: int, *, to_change: bool = False) -> dict[str, Any]:
    query = select(action_table).where(action_table.c.number == number, visible_to(viewer))
    row = connection.execute(query.with_for_update() if to_change else query).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no action A-{number} that you may see. `tracework act approvals` lists what waits.")
    return dict(row)


def _shown(connection: Connection, viewer: Viewer, rows: list[dict[str, Any]]) -> list[Action]:
    """The actions, with pseudonyms for people where the viewer may not see names."""
    found = _whole(connection, rows)
    if viewer.may_see_names:
        return found
    numbers = {each.finding for one in found for each in one.about}
    query = select(finding_table.c.number, finding_table.c.named).where(finding_table.c.number.in_(numbers))
    named: dict[int, dict[str, str]] = dict(connection.execute(query).all())
    return [
        _nameless(one, {k: v for each in one.about for k, v in named[each.finding].items()}, viewer) for one in found
    ]


def _nameless(found: Action, named: Mapping[str, str], viewer: Viewer) -> Action:
    def shown(part: Any) -> Any:
        return without_names(part, named)

    return replace(
        found,
        title=shown(found.title),
        content=shown(found.content),
        words=shown(found.words),
        proposed_by=found.proposed_by if found.policy else viewer.shown(found.proposed_by),
        policy_changed_by=viewer.shown(found.policy_changed_by) if found.policy_changed_by else None,
        answers=tuple(replace(each, who=viewer.shown(each.who), note=shown(each.note)) for each in found.answers),
    )


def _whole(connection: Connection, rows: list[dict[str, Any]]) -> list[Action]:
    numbers = [row["number"] for row in rows]
    about = _parts(connection, action_finding_table, numbers, About)
    asked = _parts(connection, asked_table, numbers, Asked)
    answers = _parts(connection, answer_table, numbers, Answer)
    changed_by = _changed_by(connection, {row["policy"] for row in rows} - {""})
    return [
        Action(
            **{**row, "state": ActionState(row["state"])},
            about=tuple(about[row["number"]]),
            asked=tuple(sorted(asked[row["number"]], key=lambda each: each.asked_from)),
            answers=tuple(answers[row["number"]]),
            policy_changed_by=changed_by.get(row["policy"]),
        )
        for row in rows
    ]


def _changed_by(connection: Connection, policies: set[str]) -> dict[str, str]:
    """Who proposed the latest change that was applied to each of these policies."""
    paths = {f"policies/{name}.toml": name for name in policies}
    table = change_table.c
    query = select(table.path, table.proposed_by).where(table.path.in_(paths), table.state == "applied")
    return {paths[path]: who for path, who in connection.execute(query.order_by(table.number))}


def _parts(connection: Connection, table: Table, numbers: list[int], kind: type[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    names = [field.name for field in fields(kind)]
    query = select(table.c.action, *(table.c[name] for name in names)).where(table.c.action.in_(numbers))
    for number, *values in connection.execute(query.order_by(*table.primary_key)):
        found[number].append(kind(*values))
    return found
