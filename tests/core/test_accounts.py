"""Accounts: signing in, waiting after failed tries, roles with their scopes, tokens; every change in the audit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from sqlalchemy import select, update

from core.accounts import grants, people, sessions, tokens
from core.accounts.attempts import FREE
from core.accounts.passwords import hashed, is_right
from core.accounts.sessions import SignInFailed
from core.accounts.tables import account_table, attempt_table, session_table, token_table
from core.audit.reading import Wanted, acts, entries, verified
from core.errors import NotAllowed, NotFound, WrongUse
from core.roles import FEEDS, GRANTED, ROLES, Act, may, refuse_unless_allowed
from core.state import State

PASSWORD = "correct horse battery"
HERE = "127.0.0.1"


@pytest.fixture
def state(either_state: State) -> State:
    people.add(either_state, "root", "Ann", "ann@example.com", PASSWORD)
    grants.grant(either_state, "root", "ann", "project_manager", {"entity": ["munich"]})
    return either_state


def test_signing_in_and_out(state: State):
    token = sessions.sign_in(state, "ANN", PASSWORD, HERE)
    found = sessions.signed_in(state, token)
    assert found is not None
    assert found.account.name == "ann"
    assert found.viewer.scopes == {"entity": frozenset({"munich"})}
    assert found.viewer.roles == {"project_manager"}
    sessions.sign_out(state, token)
    assert sessions.signed_in(state, token) is None
    assert acts(state) == ["account added", "role granted", "signed in", "signed out"]
    assert verified(state).fault is None


def test_nothing_that_opens_a_door_is_kept(state: State):
    token = sessions.sign_in(state, "ann", PASSWORD, HERE)
    key = tokens.issue(state, "root", "ann", "notebook")
    with state.reading() as connection:
        kept = [connection.execute(select(table)).all() for table in (account_table, session_table, token_table)]
    written = f"{kept} {entries(state)}"
    assert PASSWORD not in written
    assert token not in written
    assert key not in written
    assert "$argon2id$" in written


@pytest.mark.parametrize(("name", "password"), [("ann", "wrong password"), ("nobody", PASSWORD), ("", ""), ("ann", "")])
def test_every_refusal_says_the_same(state: State, name: str, password: str):
    with pytest.raises(SignInFailed, match="do not belong together"):
        sessions.sign_in(state, name, password, HERE)


def test_an_unknown_name_takes_as_long_as_a_wrong_password():
    kept = hashed(PASSWORD)
    is_right("warm up", None)

    def quickest(hash_of: str | None) -> float:
        times = []
        for _ in range(5):
            start = perf_counter()
            assert not is_right("wrong password", hash_of)
            times.append(perf_counter() - start)
        return min(times)

    known, unknown = quickest(kept), quickest(None)
    assert known / 3 < unknown < known * 3


def test_after_too_many_tries_a_name_has_to_wait(state: State):
    for _ in range(FREE["name"]):
        with pytest.raises(SignInFailed, match="do not belong together"):
            sessions.sign_in(state, "ann", "wrong password", HERE)
    with pytest.raises(SignInFailed, match="Too many tries"):
        sessions.sign_in(state, "ann", PASSWORD, "10.0.0.9")
    assert "sign-in locked" in acts(state)
    with state.writing() as connection:
        before = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(update(attempt_table).values(locked_until=before))
    assert sessions.sign_in(state, "ann", PASSWORD, HERE)
    with state.reading() as connection:
        assert connection.scalars(select(attempt_table.c.subject)).all() == [f"address {HERE}"]


def test_each_wait_is_longer_than_the_one_before(state: State):
    waits = []
    for _ in range(FREE["name"] + 3):
        with state.writing() as connection:
            connection.execute(update(attempt_table).values(locked_until=None))
        with pytest.raises(SignInFailed):
            sessions.sign_in(state, "ann", "wrong password", HERE)
        with state.reading() as connection:
            mine = attempt_table.c.subject == "name ann"
            row = connection.execute(select(attempt_table).where(mine)).one()
        waits.append((row.locked_until - row.last).total_seconds() if row.locked_until else 0)
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240]


def test_an_address_that_tries_many_names_has_to_wait(state: State):
    with state.writing() as connection:
        many = {"failures": FREE["address"] - 1, "last": datetime.now(UTC)}
        connection.execute(attempt_table.insert().values(subject="address 10.0.0.7", **many))
    with pytest.raises(SignInFailed, match="do not belong together"):
        sessions.sign_in(state, "somebody", "wrong password", "10.0.0.7")
    with pytest.raises(SignInFailed, match="Too many tries"):
        sessions.sign_in(state, "ann", PASSWORD, "10.0.0.7")
    assert sessions.sign_in(state, "ann", PASSWORD, "10.0.0.8")


def test_a_session_ends_by_itself(state: State):
    token = sessions.sign_in(state, "ann", PASSWORD, HERE)
    long_ago = datetime.now(UTC) - sessions.IDLE - timedelta(minutes=1)
    with state.writing() as connection:
        connection.execute(update(session_table).values(last_seen=long_ago))
    assert sessions.signed_in(state, token) is None
    token = sessions.sign_in(state, "ann", PASSWORD, HERE)
    with state.writing() as connection:
        connection.execute(update(session_table).values(expires=datetime.now(UTC) - timedelta(seconds=1)))
    assert sessions.signed_in(state, token) is None


def test_a_closed_account_and_a_new_password_end_sessions(state: State):
    token, key = sessions.sign_in(state, "ann", PASSWORD, HERE), tokens.issue(state, "root", "ann", "notebook")
    people.set_password(state, "root", "ann", "another long password")
    assert sessions.signed_in(state, token) is None
    with pytest.raises(SignInFailed):
        sessions.sign_in(state, "ann", PASSWORD, HERE)
    token = sessions.sign_in(state, "ann", "another long password", HERE)
    people.set_active(state, "root", "ann", active=False)
    assert sessions.signed_in(state, token) is None
    assert tokens.holder(state, key) is None
    with pytest.raises(SignInFailed):
        sessions.sign_in(state, "ann", "another long password", HERE)


def test_one_grant_at_a_time(state: State):
    """The scope of one grant never widens the rights of another."""
    wide = grants.grant(state, "root", "ann", "viewer", {})
    token = sessions.sign_in(state, "ann", PASSWORD, HERE)
    first = sessions.signed_in(state, token)
    assert first is not None
    assert first.viewer.scopes == {"entity": frozenset({"munich"})}
    assert first.viewer.may_see_names
    sessions.choose(state, token, wide.id)
    second = sessions.signed_in(state, token)
    assert second is not None
    assert (second.viewer.scopes, second.viewer.roles, second.viewer.may_see_names) == ({}, {"viewer"}, False)
    with pytest.raises(NotAllowed):
        sessions.choose(state, token, 99)
    grants.revoke(state, "root", "ann", wide.id)
    third = sessions.signed_in(state, token)
    assert third is not None
    assert third.viewer == first.viewer


def test_who_has_no_role_cannot_sign_in(state: State):
    people.add(state, "root", "bo", password=PASSWORD)
    with pytest.raises(NotAllowed, match="no role yet"):
        sessions.sign_in(state, "bo", PASSWORD, HERE)


def test_tokens_read_by_one_grant_until_they_end(state: State):
    key = tokens.issue(state, "root", "ann", "notebook")
    found = tokens.holder(state, key)
    assert found is not None
    assert found.viewer.scopes == {"entity": frozenset({"munich"})}
    assert tokens.holder(state, key + "x") is None
    assert tokens.revoke_token(state, "root", "ann", "notebook") == 1
    assert tokens.holder(state, key) is None
    with pytest.raises(NotFound, match="no token"):
        tokens.revoke_token(state, "root", "ann", "notebook")
    late = tokens.issue(state, "root", "ann", "late")
    with state.writing() as connection:
        connection.execute(update(token_table).values(expires=datetime.now(UTC) - timedelta(seconds=1)))
    assert tokens.holder(state, late) is None
    number = grants.grants_of(state, people.account(state, "ann"))[0].id
    key = tokens.issue(state, "root", "ann", "gone with its grant", number=number)
    grants.revoke(state, "root", "ann", number)
    assert tokens.holder(state, key) is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda s: people.add(s, "root", "ann", password=PASSWORD), "account ann already"),
        (lambda s: people.add(s, "root", "a b", password=PASSWORD), "cannot be an account"),
        (lambda s: people.add(s, "root", "bo", password="short"), "10 to 1000 characters"),
        (lambda s: grants.grant(s, "root", "ann", "king", {}), "no role"),
        (lambda s: grants.grant(s, "root", "ann", "owner", {}), "no role"),
        (lambda s: grants.grant(s, "root", "ann", "viewer", {"planet": ["mars"]}), "nothing to limit"),
        (lambda s: grants.grant(s, "root", "cy", "viewer", {}), "no account cy"),
        (lambda s: grants.revoke(s, "root", "ann", 77), "no grant 77"),
        (lambda s: tokens.issue(s, "root", "ann", "t", number=77), "no grant 77"),
    ],
)
def test_mistakes_are_told(state: State, wrong, words: str):
    before = len(entries(state))
    with pytest.raises((WrongUse, NotFound), match=words):
        wrong(state)
    assert len(entries(state)) == before


def test_the_audit_says_from_what_to_what(state: State):
    number = grants.grants_of(state, people.account(state, "ann"))[0].id
    grants.revoke(state, "bo", "ann", number)
    newest = entries(state, Wanted(act="role revoked"))[0]
    assert (newest.who, newest.subject_id, newest.after) == ("bo", "ann", None)
    assert '"scope":{"entity":["munich"]}' in str(newest.before)


@pytest.mark.parametrize("role", GRANTED)
def test_what_a_role_may_do(role: str):
    grant = grants.Grant(1, role, {}, ROLES[role].sees_names)
    scoped = grants.Grant(1, role, {"practice": ["Strategy"]}, may_see_names=True)
    for act in Act:
        assert may(grant.viewer("x"), act) == (act in ROLES[role].acts)
        assert may(scoped.viewer("x"), act) == (act in ROLES[role].acts and act not in FEEDS)
        if not may(grant.viewer("x"), act):
            with pytest.raises(NotAllowed, match=f"^As {ROLES[role].title.lower()} you may not {act}"):
                refuse_unless_allowed(grant.viewer("x"), act)
    assert ROLES["auditor"].acts == {Act.READ_AUDIT, Act.READ_JOBS}
    assert not ROLES["viewer"].sees_names
