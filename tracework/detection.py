"""Detecting as a step of the data's way: the detectors look at the current generation, alone in the workspace."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.access import Viewer
from core.progress import Progress, silent
from core.settings import firm_settings
from core.state import open_state
from core.workspace import Workspace, writing
from eventlog.reading import open_log
from models.detecting import Detected, detect, last_look


@dataclass(frozen=True)
class Looked:
    """What the detectors found in a generation."""

    generation: int
    detected: tuple[Detected, ...]


def has_looked(workspace: Workspace) -> bool:
    """Whether all detectors have looked at the current generation; of nothing built there is nothing to look at."""
    found, number = last_look(workspace), workspace.current_generation()
    return number is None or (found is not None and found.generation == number)


def look(workspace: Workspace, names: Sequence[str] = (), progress: Progress = silent) -> Looked:
    """Run the named detectors, or all, over the current generation."""
    limits = firm_settings(workspace).reader
    with (
        writing(workspace),
        open_state(workspace) as state,
        open_log(workspace, Viewer.owner(), limits=limits) as log,
    ):
        return Looked(log.generation, tuple(detect(state, log, names, progress)))
