"""Where the state is: firm.toml may name a PostgreSQL, whose password is never said; else it is in the workspace."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from core.audit.who import acting
from core.errors import BadInput, BadSettings
from core.secret import concealed
from core.state import open_state
from core.state.location import place_words, postgres_at
from core.state.migrating import known_versions
from core.workspace import Workspace, create_workspace
from tests.postgres import Postgres


def kept_at(folder: Path, url: str) -> Workspace:
    """A workspace whose firm.toml names the file in which the address of its state is."""
    workspace = create_workspace(folder / "firm")
    (workspace.root / "state_url").write_text(url)
    workspace.settings_file.write_text('name = "Ours"\n[state]\nurl = { file = "state_url" }\n')
    return workspace


def test_the_state_is_where_firm_toml_says(tmp_path: Path, postgres: Postgres):
    url = postgres.new_database("told_by_firm_toml").replace("+psycopg", "")
    workspace = kept_at(tmp_path, url)
    with open_state(workspace) as state:
        assert state.engine.dialect.name == "postgresql"
        assert state.place == f"PostgreSQL database told_by_firm_toml at {postgres.folder}"
        with state.writing() as connection:
            connection.execute(text("create table note (words text)"))
        assert acting(state)
    with open_state(workspace) as state, state.reading() as connection:
        assert connection.scalar(text("select count(*) from note")) == 0
    assert not workspace.state_file.exists()


def test_many_that_open_a_new_one_at_once_make_it_once(tmp_path: Path, postgres: Postgres):
    workspace = kept_at(tmp_path, postgres.new_database("made_at_once"))

    def version(_: int) -> str:
        with open_state(workspace) as state, state.reading() as connection:
            return str(connection.scalar(text("select version_num from alembic_version")))

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(version, range(4))) == {known_versions()[-1]}


def test_without_it_the_state_is_in_the_workspace(tmp_path: Path):
    workspace = create_workspace(tmp_path / "firm")
    # a mistake elsewhere keeps nobody from the state
    workspace.settings_file.write_text("colour = 3\n")
    with open_state(workspace) as state:
        assert state.place == str(workspace.state_file)
    assert workspace.state_file.exists()


@pytest.mark.parametrize(
    ("url", "words"),
    [("somewhere", "no address of a database"), ("mysql://u:secret-word@h/d", "of the kind mysql")],
)
def test_an_address_that_cannot_be_is_refused(tmp_path: Path, url: str, words: str):
    with pytest.raises(BadSettings, match=words) as told:
        open_state(kept_at(tmp_path, url))
    assert "secret-word" not in str(told.value)


def test_an_address_in_firm_toml_itself_is_refused(tmp_path: Path):
    workspace = create_workspace(tmp_path / "firm")
    workspace.settings_file.write_text('[state]\nurl = "postgresql://u:secret-word@h/d"\n')
    with pytest.raises(BadSettings, match=r"state\.url: a secret is not written into firm\.toml") as told:
        open_state(workspace)
    assert "secret-word" not in str(told.value)


def test_one_that_does_not_answer_is_told_without_its_password(tmp_path: Path):
    url = f"postgresql://anna:secret-word@/firm?host={tmp_path}/nowhere"
    with pytest.raises(
        BadInput, match=r"PostgreSQL database firm at .*nowhere, which holds the state, does not"
    ) as told:
        open_state(kept_at(tmp_path, url))
    assert "secret-word" not in str(told.value)
    assert place_words(postgres_at(url)).endswith("nowhere")
    assert "secret-word" not in concealed(url)
