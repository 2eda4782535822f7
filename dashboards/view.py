"""What the process page shows, as its address says it: whatever narrows or changes a view can be sent."""

from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

TABS = ("map", "variants", "bottlenecks", "cases")
CLOCKS = ("business", "elapsed")


@dataclass(frozen=True)
class View:
    """One state of the process page. Empty texts and None stand for what is usual and are left out of the address."""

    process: str = ""
    where: str = ""
    tab: str = "map"
    clock: str = ""
    measure: str = ""
    activities: int | None = None
    paths: int | None = None
    cases: str = ""
    case: str = ""

    @classmethod
    def read(cls, query: dict[str, Any] | None) -> Self:
        """The view of an address; what it does not know or understand is left at what is usual."""
        given = {field.name: str(query[field.name]) for field in fields(cls) if query and query.get(field.name)}
        numbers = {name: _number(given.pop(name, "")) for name in ("activities", "paths")}
        if given.get("tab") not in TABS:
            given.pop("tab", None)
        if given.get("clock") not in CLOCKS:
            given.pop("clock", None)
        return cls(**given, **numbers)  # type: ignore[arg-type]

    def link(self, **changes: Any) -> str:
        """The address of this view with some things changed."""
        other = replace(self, **changes)
        usual = View()
        said = {field.name: getattr(other, field.name) for field in fields(other)}
        query = {
            name: value for name, value in said.items() if value not in ("", None) and value != getattr(usual, name)
        }
        return "/process" + (f"?{urlencode(query)}" if query else "")

    @property
    def narrowed(self) -> str:
        """The conditions of the drawer's cases: those of the page and the drawer's own."""
        return both(self.where, "" if self.cases == "all" else self.cases)


def both(first: str, second: str) -> str:
    """Two filter texts that hold together."""
    return " and ".join(text for text in (first.strip(), second.strip()) if text)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
