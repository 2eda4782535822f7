"""What the page of actions asks of the state database, as far as whoever looks may see it."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from actions.approvals.action import Action, ActionState
from actions.approvals.content import message_of
from actions.approvals.deciding import why_not
from actions.approvals.reading import action, actions_in, counted_in, undelivered_in
from actions.changes.change import Change, ChangeState, changes, for_viewer
from actions.changes.trial_job import trial_jobs
from actions.channel_settings import Channels, configured_channels
from actions.drafts.keeping import Draft, drafts
from actions.outbox.posting import with_whole_link
from actions.outbox.reading import Delivery, deliveries, deliveries_of, endpoints
from actions.outcomes.reading import Outcome, outcomes_of
from actions.policies.back_test import BackTest, back_test
from actions.policies.catalogue import LeftOut, own_policies
from actions.policies.declaration import Policy
from actions.policies.history import Silence
from actions.policies.no_calendar import cautions
from actions.policies.silencing import all_silences
from actions.policies.standing_now import ConflictSeen, Held, conflicts, held, phases
from core.access import Viewer
from core.errors import NotFound, TraceworkError
from core.jobs import Job
from core.roles import Act, may
from core.state import State, open_state
from core.workspace import Workspace
from models.findings.reading import titles

PATH = "/actions"
TABS = ("waiting", "done", "drafts", "policies", "changes")
LATELY = timedelta(days=30)
SOON = timedelta(hours=24)
ENDED = tuple(each for each in ActionState if each is not ActionState.WAITING)
MOST = 200


@dataclass(frozen=True)
class Look:
    """One view of the page, as its address says it."""

    show: str = "waiting"
    action: str = ""
    policy: str = ""

    @classmethod
    def read(cls, query: dict[str, Any]) -> Self:
        given = {field.name: str(query[field.name]) for field in fields(cls) if query.get(field.name)}
        if given.get("show") not in TABS:
            given.pop("show", None)
        return cls(**given)

    def link(self, **changed: str) -> str:
        """The address of the page seen this way, with some things changed."""
        other = replace(self, **changed)
        query = {field.name: getattr(other, field.name) for field in fields(other)}
        told = {name: value for name, value in query.items() if value and (name, value) != ("show", "waiting")}
        return PATH + (f"?{urlencode(told)}" if told else "")

    @property
    def number(self) -> int | None:
        digits = self.action.upper().removeprefix("A-")
        return int(digits) if digits.isdecimal() and len(digits) < 10 else None


@dataclass(frozen=True)
class Opened:
    """An action with all that is known of it: what is sent exactly, to whom, and what came of it. `why_not` says why
    whoever looks may not decide on it."""

    action: Action
    preview: str
    why_not: str
    delivery: Delivery | None = None
    outcomes: tuple[Outcome, ...] = ()

    @property
    def may_decide(self) -> bool:
        return not self.why_not


@dataclass(frozen=True)
class DeadLetters:
    """What was given up, the newest first, and the channels that are disabled, each with the reason."""

    given_up: tuple[Delivery, ...]
    disabled: dict[str, str]


@dataclass(frozen=True)
class Page:
    """What the page shows, of which `waiting`, `done` and `dead` (approved and not delivered) hold the newest; `totals`
    and `lately` (sent in the last month) count all there are. `letters` are for who may send messages again.
    `no_calendar` says of a policy where its quiet hours go by no calendar of the entity; `trial_jobs` holds the
    latest job that tried each of the changes that wait; `titles` what the findings say that this view tells of."""

    now: datetime
    waiting: tuple[Opened, ...]
    done: tuple[Action, ...]
    dead: tuple[Action, ...]
    totals: Counter[ActionState]
    lately: Counter[ActionState]
    deliveries: dict[str, Delivery]
    opened: Opened | None
    policies: tuple[Policy, ...]
    phases: dict[str, dict[str, int]]
    held: tuple[Held, ...]
    conflicts: tuple[ConflictSeen, ...]
    silences: tuple[Silence, ...]
    changes: tuple[Change, ...]
    drafts: tuple[Draft, ...]
    back_test: BackTest | None
    letters: DeadLetters | None
    left_out: tuple[LeftOut, ...]
    no_calendar: dict[str, str]
    trial_jobs: dict[int, Job]
    titles: dict[int, str]

    @property
    def decided(self) -> int:
        """How many wait no more, those not shown included."""
        return self.totals.total() - self.totals[ActionState.WAITING]

    @property
    def soon(self) -> int:
        """How many expire within a day."""
        ends = [each.action.expires_at for each in self.waiting]
        return sum(end is not None and end - self.now < SOON for end in ends)

    @property
    def proposed(self) -> list[Change]:
        return [each for each in self.changes if each.state is ChangeState.PROPOSED]


def page(workspace: Workspace, viewer: Viewer, who: str, look: Look) -> Page:
    """All that the page shows, for `viewer`, whom the audit calls `who`."""
    now = datetime.now(UTC)
    with open_state(workspace) as state:
        written, changed = drafts(state, viewer), changes(state)
        with state.reading() as connection:
            waiting = actions_in(connection, viewer, (ActionState.WAITING,))
            rest = actions_in(connection, viewer, ENDED, MOST)
            dead = undelivered_in(connection, viewer)
            totals, lately = counted_in(connection, viewer), counted_in(connection, viewer, now - LATELY)
            posted = [*(each.message for each in (*rest, *dead)), *(each.message for each in written)]
            sent = {each.message_id: each for each in deliveries_of(connection, sorted(filter(None, {*posted})))}
            stands = {name: dict(count) for name, count in phases(connection).items()}
            due, lost = held(connection, viewer), conflicts(connection, viewer)
            own = own_policies(workspace)
            no_calendar = cautions(connection, workspace, viewer, own.policies)
        channels = _channels(workspace)
        opened = _picked(state, viewer, look, (who, now, channels))
        about = _findings_shown(look, opened, waiting, due, lost)
        tried = _tried(state, viewer, look, own.policies) if look.show == "policies" else None
        return Page(
            now, tuple(_opened(channels, each, viewer, who, now) for each in waiting), tuple(rest), tuple(dead), totals,
            lately, sent, opened, own.policies, stands, tuple(due),
            tuple(lost), tuple(all_silences(state, viewer, now)),
            tuple(for_viewer(each, viewer) for each in changed), tuple(written), tried,
            _letters(state) if may(viewer, Act.MESSAGES) else None, own.left_out,
            no_calendar, trial_jobs(state, changed) if look.show == "changes" else {}, titles(state, viewer, about),
        )  # fmt: skip


def _findings_shown(
    look: Look, opened: Opened | None, waiting: list[Action], due: Sequence[Held], lost: Sequence[ConflictSeen]
) -> set[int]:
    """The findings that this view tells of by what they say."""
    if opened is None and look.show == "policies":
        return {each.finding for each in due} | {each.finding for each in lost}
    listed = [opened.action] if opened else waiting if look.show == "waiting" else []
    return {each.finding for one in listed for each in one.about}


def _opened(channels: Channels | str, found: Action, viewer: Viewer, who: str, now: datetime) -> Opened:
    return Opened(found, preview(channels, found), why_not(found, viewer, who, now))


def _letters(state: State) -> DeadLetters:
    with state.reading() as connection:
        found = deliveries(connection, "dead", most=MOST)
        return DeadLetters(
            tuple(found), {each.channel: each.disabled for each in endpoints(connection) if each.disabled}
        )


def _channels(workspace: Workspace) -> Channels | str:
    """The channels of firm.toml, or what is wrong with it."""
    try:
        return configured_channels(workspace)
    except TraceworkError as error:
        return str(error)


def _picked(state: State, viewer: Viewer, look: Look, known: tuple[str, datetime, Channels | str]) -> Opened | None:
    if look.number is None:
        return None
    who, now, channels = known
    found = action(state, viewer, look.number)
    with state.reading() as connection:
        came = outcomes_of(connection, found.number)
        sent = deliveries_of(connection, [found.message] if found.message else [])
    opened = _opened(channels, found, viewer, who, now)
    return replace(opened, delivery=next(iter(sent), None), outcomes=tuple(came))


def preview(channels: Channels | str, found: Action) -> str:
    """The body as its channel would send it; its id is given when it is posted."""
    if isinstance(channels, str):
        return channels
    message = with_whole_link(message_of(found.number, found.content, found.channel), channels)
    message = replace(message, id="given-when-it-is-posted")
    try:
        channel = channels.one(found.channel)
        body = channel.kind.content(message, channel.own).body.decode(errors="replace")
    except TraceworkError as error:
        return str(error)
    try:
        told = json.loads(body)
    except ValueError:
        return body
    if isinstance(told, dict) and "time" in told:
        told["time"] = "when it is posted"
    return json.dumps(told, indent=2, ensure_ascii=False)


def _tried(state: State, viewer: Viewer, look: Look, own: Sequence[Policy]) -> BackTest | None:
    """The back-test of the policy that is looked at, for who sees everything it is tried on."""
    chosen = next((each for each in own if each.name == look.policy), None)
    if chosen is None or viewer.scopes or not viewer.may_see_names:
        return None
    try:
        return back_test(state, chosen)
    except NotFound:
        return None
