"""A firm as it is, and the same firm after its definitions were changed and everything was built anew: what a trial
tells must be what the second one tells."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from actions.changes.definitions import shipped_text, text_of
from actions.changes.trials.trial import Question
from core.access import Viewer
from core.state import State, open_state
from core.workspace import Workspace, open_workspace
from eventlog.reading import EventLog, open_log
from tests.road.roads import small_road
from tracework.pipeline import build

RULE = "rules/exceptions/expense_over_policy.sql"
GAP = "rules/gaps/hours_not_posted.sql"
INDICATOR = "indicators/timesheet_submission_lag.sql"
PROCESS = "processes/sales_to_project.toml"
CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    # some exceptions go, others come
    RULE: (("where line.amount > setting.value", "where line.amount > 1.2 * setting.value or line.amount < 12_00"),),
    GAP: (("-- severity", "-- entities = ['munich', 'london']\n-- severity"),),
    # by another clock than the week's end
    INDICATOR: (("as starts_at", "- interval 1 day as starts_at"),),
    PROCESS: (
        ("hours = 16", "hours = 8"),
        ('    "contract_document_saved",\n', ""),
        ('    "contract>document[evidence_for]: contract_document_saved",\n', ""),
        ('    "contract>project[under]",\n', ""),
    ),
}
"""By definition what is replaced in ours."""


def proposed(path: str) -> str:
    text = shipped_text(path) or ""
    for old, new in CHANGES[path]:
        assert old in text, (path, old)
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="session")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """20 people over eight months, with all troubles; nothing in it is of its own."""
    root = tmp_path_factory.mktemp("tried") / "firm"
    shutil.copytree(small_road("all", (30, 0)).workspace.root, root)
    return open_workspace(root)


@pytest.fixture(scope="session")
def state(firm: Workspace) -> Iterator[State]:
    with open_state(firm) as opened:
        yield opened


@pytest.fixture(scope="session")
def before(firm: Workspace) -> Iterator[EventLog]:
    with open_log(firm, Viewer.owner()) as log:
        yield log


@pytest.fixture(scope="session")
def after(firm: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventLog]:
    """The firm built anew with all the changes in its files."""
    root = tmp_path_factory.mktemp("changed") / "firm"
    shutil.copytree(firm.root, root, ignore=shutil.ignore_patterns("state.db*"))
    for path in CHANGES:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(proposed(path))
    build(open_workspace(root))
    with open_log(open_workspace(root), Viewer.owner()) as log:
        yield log


@pytest.fixture(scope="session")
def question(state: State) -> Callable[..., Question]:
    """The question whether to change a definition: `question(path)` as above, `question(path, text)` otherwise."""

    def asked(path: str, then: str | None = "") -> Question:
        holds = text_of(state.workspace, path)
        now = holds if holds is not None else shipped_text(path)
        return Question(state, path, now, proposed(path) if then == "" else then)

    return asked


def content(folder: Path) -> set[str]:
    """Every file below a folder, but those of the state database."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.name.startswith("state.db")}
