"""What the pages of figures look at, as their address says it: which figure, of which period, narrowed to what."""

from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

NARROWING = ("entity", "practice", "client", "project")
COMPARISONS = ("before", "year")
CLOCKS = ("business", "elapsed")
GRAINS = ("month", "week", "quarter")


@dataclass(frozen=True)
class Lens:
    """One view of a page of figures. Empty texts stand for what is usual and are left out of the address."""

    name: str = ""
    measure: str = ""
    by: str = ""
    period: str = ""
    grain: str = "month"
    compare: str = "before"
    clock: str = "business"
    entity: str = ""
    practice: str = ""
    client: str = ""
    project: str = ""
    show: str = ""

    @classmethod
    def read(cls, query: dict[str, Any]) -> Self:
        """The view of an address; what it does not know or understand is left at what is usual."""
        given = {field.name: str(query[field.name]) for field in fields(cls) if query.get(field.name)}
        for name, allowed in (("grain", GRAINS), ("compare", COMPARISONS), ("clock", CLOCKS)):
            if given.get(name) not in allowed:
                given.pop(name, None)
        return cls(**given)

    def link(self, path: str, **changes: Any) -> str:
        """The address of a page seen this way, with some things changed."""
        other, usual = replace(self, **changes), type(self)()
        said = {field.name: getattr(other, field.name) for field in fields(other)}
        query = {name: value for name, value in said.items() if value and value != getattr(usual, name)}
        return path + (f"?{urlencode(query)}" if query else "")

    @property
    def narrowed(self) -> dict[str, str]:
        """The slices that the view is narrowed to, with the value of each."""
        return {name: getattr(self, name) for name in NARROWING if getattr(self, name)}
