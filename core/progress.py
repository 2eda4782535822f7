"""How long work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Called now and then with the share done (0 to 1, None if unknown) and what is being done, in words."""

    def __call__(self, share: float | None, words: str) -> None: ...


def silent(share: float | None, words: str) -> None:
    """Tell nobody."""


def part_of(progress: Progress, first: float, last: float) -> Progress:
    """The progress of one part of the work, as that of the whole: from the share `first` to the share `last`."""

    def told(share: float | None, words: str) -> None:
        progress(None if share is None else first + (last - first) * share, words)

    return told
