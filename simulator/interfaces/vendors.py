"""The vendors whose interfaces a firm's systems have, by the name of the source, imported only when asked for."""

from __future__ import annotations

import importlib
from types import ModuleType

from simulator.state import State

EVERYWHERE = ("salesforce", "netsuite", "bamboohr", "concur", "coupa", "graph")
ACQUIRED = "netsuite_acquired"


def vendors_of(state: State) -> dict[str, ModuleType]:
    """The interfaces of a firm; one that has acquired another has that one's ERP too."""
    names = [*EVERYWHERE, *([ACQUIRED] if state["legal_entity"]["acquired"].any() else [])]
    return {name: importlib.import_module(f"simulator.interfaces.{name}") for name in names}
