"""Steps that a service level names and its process does not have: mostly a slip, told with the names that come nearest.

A process that names its event types is held to them when its file is read; this is for those that take all.
"""

from collections.abc import Iterator
from contextlib import closing

from core.words import event_label
from eventlog.filters.condition import nearest_in_words
from eventlog.process_declaration import ProcessDeclaration, declared_processes
from eventlog.reading import EventLog


def unknown_steps(log: EventLog) -> str:
    """A sentence for each such step; empty where there is none."""
    declared = declared_processes(log.workspace)
    there = [declared[name] for name in log.processes_of_work() if name in declared]
    wanted = [each for each in there if each.service_levels and not each.event_types]
    return " ".join(sentence for each in wanted for sentence in _of(log, each))


def _of(log: EventLog, declaration: ProcessDeclaration) -> Iterator[str]:
    with closing(log.process(declaration.name)) as process:
        known = process.activities
    for level in declaration.service_levels:
        for place, step in (("from", level.since), ("to", level.until)):
            if event_label(step) not in known:
                yield (
                    f"The service level “{level.name}” in processes/{declaration.name}.toml goes {place} “{step}”, and "
                    f"no case has such a step. {nearest_in_words(step, known)}"
                )
