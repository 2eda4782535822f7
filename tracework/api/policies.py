"""Policies over HTTP: which there are and how they stand, trying one, silences, and changes to definitions."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi import Path as Place
from pydantic import AwareDatetime, BaseModel, Field

from actions.approvals.as_json import change_json, evaluated_json, policy_json
from actions.changes.change import Change, change_in, changes, for_viewer
from actions.changes.controlling import Draft, Verdict, decide, propose
from actions.changes.trial_job import job_for, start_trial, trial_job
from actions.changes.trying import refuse_decided, why_not_try
from actions.policies.back_test import back_test
from actions.policies.catalogue import own_policies, policy_named, read_policy, templates
from actions.policies.history import Silence
from actions.policies.looking import dry_run
from actions.policies.no_calendar import cautions
from actions.policies.silencing import all_silences, end_silence, silence
from actions.policies.standing_now import conflicts, held, phases
from core.access import Viewer, acting
from core.audit.who import asking
from core.errors import NotAllowed, NotFound, TraceworkError
from core.jobs import Job
from core.state import State
from tracework.api.jobs import told as jobs_told

ChangeNumber = Annotated[str, Place(pattern="^([Cc]-)?[0-9]{1,9}$", description="C-3, or 3")]


class Text(BaseModel):
    """A policy that is not in force yet, as its file would say it."""

    name: str = Field(pattern="^[a-z][a-z0-9_]*$", max_length=100)
    text: str = Field(max_length=50_000)


class Silenced(BaseModel):
    """What is silenced until when; what is empty stands for anything."""

    until: AwareDatetime
    since: AwareDatetime | None = None
    policy: str = ""
    kind: str = ""
    entity: str = ""
    subject_id: str = ""
    reason: str = Field(min_length=1, max_length=2000)


class Changed(BaseModel):
    """The new text of a definition; null takes the firm's own away."""

    path: str = Field(max_length=300)
    after: str | None
    reason: str = Field(min_length=1, max_length=2000)


class Given(BaseModel):
    answer: Literal["approve", "refuse"]
    note: str = Field(default="", max_length=2000)


def router(state: State) -> APIRouter:
    routes = APIRouter(tags=["policies"])

    @routes.get("/policies")
    async def listed() -> dict[str, Any]:
        """The firm's policies, how they stand, what waits, conflicts, and the templates there are."""
        return await asyncio.to_thread(_listed, state, acting())

    @routes.post("/policies/dry-run")
    async def tried_now(policy: Text | None = None) -> dict[str, Any]:
        """What the policies would propose now, with this one among them; nothing is written."""
        return await asyncio.to_thread(_dry, state, acting(), policy)

    @routes.post("/policies/back-test")
    async def tried(policy: Text) -> dict[str, Any]:
        """What a policy would have sent over the past findings."""
        return await asyncio.to_thread(_tried, state, acting(), policy)

    @routes.get("/policies/{name}/back-test")
    async def tried_one(name: str) -> dict[str, Any]:
        """The same of one that is in force."""
        return await asyncio.to_thread(_tried_one, state, acting(), name)

    @routes.get("/silences")
    async def silences() -> list[dict[str, Any]]:
        """The silences that hold or will."""
        return [asdict(each) for each in await asyncio.to_thread(all_silences, state, acting(), datetime.now(UTC))]

    @routes.post("/silences", status_code=201)
    async def made(wanted: Silenced) -> dict[str, Any]:
        """Keep policies silent for a while."""
        told = wanted.model_dump()
        whole = Silence(0, told.pop("since") or datetime.now(UTC), told.pop("until"), **told)
        return asdict(await asyncio.to_thread(silence, state, acting(), asking(), whole))

    @routes.delete("/silences/{number}", status_code=204)
    async def ended(number: int) -> None:
        """End a silence now."""
        await asyncio.to_thread(end_silence, state, acting(), asking(), number, datetime.now(UTC))

    _change_control(routes, state)
    return routes


def _change_control(routes: APIRouter, state: State) -> None:
    @routes.get("/changes")
    async def listed(path: str = "") -> list[dict[str, Any]]:
        """The changes to definitions, the newest first."""
        viewer = acting()
        return [shown(each, viewer) for each in await asyncio.to_thread(changes, state, path)]

    @routes.post("/changes", status_code=201)
    async def proposed(change: Changed) -> dict[str, Any]:
        """Propose a change; a job then tries it on the past, and its `trial` is null until that has ended."""
        draft, viewer = Draft(change.path, change.after, change.reason), acting()
        found = await asyncio.to_thread(propose, state, viewer, asking(), draft, datetime.now(UTC))
        return {**shown(found, viewer), "job": await asyncio.to_thread(_try_at_once, state, found, viewer)}

    @routes.get("/changes/{number}")
    async def one(number: ChangeNumber) -> dict[str, Any]:
        """One change with what came of trying it."""
        return shown(await asyncio.to_thread(_change, state, _number(number)), acting())

    @routes.post("/changes/{number}/trial", status_code=202)
    async def tried_anew(number: ChangeNumber) -> dict[str, Any]:
        """Try a change that waits on the past anew, such as on newer data. The answer is the job."""
        return jobs_told(await asyncio.to_thread(_try_again, state, _number(number), acting()))

    @routes.get("/changes/{number}/trial")
    async def how_it_stands(number: ChangeNumber) -> dict[str, Any]:
        """The latest job that tries a change, as it stands; what came of it is told with the change, as far as whoever
        asks may see it."""
        return {
            **jobs_told(job_for(await asyncio.to_thread(_trial_job, state, _number(number)), acting())),
            "result": None,
        }

    @routes.post("/changes/{number}/answer")
    async def decided(number: ChangeNumber, given: Given) -> dict[str, Any]:
        """Approve a change, which is applied at once, or refuse it."""
        verdict, viewer, who = Verdict(given.answer, given.note), acting(), asking()
        found = await asyncio.to_thread(decide, state, viewer, who, _number(number), verdict, datetime.now(UTC))
        return shown(found, viewer)


def shown(change: Change, viewer: Viewer) -> dict[str, Any]:
    """A change as a viewer may see it."""
    told = change_json(for_viewer(change, viewer))
    if change.kind == "target" and "owner" not in viewer.roles:
        # the whole of firm.toml says more than the targets in the difference
        told |= {"before": None, "after": None}
    return told


def _try_at_once(state: State, found: Change, viewer: Viewer) -> int | None:
    """The number of the job; None where none is started. The change is proposed whether or not it is tried."""
    try:
        return None if why_not_try(found, viewer, asking()) else start_trial(state, found.number).id
    except TraceworkError:
        return None


def _try_again(state: State, number: int, viewer: Viewer) -> Job:
    found = _change(state, number)
    refuse_decided(found)
    if reason := why_not_try(found, viewer, asking()):
        raise NotAllowed(reason)
    return start_trial(state, number)


def _trial_job(state: State, number: int) -> Job:
    job = trial_job(state, _change(state, number).number)
    if job is None:
        raise NotFound(f"No job has tried C-{number} yet. A POST to this address starts one.")
    return job


def _change(state: State, number: int) -> Change:
    with state.reading() as connection:
        return change_in(connection, number)


def _number(name: str) -> int:
    return int(name.upper().removeprefix("C-"))


def _listed(state: State, viewer: Viewer) -> dict[str, Any]:
    own = own_policies(state.workspace)
    with state.reading() as connection:
        stands = phases(connection)
        waiting, lost = held(connection, viewer), conflicts(connection, viewer)
        told = cautions(connection, state.workspace, viewer, own.policies)
    return {
        "policies": [
            {**policy_json(each), "phases": stands.get(each.name, {}), "caution": told.get(each.name)}
            for each in own.policies
        ],
        "left_out": [{"name": each.name, "mistakes": each.mistakes} for each in own.left_out],
        "templates": [policy_json(each) for each in templates().values()],
        "waiting": [asdict(each) for each in waiting],
        "conflicts": [asdict(each) for each in lost],
    }


def _dry(state: State, viewer: Viewer, policy: Text | None) -> dict[str, Any]:
    _refuse_narrow(viewer)
    own = read_policy(policy.name, policy.text, state.workspace) if policy else None
    return evaluated_json(dry_run(state, datetime.now(UTC), own))


def _tried(state: State, viewer: Viewer, policy: Text) -> dict[str, Any]:
    _refuse_narrow(viewer)
    return back_test(state, read_policy(policy.name, policy.text, state.workspace)).as_json()


def _tried_one(state: State, viewer: Viewer, name: str) -> dict[str, Any]:
    _refuse_narrow(viewer)
    return back_test(state, policy_named(state.workspace, name)).as_json()


def _refuse_narrow(viewer: Viewer) -> None:
    if viewer.scopes or not viewer.may_see_names:
        raise NotAllowed("A policy is tried on the findings of everywhere, and you see some of them.")
