"""A source of records as the build needs it: its streams, what they yield, and what its settings say of it."""

from dataclasses import dataclass

from eventlog.record_mapping import RecordMapping
from eventlog.record_stream import Stream


@dataclass(frozen=True)
class DeclaredSource:
    """One configured source. `name` stands before the ids of its objects; `connector` is the kind of system, which the
    precedence of identities goes by; `system` is what people call it; `zone` is that of its local times."""

    name: str
    connector: str
    system: str
    streams: tuple[Stream, ...]
    yields: RecordMapping
    zone: str = "UTC"

    def stream(self, name: str) -> Stream:
        return next(stream for stream in self.streams if stream.name == name)
