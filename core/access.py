"""Who reads: a Viewer's roles and the rows they may see."""

from dataclasses import dataclass

ALL = None


@dataclass(frozen=True)
class Viewer:
    """Somebody who reads. Each scope is a set of names, or ALL (None) for no limit; `entities` are legal entities."""

    name: str
    roles: frozenset[str]
    entities: frozenset[str] | None = ALL
    practices: frozenset[str] | None = ALL
    clients: frozenset[str] | None = ALL
    projects: frozenset[str] | None = ALL
    may_see_names: bool = True

    @staticmethod
    def owner() -> "Viewer":
        """The person at this machine: whoever can read the workspace folder owns it and sees everything."""
        return Viewer(name="owner", roles=frozenset({"owner"}))

    @property
    def scopes(self) -> dict[str, frozenset[str]]:
        """The limits that hold, by the slug of the attribute they are about; empty for one who sees all."""
        limits = {
            "entity": self.entities,
            "practice": self.practices,
            "client": self.clients,
            "project": self.projects,
        }
        return {attribute: names for attribute, names in limits.items() if names is not None}
