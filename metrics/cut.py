"""How an indicator is cut: by which slices, over which period, by which grain of time, of which shares only.

Conditions on shares are a part of the grammar of filters: practice = Data and entity in (munich, london).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.access import Viewer
from core.errors import NotAllowed, WrongUse
from core.sql import quoted
from eventlog.filters.condition import Bindings
from eventlog.filters.tokens import Tokens, written
from metrics.period import GRAINS, Grain, Period, read_period
from metrics.shares import SLICES

PEOPLES_NAMES = frozenset({"project_manager"})


@dataclass(frozen=True)
class Only:
    """Only shares whose slice is, or is not, one of these values."""

    slice: str
    values: tuple[str, ...]
    is_not: bool = False

    def to_text(self) -> str:
        if len(self.values) == 1:
            return f"{self.slice} {'!=' if self.is_not else '='} {written(self.values[0])}"
        return f"{self.slice} in ({', '.join(map(written, self.values))})"

    def in_sql(self, bindings: Bindings) -> str:
        there = f"list_contains({bindings.bind(list(self.values))}::varchar[], {quoted(self.slice)})"
        return f"{there} is not true" if self.is_not else there


@dataclass(frozen=True)
class Cut:
    """Totals by the slices of `by`, each also by `grain` if there is one; without a period over all time.

    `measures` are names of measures as they are told, such as p90, or declared; none means all.
    """

    by: tuple[str, ...] = ()
    period: Period | None = None
    grain: Grain | None = None
    only: tuple[Only, ...] = ()
    measures: tuple[str, ...] = ()

    @property
    def slices(self) -> frozenset[str]:
        """All slices that decide which shares come together."""
        return frozenset(self.by) | {each.slice for each in self.only}

    def over(self, period: Period | None) -> "Cut":
        """The same over another period, as a whole."""
        return replace(self, period=period, grain=None)

    def seen_by(self, viewer: Viewer) -> "Cut":
        """The same, of what a viewer may see. Names of people are for those who may see them."""
        hidden = self.slices & PEOPLES_NAMES
        if hidden and not viewer.may_see_names:
            raise NotAllowed(f"Names are hidden for your role, so nothing is told by {', '.join(sorted(hidden))}.")
        scopes = tuple(Only(name, tuple(sorted(values))) for name, values in viewer.scopes.items())
        return replace(self, only=self.only + scopes)


def read_cut(
    by: str | Sequence[str] = (),
    period: str | Period | None = None,
    grain: str | None = None,
    where: str = "",
    measures: str | Sequence[str] = (),
) -> Cut:
    """A cut as people write it: names with commas between, a period, a grain, and conditions."""
    if grain is not None and grain not in GRAINS:
        raise WrongUse(f'There is no trend by "{grain}". There are: {", ".join(GRAINS)}.')
    found: Grain | None = next((each for each in GRAINS if each == grain), None)
    slices = tuple(dict.fromkeys(_known(name) for name in _names(by)))
    span = read_period(period) if isinstance(period, str) else period
    return Cut(slices, span, found, read_only(where), _names(measures))


def read_only(text: str) -> tuple[Only, ...]:
    """The conditions of a text; none for an empty one."""
    tokens = Tokens(text)
    found: list[Only] = []
    while tokens.peek() is not None:
        if found:
            tokens.expect("and")
        name = _known(tokens.name("the name of a slice"))
        if tokens.accept("in"):
            found.append(Only(name, tokens.names("a value")))
        elif tokens.accept("!="):
            found.append(Only(name, (tokens.name("a value"),), is_not=True))
        else:
            tokens.expect("=")
            found.append(Only(name, (tokens.name("a value"),)))
    return tuple(found)


def _names(given: str | Sequence[str]) -> tuple[str, ...]:
    parts = given.split(",") if isinstance(given, str) else given
    return tuple(part.strip() for part in parts if part.strip())


def _known(name: str) -> str:
    if name not in SLICES:
        raise WrongUse(f'No indicator is sliced by "{name}". There are: {", ".join(SLICES)}.')
    return name
