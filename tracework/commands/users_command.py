"""Who may sign in, and what each may see and do. From the first account on, the pages and the API ask for a sign-in.

users                                        list accounts, grants and tokens

users add NAME [--email E]                   asks for the password

users grant NAME ROLE [--entity munich …]    a role, within a scope

users revoke NAME --grant 3 | --token CALLED

users password NAME · close NAME · open NAME

users token NAME --token CALLED [--days 90]  for a program; shown once"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from core.accounts import grants, people, tokens
from core.accounts.grants import Grant
from core.accounts.people import Account
from core.audit.who import acting
from core.errors import WrongUse
from core.roles import GRANTED
from core.state import State, open_state
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.commands.scope_in_log import not_in_log
from tracework.terminal import print_json, say, table, tell

Names = Annotated[list[str] | None, typer.Option(help="Only rows of these; may be repeated.")]


@dataclass(frozen=True)
class Asked:
    """What was asked about one account."""

    who: str
    name: str
    role: str
    email: str
    scope: dict[str, list[str]]
    names: bool | None
    grant: int | None
    token: str
    days: int
    password: Callable[[], str]
    json: bool

    def answer(self, facts: Any, words: str) -> None:
        """What was done: for a script, or for a person."""
        if self.json:
            print_json(facts)
        else:
            say(words)


def run(
    action: Annotated[str, typer.Argument(help="list, add, grant, revoke, password, close, open or token.")] = "list",
    name: Annotated[str, typer.Argument(help="The account.")] = "",
    role: Annotated[str, typer.Argument(help=f"With grant: {', '.join(GRANTED)}.")] = "",
    workspace: WorkspaceOption = None,
    email: Annotated[str, typer.Option(help="With add.")] = "",
    entity: Names = None,
    practice: Names = None,
    client: Names = None,
    project: Names = None,
    names: Annotated[
        bool | None, typer.Option("--names/--no-names", help="Whether names of people are shown; else as usual.")
    ] = None,
    grant: Annotated[int | None, typer.Option(help="The number of a grant, as the list shows it.")] = None,
    token: Annotated[str, typer.Option(help="What a token is called.")] = "",
    days: Annotated[int, typer.Option(min=1, max=3650, help="How long a token works.")] = tokens.USUAL_DAYS,
    password_file: Annotated[Path | None, typer.Option(help="A file with the password, where nobody types.")] = None,
    json: JsonOption = False,
) -> None:
    limits = {"entity": entity, "practice": practice, "client": client, "project": project}
    scope = {attribute: values for attribute, values in limits.items() if values}
    with open_state(chosen_workspace(workspace)) as state:
        if action == "list":
            _list(state, json)
            return
        if action not in ACTIONS:
            raise WrongUse(f'"{action}" is nothing to do with users. Say one of list, {", ".join(ACTIONS)}.')
        if not name:
            raise WrongUse(f"Say whose: tracework users {action} NAME.")
        asked = Asked(
            acting(state), name, role, email, scope, names, grant, token, days, lambda: _password(password_file), json
        )
        ACTIONS[action](state, asked)


def _add(state: State, asked: Asked) -> None:
    first = not people.any_account(state)
    found = people.add(state, asked.who, asked.name, asked.email, asked.password())
    asked.answer(_about(state, found), f"{found.name} is added, and has no role yet.")
    if first:
        tell("From now on everybody signs in, also on this machine; the command line stays yours.")
    tell(f"Next: tracework users grant {found.name} ROLE")


def _grant(state: State, asked: Asked) -> None:
    if not asked.role:
        raise WrongUse(f"Say which role: {', '.join(GRANTED)}.")
    made = grants.grant(state, asked.who, asked.name, asked.role, asked.scope, asked.names)
    people_shown = "with names of people" if made.may_see_names else "without names of people"
    asked.answer(_granted(made), f"{asked.name} has grant {made.id}: {made.words}, {people_shown}.")
    for each in not_in_log(state.workspace, made.scope):
        tell(each)


def _revoke(state: State, asked: Asked) -> None:
    if asked.grant is not None:
        grants.revoke(state, asked.who, asked.name, asked.grant)
        words = f"Grant {asked.grant} is taken back from {asked.name}."
    elif asked.token:
        tokens.revoke_token(state, asked.who, asked.name, asked.token)
        words = f'The token "{asked.token}" of {asked.name} works no more.'
    else:
        raise WrongUse("Say what to revoke: --grant NUMBER or --token CALLED.")
    _answer_about(state, asked, words)


def _set_password(state: State, asked: Asked) -> None:
    people.set_password(state, asked.who, asked.name, asked.password())
    _answer_about(state, asked, f"{asked.name} has a new password and is signed out everywhere.")


def _close(state: State, asked: Asked) -> None:
    people.set_active(state, asked.who, asked.name, active=False)
    _answer_about(state, asked, f"{asked.name} is closed: no sign-in and no token of it works.")


def _open(state: State, asked: Asked) -> None:
    people.set_active(state, asked.who, asked.name, active=True)
    _answer_about(state, asked, f"{asked.name} is open again.")


def _token(state: State, asked: Asked) -> None:
    if not asked.token:
        raise WrongUse("Say what the token is called, such as --token notebook.")
    secret = tokens.issue(state, asked.who, asked.name, asked.token, asked.days, asked.grant)
    found = people.account(state, asked.name)
    made = tokens.tokens_of(state, found)[-1]
    (grant,) = (each for each in grants.grants_of(state, found) if each.id == made.grant_id)
    asked.answer({**asdict(made), "account": found.name, "reads_as": grant.words, "token": secret}, secret)
    tell(f"It reads as {grant.words}, until {made.expires:%Y-%m-%d}.")
    tell("This is shown once. Programs send it as: Authorization: Bearer TOKEN")


ACTIONS: dict[str, Callable[[State, Asked], None]] = {
    "add": _add, "grant": _grant, "revoke": _revoke, "password": _set_password, "close": _close, "open": _open,
    "token": _token,
}  # fmt: skip


def _list(state: State, json: bool) -> None:
    found = [_about(state, each) for each in people.accounts(state)]
    if json:
        print_json(found)
        return
    rows = [
        [each["name"], "" if each["active"] else "closed", grant["id"], grant["words"], _names(grant)]
        for each in found
        for grant in each["grants"] or [{"id": "–", "words": "no role", "may_see_names": None}]
    ]
    table(["account", "", "grant", "role", "names of people"], rows)
    for each in found:
        for token in each["tokens"]:
            state_of = "revoked" if token["revoked"] else f"until {token['expires']:%Y-%m-%d}"
            say(f"{each['name']}: token {token['name']}, grant {token['grant_id']}, {state_of}")
    if not found:
        tell("No accounts: whoever is at this machine sees everything. Next: tracework users add NAME")


def _answer_about(state: State, asked: Asked, words: str) -> None:
    asked.answer(_about(state, people.account(state, asked.name)), words)


def _granted(grant: Grant) -> dict[str, Any]:
    return {**asdict(grant), "words": grant.words}


def _about(state: State, found: Account) -> dict[str, Any]:
    granted = [_granted(each) for each in grants.grants_of(state, found)]
    return {**asdict(found), "grants": granted, "tokens": [asdict(each) for each in tokens.tokens_of(state, found)]}


def _names(grant: dict[str, Any]) -> str:
    return "" if grant["may_see_names"] is None else "shown" if grant["may_see_names"] else "hidden"


def _password(file: Path | None) -> str:
    if file is None:
        typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return typed
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise WrongUse(f"{file} cannot be read: {error.strerror}.") from None
