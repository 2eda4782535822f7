"""What the command line has done, written down in the audit; and what was changed in the settings since it last ran."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.roles import Act
from core.workspace import Workspace


@contextmanager
def act_on_files(place: Workspace, act: Act | str, about: str = "") -> Iterator[None]:
    """An act that its block does and writes down. Where it is killed in between, whoever acts next writes it down."""
    from core.audit.begun import noted
    from core.audit.who import acting
    from core.state import open_state

    look_at_settings(place)
    with open_state(place) as state, noted(state, acting(state), str(act), about):
        yield


def write_act(
    place: Workspace, act: Act | str, subject: tuple[str, str], before: Any = None, after: Any = None
) -> None:
    """Write down an act that is done. `subject` is the type and the id of what it changed."""
    # loads SQLAlchemy, which a verb that only reads does without
    from core.audit.entry import Told
    from core.audit.who import acting
    from core.audit.writing import write_down
    from core.state import open_state

    with open_state(place) as state:
        write_down(state, acting(state), Told(str(act), *subject, before, after))


def look_at_settings(place: Workspace) -> None:
    """Write down what was changed in firm.toml and the folders of definitions since somebody last looked, and acts that
    were broken off before they were written down."""
    from core.audit.begun import write_broken_off
    from core.audit.settings_seen import note_changes
    from core.audit.who import acting
    from core.state import open_state

    with open_state(place) as state:
        write_broken_off(state)
        note_changes(state, acting(state))
