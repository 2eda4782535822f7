"""What an evaluation tells: figures, each beside a naive guess on the same data and the aim set before."""

import os
from dataclasses import dataclass
from pathlib import Path


class DataMissing(Exception):
    """The data an evaluation needs are not on this machine."""


@dataclass(frozen=True)
class Row:
    """One figure. `data` is what it was taken on, with how many; `protocol` how training and test were parted, or how
    the threshold came about. `naive` is None where no naive guess has such a figure, `aim` where none was set."""

    measure: str
    value: float
    data: str
    protocol: str
    naive: float | None = None
    aim: float | None = None
    higher_is_better: bool = True
    form: str = ".3f"
    """As Python formats numbers: ".3f", ".0%", ",.1f"."""

    @property
    def reached(self) -> bool | None:
        """Whether the aim was reached; None where none was set."""
        if self.aim is None:
            return None
        return self.value >= self.aim if self.higher_is_better else self.value <= self.aim

    @property
    def beats_naive(self) -> bool | None:
        """None where there is no naive guess."""
        if self.naive is None:
            return None
        return self.value > self.naive if self.higher_is_better else self.value < self.naive


@dataclass(frozen=True)
class Section:
    """One evaluation. `how` says what was learnt on which part and what was chosen where, `naive_is` what the naive
    guess is, `limits` what the figures do not show."""

    title: str
    how: str
    naive_is: str
    rows: tuple[Row, ...]
    limits: tuple[str, ...] = ()


def shared(name: str) -> Path:
    """A file or folder of the real data, which are not part of the project."""
    folder = os.environ.get("TRACEWORK_TEST_DATA", "")
    path = Path(folder) / name
    if not folder or not path.exists():
        raise DataMissing(
            f"needs {name} of the real data, which are not part of the project. "
            "Name their folder in TRACEWORK_TEST_DATA; its figures stay as they were."
        )
    return path
