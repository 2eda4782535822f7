"""How long work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Called now and then with the share done (0 to 1, None if unknown) and what is being done, in words."""

    def __call__(self, share: float | None, words: str) -> None: ...


def silent(share: float | None, words: str) -> None:
    """Tell nobody."""
