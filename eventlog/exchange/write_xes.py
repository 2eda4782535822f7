"""Writes the cases of one process as XES, packed where the name ends in .gz, window by window with flat memory."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from core.errors import WrongUse
from core.sql import load
from eventlog.exchange.log_rows import LogRow
from eventlog.exchange.records import Attribute
from eventlog.exchange.written_file import whole_text_file
from eventlog.exchange.xes_elements import attribute_lines, header_lines
from eventlog.filters.selection import select
from eventlog.reading import EventLog, ProcessLog

WINDOW_EVENTS = 20_000


def write(log: EventLog, process: str | None, path: Path) -> None:
    """The cases of `process` that the log's viewer may see; it may be left out where there is only one."""
    with log.process(process or _only_process(log)) as chosen, whole_text_file(path) as file:
        select(chosen)
        file.write("".join(header_lines(chosen.title, _log_rows(chosen))))
        paired = bool(chosen.database.value("select exists(select 1 from step where busy_us is not null)"))
        for first, last in _windows(chosen):
            _write_window(chosen, file, (first, last), paired)
        file.write("</log>\n")


def _only_process(log: EventLog) -> str:
    names = log.processes()
    if len(names) != 1:
        raise WrongUse(f"XES holds the cases of one process. Name one of: {', '.join(names)}.")
    return names[0]


def _log_rows(process: ProcessLog) -> list[LogRow]:
    """What the logs that the process was read from say about themselves; of two that differ, the later one."""
    return process.database.rows(
        "select key, type, arg_max(value, log_attribute.rowid) from log_attribute group by key, type "
        "order by min(log_attribute.rowid)"
    )


def _windows(process: ProcessLog) -> Iterator[tuple[int, int]]:
    """Ranges of case numbers with about as many events each."""
    sizes = process.database.arrow("select case_no, n from chosen_case order by case_no")
    first, events = None, 0
    for batch in sizes.to_batches(max_chunksize=WINDOW_EVENTS):
        for case_no, n in zip(batch["case_no"].to_pylist(), batch["n"].to_pylist(), strict=True):
            if first is None:
                first = case_no
            events += n
            if events >= WINDOW_EVENTS:
                yield first, case_no
                first, events = None, 0
            last = case_no
    if first is not None:
        yield first, last


def _write_window(process: ProcessLog, file: IO[str], window: tuple[int, int], paired: bool) -> None:
    database, bounds = process.database, {"first": window[0], "last": window[1]}
    database.run(load("eventlog.exchange", "xes_paired_window.sql" if paired else "xes_window.sql"), **bounds)
    events = database.rows("select * from window_event order by place")
    of_event = _attributes(database.rows(load("eventlog.exchange", "xes_event_attributes.sql")))
    of_case = _attributes(database.rows(load("eventlog.exchange", "xes_case_attributes.sql"), **bounds))
    names = database.rows(
        "select case_no, object_id from chosen_case where case_no between $first and $last order by case_no", **bounds
    )
    by_case = {case_no: list(steps) for case_no, steps in groupby(events, key=itemgetter(1))}
    for case_no, object_id in names:
        lines = ["\t<trace>\n", *attribute_lines(_named(object_id, of_case.get(case_no, [])), 2)]
        for _, _, event_no, activity, moment, lifecycle, resource in by_case.get(case_no, ()):
            own = _own_attributes(activity, moment, lifecycle, resource)
            lines.append("\t\t<event>\n")
            lines += attribute_lines(_merged(own, of_event.get(event_no, [])), 3)
            lines.append("\t\t</event>\n")
        lines.append("\t</trace>\n")
        file.write("".join(lines))


def _attributes(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Attribute]]:
    return {number: [row[1:] for row in group] for number, group in groupby(rows, key=itemgetter(0))}


def _named(object_id: str, attributes: list[Attribute]) -> list[Attribute]:
    return _merged([("concept:name", "string", object_id)], attributes)


def _own_attributes(activity: str, moment: str, lifecycle: str | None, resource: str | None) -> list[Attribute]:
    own: list[Attribute] = [("concept:name", "string", activity)]
    if resource is not None:
        own.append(("org:resource", "string", resource))
    own.append(("time:timestamp", "time", moment))
    if lifecycle is not None:
        own.append(("lifecycle:transition", "string", lifecycle))
    return own


def _merged(own: list[Attribute], attributes: list[Attribute]) -> list[Attribute]:
    """The attributes that have columns of their own, unless the log keeps them as attributes too, then the others."""
    if not attributes:
        return own
    kept = {name for name, _, _ in attributes}
    return [each for each in own if each[0] not in kept] + attributes
