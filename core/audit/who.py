"""Who acts: by command line the person that this machine knows, or the one on whose behalf the server started a job; in
the server whoever is signed in."""

import os
import pwd

from core.access import acting_or_nobody
from core.jobs import asked_by
from core.settings import job_id
from core.state import State


def acting(state: State) -> str:
    """The name under which this process's acts are written down."""
    number = job_id()
    return (asked_by(state, number) if number else None) or person_here()


def asking() -> str:
    """The name under which a request's acts are written down: the local owner is the person at this machine."""
    viewer = acting_or_nobody()
    return person_here() if viewer is None or "owner" in viewer.roles else viewer.name


def person_here() -> str:
    """The user of the operating system, marked as such: anna on this machine."""
    try:
        name = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        name = f"user {os.geteuid()}"
    return f"{name} on this machine"
