"""Senders that may be killed at any moment: for each line on standard input a child is forked that sends what is due.

Run as `python -m tests.actions.delivery.killable_sender WORKSPACE CLOCK [URL]`; CLOCK is a file that holds by how many
seconds the clock of the children is ahead. Prints the number of each child when it starts, and `ended` when it is over.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from actions.delivery.sender import Sender
from actions.egress.web import public_authorities
from core.state import open_state
from core.workspace import Workspace


def main(root: Path, clock: Path, url: str | None) -> None:
    # what every child would load anew
    public_authorities()
    send(root, timedelta(days=-365), url)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            send(root, timedelta(seconds=float(clock.read_text())), url)
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


def send(root: Path, ahead: timedelta, url: str | None) -> None:
    with open_state(Workspace(root), url) as state:
        Sender(state, lambda: datetime.now(UTC) + ahead).send_due()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
