"""Jobs: long work done by a child process, as a row that says how far it is. The web server starts them, they write.

A job is a command line, such as `[sys.executable, "-m", "tracework", "import", …]`; what it prints is its result.
"""

import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ColumnElement,
    Float,
    Integer,
    RowMapping,
    String,
    Table,
    insert,
    or_,
    select,
    update,
)

from core.access import acting_or_nobody
from core.errors import NotFound, TraceworkError, WorkspaceBusy
from core.job_process import JobFiles, last_words, launch, lives, printed_result, stop_process
from core.settings import environment_of_a_job
from core.state import State, open_state
from core.state.tables import Instant, metadata
from core.workspace import Workspace

job_table = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("title", String, nullable=False),
    Column("command", JSON, nullable=False),
    Column("state", String(10), nullable=False),
    Column("pid", Integer),
    Column("progress", Float),
    Column("words", String, nullable=False),
    Column("created", Instant, nullable=False),
    Column("started", Instant),
    Column("stop_asked", Instant),
    Column("finished", Instant),
    Column("exit_code", Integer),
    Column("result", JSON(none_as_null=True)),
    # the account on whose behalf it runs; none: the person at this machine
    Column("asked_by", String),
    CheckConstraint("state in ('queued', 'running', 'done', 'failed', 'stopped')", name="state"),
    # numbers only grow, so a log file never gets a second owner
    sqlite_autoincrement=True,
)

UNDER_WAY = ("queued", "running")
TIME_TO_START = timedelta(seconds=30)
# the jobs this process waits for itself; it will hear of their end from the system
_watched: set[tuple[Path, int]] = set()


@dataclass(frozen=True)
class Job:
    """A job as it stands. `state` is queued, running, done, failed or stopped; `progress` 0 to 1, None if unknown."""

    id: int
    kind: str
    title: str
    command: list[str]
    state: str
    pid: int | None
    progress: float | None
    words: str
    created: datetime
    started: datetime | None
    stop_asked: datetime | None
    finished: datetime | None
    exit_code: int | None
    result: dict[str, Any] | None

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY


def start(state: State, argv: Sequence[str], title: str, kind: str = "work") -> Job:
    """Start a command as a job. One that cannot even start is a failed job, not an error."""
    asking = acting_or_nobody()
    row = insert(job_table).values(
        kind=kind, title=title, command=list(argv), state="queued", words="Starting", created=datetime.now(UTC),
        asked_by=asking.name if asking and "owner" not in asking.roles else None,
    )  # fmt: skip
    with state.writing() as connection:
        number = int(connection.execute(row.returning(job_table.c.id)).scalar_one())
    written = files_of(state, number)
    written.log.parent.mkdir(parents=True, exist_ok=True)
    _watched.add((state.workspace.root, number))
    try:
        process = launch(argv, environment_of_a_job(f"{number}@{state.workspace.root.resolve()}"), written)
    except OSError as error:
        _watched.discard((state.workspace.root, number))
        _change(
            state,
            number,
            {"state": "failed", "words": f"It could not be started: {error}", "finished": datetime.now(UTC)},
        )
        return _row(state, number)
    try:
        _change(state, number, {"state": "running", "pid": process.pid, "started": datetime.now(UTC)})
    finally:
        threading.Thread(target=_await_end, args=(state, number, process), name=f"job {number}", daemon=True).start()
    return _row(state, number)


def get(state: State, number: int) -> Job:
    """A job as it stands; one whose process has gone without a word is found out here."""
    found = _row(state, number)
    if found.under_way and _is_gone(state, found):
        _conclude(state, number, exit_code=None)
        return _row(state, number)
    return found


def recent(state: State, limit: int = 50) -> list[Job]:
    """The latest jobs, the newest first."""
    newest = select(job_table.c.id).order_by(job_table.c.id.desc()).limit(limit)
    with state.reading() as connection:
        numbers = list(connection.scalars(newest))
    return [get(state, number) for number in numbers]


def latest(state: State, kind: str, title: str) -> Job | None:
    """The latest job of that kind and title."""
    found = select(job_table.c.id).where(job_table.c.kind == kind, job_table.c.title == title)
    with state.reading() as connection:
        number = connection.scalar(found.order_by(job_table.c.id.desc()).limit(1))
    return None if number is None else get(state, number)


def stop(state: State, number: int, patience: Sequence[float] = (15, 5)) -> Job:
    """Ask a job to stop and return at once; after the first wait it is told to, after the second it is ended."""
    found = get(state, number)
    if found.under_way:
        _change(state, number, {"stop_asked": datetime.now(UTC), "words": "Stopping"})
        if found.pid is not None:
            arguments = (found.pid, files_of(state, number), patience)
            threading.Thread(target=stop_process, args=arguments, name=f"stop job {number}", daemon=True).start()
    return _row(state, number)


def report(job: str, share: float | None, words: str) -> None:
    """Tell from inside a job how far it is; `job` is what `core.settings.job_id` says.

    Where the database is busy, one report is lost and the work goes on.
    """
    number, _, root = job.partition("@")
    try:
        _change(_state_of_this_job(root), int(number), {"progress": share, "words": words})
    except WorkspaceBusy:
        return


def asked_by(state: State, job: str) -> str | None:
    """The account on whose behalf a job runs; `job` is what `core.settings.job_id` says."""
    with state.reading() as connection:
        return connection.scalar(select(job_table.c.asked_by).where(job_table.c.id == int(job.partition("@")[0])))


def files_of(state: State, number: int) -> JobFiles:
    """Where a job writes."""
    folder = state.workspace.temporary / "jobs"
    return JobFiles(log=folder / f"{number}.log", output=folder / f"{number}.json")


@cache
def _state_of_this_job(root: str) -> State:
    return open_state(Workspace(Path(root)))


def _await_end(state: State, number: int, process: subprocess.Popen[bytes]) -> None:
    exit_code = process.wait()
    # where the state cannot be written now, whoever looks next finds that the job has ended
    with suppress(TraceworkError):
        _conclude(state, number, exit_code)
    _watched.discard((state.workspace.root, number))


def _is_gone(state: State, job: Job) -> bool:
    if (state.workspace.root, job.id) in _watched or lives(files_of(state, job.id)):
        return False
    # between its row and its process a job has no lock yet
    return job.state == "running" or datetime.now(UTC) - job.created > TIME_TO_START


def _conclude(state: State, number: int, exit_code: int | None) -> None:
    """Write down how a job ended. Who saw no exit code may be corrected by the process that waited for it."""
    found, written = _row(state, number), files_of(state, number)
    result = printed_result(written)
    end: dict[str, Any] = {"finished": datetime.now(UTC), "exit_code": exit_code, "result": result}
    if exit_code == 0 or (exit_code is None and result is not None):
        end |= {"state": "done", "progress": 1.0, "words": "Done"}
    elif found.stop_asked:
        end |= {"state": "stopped", "words": "Stopped. Nothing published was changed."}
    else:
        unsaid = "It ended without saying why. Nothing published was changed; start it again."
        end |= {"state": "failed", "words": last_words(written) or unsaid}
    _change(state, number, end, or_(job_table.c.state.in_(UNDER_WAY), job_table.c.exit_code.is_(None)))


def _change(
    state: State, number: int, values: Mapping[str, object], only_if: ColumnElement[bool] | None = None
) -> None:
    condition = job_table.c.state.in_(UNDER_WAY) if only_if is None else only_if
    with state.writing() as connection:
        connection.execute(update(job_table).where(job_table.c.id == number, condition).values(**values))


def _row(state: State, number: int) -> Job:
    with state.reading() as connection:
        row = connection.execute(select(job_table).where(job_table.c.id == number)).mappings().one_or_none()
    if row is None:
        raise NotFound(
            f"There is no job {number} in {state.workspace.root}. Look at the list of jobs for those there are."
        )
    return _job(row)


def _job(row: RowMapping) -> Job:
    return Job(**{field.name: row[field.name] for field in fields(Job)})
