"""A trial in a process of its own, which is ended when its time is up.

A statement that nobody has approved may never end. The database heeds an interruption between its tasks only, and one
task may last as long as the statement: DuckDB 2.0.1 went on with one in three endless statements that were interrupted
on a busy machine, for ever. What surely ends a statement is the end of its process.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from subprocess import PIPE, Popen
from types import MappingProxyType
from typing import Any

from actions.changes.change import Change, change_in
from actions.changes.definitions import shipped_text
from actions.changes.trials import indicator, policy, process, rule, target
from actions.changes.trials.scratch import remove_left
from actions.changes.trials.trial import Question, Trial, not_tried
from core.database import telling_of_a_bad_statement
from core.errors import TraceworkError
from core.state import State, open_state
from core.workspace import open_workspace

TRIALS: Mapping[str, Callable[[Question], Trial]] = MappingProxyType(
    {
        "policy": policy.tried, "process": process.tried, "rule": rule.tried, "indicator": indicator.tried,
        "target": target.tried,
    }
)  # fmt: skip
"""By the kind of definition."""
A_MINUTE = 60


def tried_apart(state: State, found: Change, minutes: float) -> dict[str, Any]:
    """What came of trying a change for at most so many minutes, as it is kept; nothing is written."""
    url = state.engine.url.render_as_string(hide_password=False)
    asked = {"workspace": str(state.workspace.root), "state": url, "change": found.number}
    began = time.monotonic()
    with Popen([sys.executable, "-m", __name__], stdin=PIPE, stdout=PIPE, text=True) as apart:
        assert apart.stdin
        assert apart.stdout
        late = threading.Timer(minutes * A_MINUTE, apart.kill)
        late.start()
        try:
            # it stays open: when this process is no more, the other one finds it closed
            print(json.dumps(asked), file=apart.stdin, flush=True)
            answer = apart.stdout.read()
        except BaseException:
            apart.kill()
            raise
        finally:
            late.cancel()
    if apart.returncode == 0:
        return dict(json.loads(answer))
    remove_left(state.workspace)
    if apart.returncode > 0:
        raise RuntimeError(f"The process that tried {found.id} failed: what it said stands above.")
    return not_tried(_why_ended(found, minutes, time.monotonic() - began), datetime.now(UTC))


def _why_ended(found: Change, minutes: float, seconds: float) -> str:
    if seconds < minutes * A_MINUTE:
        return "Its process was ended from outside: memory may have run short. Try it again when less runs."
    longer = f"tracework act try {found.id} --minutes {max(60, 2 * minutes):g}"
    return f"It took longer than {minutes:g} minutes. Let it take longer: `{longer}`."


def trial_of(state: State, found: Change) -> dict[str, Any]:
    """What came of trying it here and now, or why it could not be tried."""
    shipped = shipped_text(found.path)
    now, then = (text if text is not None else shipped for text in (found.before, found.after))
    try:
        with telling_of_a_bad_statement(f"{found.path} as proposed"):
            trial = TRIALS[found.kind](Question(state, found.path, now, then))
    except TraceworkError as error:
        return not_tried(str(error), datetime.now(UTC))
    return trial.as_json(datetime.now(UTC))


def main() -> None:
    """The other process: one line is asked on standard input, one is answered."""
    # Ctrl-C reaches the one that asked, which ends this one
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_whoever_asked, daemon=True).start()
    with open_state(open_workspace(Path(asked["workspace"])), asked["state"]) as state:
        with state.reading() as connection:
            found = change_in(connection, asked["change"])
        print(json.dumps(trial_of(state, found)), flush=True)


def _end_with_whoever_asked() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    main()
