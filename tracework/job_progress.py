"""Where this process tells how far it is: to the job it was started as, or to the terminal."""

import time

from core.settings import job_id
from tracework.terminal import ProgressLine

REPORT_EVERY_S = 0.3


def progress_of_this_process() -> ProgressLine:
    """A progress line; where the process works as a job, one that also reports to the job's row."""
    number = job_id()
    return JobProgress(number) if number else ProgressLine()


class JobProgress(ProgressLine):
    """Reports to the row of a job, at most a few times a second."""

    def __init__(self, number: str) -> None:
        super().__init__()
        # loads SQLAlchemy, which a command without a job does not need
        from core.jobs import report

        self._number, self._report, self._reported = number, report, 0.0

    def __call__(self, share: float | None, words: str) -> None:
        now = time.monotonic()
        if words != self._words or now - self._reported >= REPORT_EVERY_S:
            self._report(self._number, share, words)
            self._reported = now
        super().__call__(share, words)
