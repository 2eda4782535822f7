"""The process and the cases that a reading verb is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.access import Viewer
from core.errors import WrongUse
from eventlog.filters import Selection, parse, select
from eventlog.reading import EventLog, ProcessLog, open_log
from tracework.commands.options import chosen_workspace


@contextmanager
def chosen_cases(folder: Path | None, process: str | None, where: str | None) -> Iterator[tuple[ProcessLog, Selection]]:
    """The process named, or the only one there is, with the cases that meet `where`."""
    with open_log(chosen_workspace(folder), Viewer.owner()) as log, log.process(process or only_process(log)) as found:
        yield found, select(found, parse(where or ""))


def only_process(log: EventLog) -> str:
    """The process meant when none is named."""
    names = log.processes()
    if len(names) != 1:
        raise WrongUse(f"Say which process: {', '.join(names) or 'there is none yet, import a file first'}.")
    return names[0]
