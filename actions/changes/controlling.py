"""Change control: proposed with its difference, tried on the past (`trying.py`), approved by the owner's role but not
by who proposed it, and then written to the workspace. A process that dies between the two is finished by whoever comes
next."""

from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from typing import Any, Literal

from sqlalchemy import insert, select, update

from actions.changes.change import Change, ChangeState, change_in
from actions.changes.definitions import LONGEST, Kind, Read, kind_of, owner_role, shipped_text, text_of
from actions.changes.tables import change_table
from core.access import Viewer
from core.audit.settings_seen import note_changes
from core.audit.writing import Audited, audited
from core.errors import BadSettings, NotAllowed, WrongUse
from core.roles import ROLES, Act, refuse_unless_allowed, role_titles
from core.state import State
from core.workspace import Workspace, write_durably

WHO = "change control"


@dataclass(frozen=True)
class Draft:
    """What a definition shall say from now on, and why; None as `after` takes the workspace's file away."""

    path: str
    after: str | None
    reason: str


@dataclass(frozen=True)
class Verdict:
    """Yes or no, and why."""

    answer: Literal["approve", "refuse"]
    note: str = ""


def propose(state: State, viewer: Viewer, who: str, draft: Draft, moment: datetime) -> Change:
    """A change that waits for its owner; mistakes in it are told now."""
    refuse_unless_allowed(viewer, Act.REVIEW)
    kind = kind_of(draft.path)
    if not draft.reason.strip():
        raise WrongUse("A change is proposed with a reason: whoever approves it must know why. Say it.")
    if draft.after is not None and len(draft.after) > LONGEST:
        raise WrongUse(f"{draft.path} would have {len(draft.after):,} letters, and the most is {LONGEST:,}.")
    workspace = state.workspace
    before = text_of(workspace, draft.path)
    holds = before if before is not None else shipped_text(draft.path)
    after = draft.after if draft.after is not None else shipped_text(draft.path)
    if after == holds:
        raise WrongUse(f"{draft.path} says that already, so there is nothing to change.")
    now, then = _as_it_is(kind, draft.path, holds, workspace), _read(kind, draft.path, after, workspace)
    _refuse_same_version(draft.path, now, then)
    owner = owner_role((now or then or Read("process_owner", ())).owner)
    with audited(state, who) as work:
        values = {
            "kind": kind.name, "path": draft.path, "before": before, "after": draft.after,
            "difference": difference(draft.path, holds or "", after or ""), "reason": draft.reason.strip(),
            "owner_role": owner, "state": "proposed", "proposed_by": who, "proposed_at": moment,
        }  # fmt: skip
        kept = insert(change_table).values(**values).returning(change_table.c.number)
        number: int = work.connection.execute(kept).scalar_one()
        told = {name: values[name] for name in ("path", "difference", "reason", "owner_role")}
        work.tell("change proposed", ("change", f"C-{number}"), None, told)
        return change_in(work.connection, number)


def decide(state: State, viewer: Viewer, who: str, number: int, verdict: Verdict, moment: datetime) -> Change:
    """Approve or refuse a change; an approved one is applied at once."""
    with audited(state, who) as work:
        found = change_in(work.connection, number, to_change=True)
        if found.state is not ChangeState.PROPOSED:
            raise WrongUse(f"{found.id} is {found.state.value}; there is nothing to decide any more.")
        _refuse_others(state.workspace, found, viewer)
        if verdict.answer == "approve" and who == found.proposed_by:
            raise NotAllowed(f"You proposed {found.id}, so somebody else must approve it.")
        if verdict.answer == "approve":
            # what was in order when it was proposed may name a channel that is there no more
            _read(kind_of(found.path), found.path, _afterwards(found), state.workspace)
        became = ChangeState.REFUSED if verdict.answer == "refuse" else ChangeState.APPROVED
        values = {"decided_by": who, "decided_at": moment, "note": verdict.note or None}
        _set(work, found, became, **values)
        told = {"path": found.path, "note": verdict.note} if verdict.note else {"path": found.path}
        work.tell(f"change {became.value}", ("change", found.id), {"state": "proposed"}, told)
    finish(state)
    with state.reading() as connection:
        return change_in(connection, number)


def finish(state: State) -> None:
    """Write what is approved into the workspace, where that still says what was to be changed. Doing so twice does no
    harm."""
    with state.reading() as connection:
        query = select(change_table.c.number).where(change_table.c.state == ChangeState.APPROVED.value)
        waiting = list(connection.scalars(query.order_by(change_table.c.number)))
    for number in waiting:
        with audited(state, WHO) as work:
            found = change_in(work.connection, number, to_change=True)
            if found.state is ChangeState.APPROVED:
                became = ChangeState.OVERTAKEN
                # what says it already was written by whoever died before noting so
                if text_of(state.workspace, found.path) in (found.before, found.after):
                    became = ChangeState.APPLIED
                    _write(state.workspace, found)
                _set(work, found, became)
                told = {"path": found.path, "approved_by": found.decided_by}
                work.tell(f"change {became.value}", ("change", found.id), {"state": "approved"}, told)
    if waiting:
        note_changes(state, WHO)


def difference(path: str, before: str, after: str) -> str:
    """What changes, line by line."""
    lines = unified_diff(before.splitlines(), after.splitlines(), f"{path}, now", f"{path}, then", lineterm="")
    return "\n".join(lines)


def _read(kind: Kind, path: str, text: str | None, workspace: Workspace) -> Read | None:
    return None if text is None else kind.read(path, text, workspace)


def _afterwards(found: Change) -> str | None:
    """What holds once it is applied."""
    return found.after if found.after is not None else shipped_text(found.path)


def _as_it_is(kind: Kind, path: str, text: str | None, workspace: Workspace) -> Read | None:
    """The same of one that may have mistakes, and must be possible to mend and to refuse: whose it is nobody can read,
    so the process owner answers for it, and it may reach anywhere."""
    try:
        return _read(kind, path, text, workspace)
    except BadSettings:
        return Read("process_owner", ())


def _refuse_same_version(path: str, now: Read | None, then: Read | None) -> None:
    if now and then and now.version is not None and (then.version or 0) <= now.version:
        raise WrongUse(f"{path} is version {now.version}. Give the changed one a higher version.")


def _refuse_others(workspace: Workspace, found: Change, viewer: Viewer) -> None:
    """NotAllowed for whoever does not own it, or sees less than it reaches."""
    if "owner" not in viewer.roles and found.owner_role not in viewer.roles:
        owner = ROLES[found.owner_role].title.lower()
        raise NotAllowed(f"{found.id} is for the {owner} to decide. As {role_titles(viewer.roles)} you may not.")
    kind = kind_of(found.path)
    reads = [_as_it_is(kind, found.path, text, workspace) for text in (found.before, _afterwards(found))]
    for read in filter(None, reads):
        reach, limits = frozenset(read.entities), viewer.scopes
        if limits and (set(limits) != {"entity"} or not reach or not reach <= limits["entity"]):
            raise NotAllowed(f"{found.id} reaches further than what you may see, so it is not for you to decide.")


def _write(workspace: Workspace, found: Change) -> None:
    path = workspace.root / found.path
    if found.after is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_durably(path, found.after)


def _set(work: Audited, found: Change, state: ChangeState, **values: Any) -> None:
    change = update(change_table).where(change_table.c.number == found.number)
    work.connection.execute(change.values(state=state.value, **values))
