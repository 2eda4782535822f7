"""Where this process tells how far it is: to the job it was started as, or to the terminal."""

from core.settings import job_id
from tracework.terminal import ProgressLine


def progress_of_this_process() -> ProgressLine:
    """A progress line; where the process works as a job, one that also reports to the job's row."""
    number = job_id()
    return JobProgress(number) if number else ProgressLine()


class JobProgress(ProgressLine):
    """Reports to the row of a job, at most a few times a second."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number
