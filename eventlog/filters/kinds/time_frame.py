"""Time frames with five meanings: contained, intersecting, started, ended 2026-01..2026-03, and trimmed (cuts)."""

from dataclasses import dataclass

from eventlog.filters.amounts import Frame, read_frame
from eventlog.filters.condition import Bindings
from eventlog.filters.tokens import Tokens
from eventlog.reading import ProcessLog

OPENINGS = ("contained", "intersecting", "started", "ended", "trimmed")

WORDS = {
    "contained": "wholly inside",
    "intersecting": "active in",
    "started": "started",
    "ended": "ended",
    "trimmed": "only steps of",
}
# by meaning: the end of the case that the frame's start, then its end, is held against
BOUNDS = {
    "contained": ("c.start_us", "c.end_us"),
    "intersecting": ("c.end_us", "c.start_us"),
    "started": ("c.start_us", "c.start_us"),
    "ended": ("c.end_us", "c.end_us"),
    "trimmed": ("c.end_us", "c.start_us"),
}


@dataclass(frozen=True)
class TimeFrame:
    """Where a case lies against a frame. `trimmed` chooses the cases active in it; the selection then cuts steps."""

    meaning: str
    frame: Frame

    def to_text(self) -> str:
        return f"{self.meaning} {self.frame.to_text()}"

    def in_words(self) -> str:
        return f"{WORDS[self.meaning]} {self.frame.in_words()}"

    def predicate(self, process: ProcessLog, bindings: Bindings) -> str:
        after, before = BOUNDS[self.meaning]
        tests = []
        if self.frame.first_us is not None:
            tests.append(f"{after} >= {bindings.bind(self.frame.first_us)}")
        if self.frame.end_us is not None:
            tests.append(f"{before} < {bindings.bind(self.frame.end_us)}")
        return " and ".join(tests)


def parse(tokens: Tokens) -> TimeFrame:
    meaning = tokens.take("a condition").text.lower()
    return TimeFrame(meaning, read_frame(tokens))
