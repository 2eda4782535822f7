"""Reads XES, plain or gzip, in one pass with flat memory: traces become objects, their events follow."""

from contextlib import suppress
from pathlib import Path

from core.progress import Progress, silent
from eventlog.exchange.records import Sink
from eventlog.exchange.utc_times import UtcTimes
from eventlog.exchange.xes_header import XesHeader
from eventlog.exchange.xes_pieces import TracePieces
from eventlog.exchange.xes_reader import XesReader
from eventlog.exchange.xml_stream import XmlFeed, parse_file


def read(
    path: Path, sink: Sink, progress: Progress = silent, *, classifier: str | None = None, zone: str | None = None
) -> None:
    """Land the log. The activity is concept:name, or what `classifier` says; `zone` is that of times without one.

    Events without activity, time or trace land as they are; the build sets them apart.
    """
    reader = XesReader(sink, UtcTimes(zone), classifier)
    traces = TracePieces(reader.parse, reader.read_block, reader.readable_in_bulk)
    parse_file(reader.source, path, "XES", progress, traces.take, traces.finish)
    reader.finish(path)


class _HeaderRead(Exception):
    """Enough was read."""


def classifiers(path: Path) -> list[str]:
    """The names of the classifiers a log declares; only its head is read."""
    header = XesHeader(UtcTimes(None))
    source = XmlFeed()

    def start(tag: str, given: list[str]) -> None:
        if tag in ("trace", "event") and header.at_top:
            raise _HeaderRead
        header.start(tag, given)

    source.handle(start, header.end)
    with suppress(_HeaderRead):
        parse_file(source, path, "XES", silent)
    return list(header.classifiers)
