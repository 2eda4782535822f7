"""Policies: which there are and how they stand, trying one on the past, and silences."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from actions.approvals.as_json import evaluated_json, policy_json
from actions.policies.back_test import BackTest, back_test, back_test_rescored
from actions.policies.catalogue import own_policies, policy_named, read_policy, template_text, templates
from actions.policies.declaration import Policy
from actions.policies.history import Silence
from actions.policies.looking import dry_run
from actions.policies.no_calendar import cautions
from actions.policies.silencing import all_silences, end_silence, silence
from actions.policies.spans import read_span
from actions.policies.standing_now import phases
from core.access import Viewer
from core.audit.who import acting
from core.errors import BadInput, WrongUse
from core.state import State, open_state
from core.workspace import Workspace
from eventlog.reading import open_log
from models.detecting import moment_of
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import print_json, say, table, tell

app = typer.Typer()
DayOption = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


@app.command("policies")
def listed(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """The firm's policies and how many findings each has in hand; the templates there are."""
    place = chosen_workspace(workspace)
    found = own_policies(place)
    own = found.policies
    with open_state(place) as state, state.reading() as connection:
        stands, told = phases(connection), cautions(connection, place, Viewer.owner(), own)
    if json:
        print_json({"policies": [{**policy_json(each), "phases": stands.get(each.name, {}),
                                  "caution": told.get(each.name)} for each in own],
                    "left_out": [{"name": each.name, "mistakes": each.mistakes} for each in found.left_out],
                    "templates": sorted(templates())})  # fmt: skip
        return
    if own:
        rows = [
            (each.name, each.version, each.title, each.act.channel, each.approval.role if each.approval else "nobody",
             ", ".join(f"{count} {phase}" for phase, count in sorted(stands.get(each.name, {}).items())) or "–")
            for each in own
        ]  # fmt: skip
        table(["policy", "version", "what", "channel", "asks", "findings"], rows)
    elif not found.left_out:
        say("There are no policies yet.")
    for left_out in found.left_out:
        say(left_out.words)
    for name, words in told.items():
        say(f"{name}: {words}")
    say(f"Templates: {', '.join(sorted(templates()))}.")
    tell("Next: tracework act template NAME prints one; act change policies/NAME.toml FILE --reason … proposes it.")


@app.command("template")
def template(name: Annotated[str, typer.Argument(help="The template.")], workspace: WorkspaceOption = None) -> None:
    """Print a template, to be put into the firm's policies as it is or changed."""
    text = template_text(name)
    if workspace:
        chosen_workspace(workspace)
    say(text.rstrip("\n"))
    tell(f"Next: tracework act change policies/{name}.toml FILE --reason … proposes what is in FILE.")


@app.command("dry-run")
def dry(
    file: Annotated[Path | None, typer.Option(help="A policy that is not in the workspace yet.")] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """What the policies would propose now; nothing is written or sent."""
    place = chosen_workspace(workspace)
    with open_state(place) as state:
        found = dry_run(state, datetime.now(UTC), _read(file, place) if file else None)
    if json:
        print_json(evaluated_json(found))
        return
    for each in found.proposals:
        say(f"{each.policy.name} would {each.policy.act.action} on {', '.join(one.id for one in each.findings)}")
    for due in found.held_out:
        say(f"{due.policy.name} would hold out {due.finding.id} by lot")
    for waits in found.waiting:
        until = f" until {waits.until:%Y-%m-%d %H:%M} UTC" if waits.until else ""
        say(f"{waits.due.policy.name} waits with {waits.due.finding.id}{until}: {waits.why}")
    for each_conflict in found.conflicts:
        say(f"{each_conflict.loser} leaves F-{each_conflict.finding} to {each_conflict.winner}: {each_conflict.why}")
    if not (found.proposals or found.held_out or found.waiting):
        say("Nothing is due.")
    tell("Nothing was written. Next: tracework act look")


@app.command("back-test")
def tried(
    name: Annotated[str, typer.Argument(help="A policy of the firm, a template, or a file that ends with .toml.")],
    since: DayOption = None,
    until: DayOption = None,
    weeks: Annotated[
        int | None, typer.Option(help="Have the detectors look at each of the last so many weeks, as if it were then.")
    ] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """What a policy would have sent over the past findings, when, and what share of it people confirmed."""
    place = chosen_workspace(workspace)
    with open_state(place) as state:
        policy = _named(name, place)
        if weeks is not None:
            found = _rescored(state, policy, weeks)
        else:
            span = [each.replace(tzinfo=UTC) if each else None for each in (since, until)]
            found = back_test(state, policy, *span)
    if json:
        print_json(found.as_json())
        return
    _show(found)


@app.command("silences")
def silences(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """The silences that hold or will."""
    with open_state(chosen_workspace(workspace)) as state:
        found = all_silences(state, Viewer.owner(), datetime.now(UTC))
    if json:
        print_json([each.__dict__ for each in found])
    elif found:
        rows = [
            (
                each.number,
                f"{each.since:%Y-%m-%d %H:%M}",
                f"{each.until:%Y-%m-%d %H:%M}",
                _what(each),
                each.reason,
                each.who,
            )
            for each in found
        ]
        table(["silence", "from (UTC)", "until", "what", "why", "by"], rows)
    else:
        say("Nothing is silenced.")


@app.command("silence")
def silenced(
    policy: Annotated[str, typer.Option(help="Only this policy.")] = "",
    kind: Annotated[str, typer.Option(help="Only this kind of finding.")] = "",
    entity: Annotated[str, typer.Option(help="Only this legal entity.")] = "",
    subject: Annotated[str, typer.Option(help="Only this subject, such as crm:8003.")] = "",
    during: Annotated[str, typer.Option("--for", help='How long from now: "4 h", "2 d".')] = "1 d",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    end: Annotated[int | None, typer.Option(help="End the silence of this number instead.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Keep policies silent for a while, or end a silence."""
    now = datetime.now(UTC)
    with open_state(chosen_workspace(workspace)) as state:
        who = acting(state)
        if end is not None:
            end_silence(state, Viewer.owner(), who, end, now)
            say(f"Silence {end} has ended.")
            return
        wanted = Silence(0, now, now + _span(during), policy, kind, entity, subject, reason)
        made = silence(state, Viewer.owner(), who, wanted)
    say(f"Silence {made.number} holds until {made.until:%Y-%m-%d %H:%M} UTC.")


def _rescored(state: State, policy: Policy, weeks: int) -> BackTest:
    with open_log(state.workspace, Viewer.owner()) as log:
        last = moment_of(log)
        if last is None:
            raise WrongUse("The log holds nothing yet on which a policy could be tried.")
        moments = [last - timedelta(weeks=number) for number in range(max(weeks, 1), -1, -1)]
        return back_test_rescored(state, log, policy, moments)


def _span(text: str) -> timedelta:
    try:
        return read_span(text)
    except ValueError as error:
        raise WrongUse(f"--for: {error}.") from None


def _what(each: Silence) -> str:
    return ", ".join(filter(None, (each.policy, each.kind, each.entity, each.subject_id)))


def _named(name: str, place: Workspace) -> Policy:
    if name.endswith(".toml"):
        return _read(Path(name), place)
    own = own_policies(place)
    taken = {each.name for each in own.policies} | {each.name for each in own.left_out}
    if name in templates() and name not in taken:
        return templates()[name]
    return policy_named(place, name)


def _read(file: Path, place: Workspace) -> Policy:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}. Name a policy's file.") from None
    return read_policy(file.stem, text, place)


def _show(found: BackTest) -> None:
    say(f"{found.policy}, {found.since:%Y-%m-%d} to {found.until:%Y-%m-%d}: {found.sentence}")
    if found.held_out or found.conflicts:
        say(f"{found.held_out} held out by lot, {found.conflicts} left to other policies.")
    rows = [(f"{each.at:%Y-%m-%d %H:%M}", each.title, f"{each.base_money:,.0f}") for each in found.sent[:50]]
    if rows:
        table(["at (UTC)", "what", "money"], rows)
    if len(found.sent) > len(rows):
        say(f"{len(found.sent) - len(rows):,} more; --json has them.")
