"""What the command line has done, written down in the audit; and what was changed in the settings since it last ran."""

from typing import Any

from core.roles import Act
from core.workspace import Workspace


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
    """Write down what was changed in firm.toml and the folders of definitions since somebody last looked."""
    from core.audit.settings_seen import note_changes
    from core.audit.who import acting
    from core.state import open_state

    with open_state(place) as state:
        note_changes(state, acting(state))
