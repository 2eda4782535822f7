"""What of the data the page looks at, as its address says it: one source, one legal entity, one load, or all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

NO_ENTITY = "-"
"""In an address: what cannot be told to be of an entity."""
FIELDS = ("source", "entity", "load", "record")


@dataclass(frozen=True)
class Chosen:
    """Empty texts narrow nothing. `load` is SOURCE/NUMBER, as everywhere; `record` is what the lineage is asked of."""

    source: str = ""
    entity: str = ""
    load: str = ""
    record: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Of an address; a load is of its own source, so another source beside it is left out."""
        found = cls(**{name: query.get(name, "") for name in FIELDS})
        return replace(found, source=found.load.partition("/")[0]) if found.load else found

    def link(self, path: str, **changes: str) -> str:
        """The address of the page with some of it changed. A load says which source it is of."""
        other = replace(self, **changes)
        if "source" in changes and changes["source"] != other.load.partition("/")[0]:
            other = replace(other, load="")
        said = {name: getattr(other, name) for name in FIELDS if getattr(other, name)}
        if "load" in said:
            said.pop("source", None)
        return f"{path}?{urlencode(said, safe='/')}" if said else path

    @property
    def narrows(self) -> bool:
        return bool(self.source or self.entity or self.load)

    @property
    def bound(self) -> dict[str, str]:
        """As the statements take it."""
        return {"source": self.source, "run": self.load.partition("/")[2]}


ALL = Chosen()
