"""What a detector is: it learns from the past, scores the present, and says of each thing it scores why.

Every detector is a file in `models/detectors` that holds `DETECTOR`. What it has learnt is plain JSON (a tree model as
the text its library writes), so it is kept without pickle and read without running anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from eventlog.reading import EventLog

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
Learned = Mapping[str, Json]
"""All that scoring needs of the past; `json.loads(json.dumps(learned))` is the same."""


@dataclass(frozen=True)
class Reason:
    """One part of why, in the user's words, with the number and what it is compared with: "Travel is 31% of the
    invoice, usually 9% to 12%". `points` is what it adds to the chance (from -1 to 1; the reasons of a suspicion lead
    from the usual chance to its own), None where the chance is not made of parts."""

    text: str
    points: float | None = None
    evidence: tuple[str, ...] = ()
    """Ids of the objects that show it, as in the log."""


@dataclass(frozen=True)
class Peers:
    """What the subject is compared with: values of its like in `unit`, and its own."""

    title: str
    unit: str
    values: tuple[float, ...]
    own: float


@dataclass(frozen=True)
class Suggestion:
    """What to do about it. `action` is a slug of `[actions]` in data/words.toml."""

    action: str
    text: str


@dataclass(frozen=True)
class Place:
    """Whose it is: the slices that limit who sees it. An unknown one is None, and then only who sees all sees it."""

    entity: str | None = None
    practice: str | None = None
    client: str | None = None
    project: str | None = None


@dataclass(frozen=True)
class Suspicion:
    """A thing that a detector would show a person. Higher scores come first; `chance` (0 to 1) is how often a person
    would confirm one like it, `usual` how often one taken at random. Money at stake is in whole units of `currency`
    (facts have hundredths), None where it cannot be told. `title` names the subject and what is wrong with it in one
    line, `summary` is a sentence or two."""

    subject_type: str
    subject_id: str
    score: float
    chance: float
    usual: float
    title: str
    summary: str
    since: datetime
    reasons: tuple[Reason, ...]
    suggestion: Suggestion
    place: Place
    money: float | None = None
    currency: str | None = None
    peers: Peers | None = None
    kind: str | None = None
    """A slug of `[finding_kinds]` where a detector tells several; else that of its declaration."""

    owner_role: str | None = None
    """A slug of core.roles where it is another's than its declaration says."""


@dataclass(frozen=True)
class Measured:
    """How good it was on a later part that it had not seen: a measure, beside what a naive guess gives on the same."""

    measure: str
    value: float
    naive: float
    naive_is: str
    """What the naive guess was: "share of all invoices", "median by last activity"."""

    higher_is_better: bool
    n: int
    since: datetime
    until: datetime
    calibration: tuple[tuple[float, float, int], ...] = ()
    """By band of chance: the mean chance told, the share that came true, of how many."""

    @property
    def beats_naive(self) -> bool:
        return self.value > self.naive if self.higher_is_better else self.value < self.naive


@dataclass(frozen=True)
class Declaration:
    """What a detector says of itself; `owner_role` is a slug of core.roles."""

    name: str
    kind: str
    title: str
    question: str
    owner_role: str
    version: int
    method: str
    limits: str
    """Where not to trust it, in a sentence or two, for its card."""

    needs: tuple[str, ...] = ()
    """Activities that some system must tell of, or there is nothing to look at."""

    of_service_levels: bool = False
    """Whether it looks at nothing but service levels of processes."""


class Detector(Protocol):
    """Times are moments in UTC without zone, as in the log. Each method reads only what was known at `until` or
    `moment`: a log that ends there gives the same. Each gives the same twice. A log that lacks what it needs (no
    invoices, no projects) is no error: it learns that there is nothing, scores nothing, and cannot be measured."""

    @property
    def declaration(self) -> Declaration: ...

    def fit(self, log: EventLog, until: datetime) -> Learned:
        """Learn from what was known until then."""
        ...

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        """What is suspicious among what is open or new at this moment, the most first."""
        ...

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        """How what was learnt before `since` does on what came true from then to `until`; None for too little of it."""
        ...
