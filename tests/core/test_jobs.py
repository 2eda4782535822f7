"""Jobs with real child processes: done, failed, stopped gently and hard, gone without a word, apart from the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core import jobs
from core.errors import NotFound, WorkspaceBusy
from core.jobs import Job
from core.state import State, open_state
from core.workspace import create_workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(create_workspace(tmp_path / "firm")) as opened:
        yield opened
        for job in jobs.recent(opened):
            jobs.stop(opened, job.id, (0, 0))
            eventually(opened, job.id, lambda job: not job.under_way)


def python(program: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(program), *arguments]


def eventually(state: State, number: int, holds: Callable[[Job], bool], seconds: float = 60) -> Job:
    give_up = time.monotonic() + seconds
    while not holds(found := jobs.get(state, number)):
        assert time.monotonic() < give_up, f"still {found}\n{jobs.files_of(state, number).log.read_text()}"
        time.sleep(0.02)
    return found


def ended(state: State, job: Job) -> Job:
    return eventually(state, job.id, lambda job: not job.under_way and job.exit_code is not None)


def test_a_job_that_works(state: State):
    program = "import json, sys; print('on the way', file=sys.stderr); print(json.dumps({'cases': 7}))"
    started = jobs.start(state, python(program), "Import of a file", "import")
    assert (started.id, started.kind, started.title) == (1, "import", "Import of a file")
    # on a busy machine it may be over by now
    assert started.state in ("running", "done")
    done = ended(state, started)
    assert (done.state, done.progress, done.exit_code, done.result) == ("done", 1.0, 0, {"cases": 7})
    assert done.created <= done.started <= done.finished
    assert jobs.files_of(state, 1).log.read_text() == "on the way\n"


def test_a_job_says_how_far_it_is(state: State):
    program = """
        import sys, time
        from pathlib import Path
        from core.jobs import report
        from core.settings import job_id
        report(job_id(), 0.25, "Reading cases")
        while not Path(sys.argv[1]).exists():
            time.sleep(0.02)
        report(job_id(), None, "Building")
        sys.exit(3)
    """
    go_on = state.workspace.root / "go_on"
    job = jobs.start(state, python(program, str(go_on)), "Report")
    found = eventually(state, job.id, lambda job: job.words == "Reading cases")
    assert (found.state, found.progress) == ("running", 0.25)
    go_on.touch()
    failed = ended(state, job)
    assert (failed.state, failed.exit_code, failed.progress) == ("failed", 3, None)


def test_a_failed_job_gives_its_reason(state: State):
    text = r"Reading 10 %\r\x1b[31mtracework: log.xes is cut off.\x1b[0m\n"
    program = f"import sys; print('{text}', file=sys.stderr); sys.exit(1)"
    failed = ended(state, jobs.start(state, python(program), "Fail"))
    assert (failed.state, failed.words, failed.result) == ("failed", "log.xes is cut off.", None)


def test_a_job_that_dies_silently_failed(state: State):
    failed = ended(state, jobs.start(state, python("import os; os._exit(9)"), "Die"))
    assert (failed.state, failed.exit_code) == ("failed", 9)
    assert "ended without saying why" in failed.words


def test_a_command_that_is_not_there_is_a_failed_job(state: State):
    failed = jobs.start(state, [str(state.workspace.root / "no such program")], "Nothing")
    assert (failed.state, failed.pid) == ("failed", None)
    assert "could not be started" in failed.words


def test_nobody_answers_and_the_servers_signals_stay_away(state: State):
    program = """
        import json, os, sys
        print(json.dumps({"input": sys.stdin.read(), "group": os.getpgid(0), "pid": os.getpid()}))
    """
    done = ended(state, jobs.start(state, python(program), "Ask"))
    assert done.result == {"input": "", "group": done.pid, "pid": done.pid}
    assert done.pid != os.getpgid(0)


def test_a_job_is_asked_to_stop(state: State):
    program = """
        import sys, time
        try:
            print("ready", file=sys.stderr, flush=True)
            time.sleep(300)
        except KeyboardInterrupt:
            sys.exit(1)
    """
    job = jobs.start(state, python(program), "Stop me")
    eventually(state, job.id, lambda job: "ready" in jobs.files_of(state, job.id).log.read_text())
    assert jobs.stop(state, job.id).words == "Stopping"
    stopped = ended(state, job)
    assert (stopped.state, stopped.exit_code) == ("stopped", 1)
    assert jobs.stop(state, job.id).state == "stopped"


def test_a_job_that_does_not_listen_is_ended_with_all_its_children(state: State):
    program = """
        import signal, subprocess, sys, time
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
        print("child", child.pid, file=sys.stderr, flush=True)
        time.sleep(300)
    """
    job = jobs.start(state, python(program), "Deaf")
    log = jobs.files_of(state, job.id).log
    eventually(state, job.id, lambda _: "child" in log.read_text())
    child = int(log.read_text().split()[-1])
    jobs.stop(state, job.id, patience=(0.3, 0.3))
    stopped = ended(state, job)
    assert (stopped.state, stopped.exit_code) == ("stopped", -signal.SIGKILL)
    give_up = time.monotonic() + 30
    while is_running(child):
        assert time.monotonic() < give_up
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    command = ["ps", "-o", "stat=", "-p", str(pid)]
    listed = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    return bool(listed.stdout.strip()) and not listed.stdout.startswith("Z")


STARTER = """
    import sys
    from pathlib import Path
    from core import jobs
    from core.state import open_state
    from core.workspace import open_workspace
    state = open_state(open_workspace(Path(sys.argv[1])))
    print(jobs.start(state, [sys.executable, "-c", sys.argv[2]], "Outlive the server").pid)
"""


def started_by_a_server_that_is_gone(state: State, program: str) -> Job:
    subprocess.run(python(STARTER, str(state.workspace.root), program), cwd=ROOT, check=True, timeout=60)
    (job,) = jobs.recent(state)
    return job


def test_a_job_outlives_its_server_and_is_done_by_its_result(state: State):
    go_on = state.workspace.root / "go_on"
    program = f"import time, pathlib\nwhile not pathlib.Path({str(go_on)!r}).exists(): time.sleep(0.02)\nprint('{{}}')"
    job = started_by_a_server_that_is_gone(state, program)
    assert job.state == "running"
    go_on.touch()
    done = eventually(state, job.id, lambda job: not job.under_way)
    assert (done.state, done.exit_code, done.result) == ("done", None, {})


def test_a_killed_job_without_server_is_found_to_have_failed(state: State):
    job = started_by_a_server_that_is_gone(state, "import time; time.sleep(300)")
    assert job.state == "running"
    assert job.pid is not None
    os.killpg(job.pid, signal.SIGKILL)
    failed = eventually(state, job.id, lambda job: not job.under_way)
    assert failed.state == "failed"
    assert "ended without saying why" in failed.words


def test_a_job_without_server_can_be_stopped(state: State):
    job = started_by_a_server_that_is_gone(state, "import time; time.sleep(300)")
    jobs.stop(state, job.id, (5, 5))
    assert eventually(state, job.id, lambda job: not job.under_way).state == "stopped"


def test_the_newest_job_comes_first_and_numbers_only_grow(state: State):
    for title in ("one", "two", "three"):
        jobs.start(state, python("print('{}')"), title)
    assert [(job.id, job.title) for job in jobs.recent(state)] == [(3, "three"), (2, "two"), (1, "one")]
    assert [job.id for job in jobs.recent(state, limit=1)] == [3]
    for job in jobs.recent(state):
        ended(state, job)
    with state.writing() as connection:
        connection.execute(jobs.job_table.delete())
    assert jobs.start(state, python("print('{}')"), "four").id == 4


def test_an_unknown_job_is_told(state: State):
    with pytest.raises(NotFound, match="There is no job 7"):
        jobs.get(state, 7)


@pytest.mark.parametrize("printed", ["", "words", "[1]", '{"cases": 1} and more'])
def test_only_one_json_object_is_a_result(state: State, printed: str):
    done = ended(state, jobs.start(state, python("import sys; print(sys.argv[1])", printed), "Print"))
    assert (done.state, done.result) == ("done", None)


def busy(*_: object, **__: object) -> None:
    raise WorkspaceBusy("state.db is being written by another process.")


def test_a_job_that_ends_while_the_state_is_busy_is_found_out_by_who_asks(state: State, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_conclude", busy)
        job = jobs.start(state, python("print('{}')"), "End while others write")
        while (state.workspace.root, job.id) in jobs._watched:
            time.sleep(0.02)
    assert eventually(state, job.id, lambda job: not job.under_way).state == "done"


def test_a_job_whose_start_cannot_be_noted_still_comes_to_its_end(state: State, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_change", busy)
        with pytest.raises(WorkspaceBusy):
            jobs.start(state, python("import time; time.sleep(1)"), "Start while others write")
    assert eventually(state, 1, lambda job: not job.under_way, seconds=15).exit_code == 0
