"""One run of the pretend firm, from its seed to the files its systems hand out."""

from __future__ import annotations

from pathlib import Path

from simulator.extracts import write_extracts
from simulator.firm import Firm
from simulator.sales import sell
from simulator.troubles import Troubles
from simulator.truth import write_truth
from simulator.world import World


def simulate(seed: int, people: int, projects: int, troubles: Troubles | None = None) -> World:
    """Everything that happens in the firm until the day of the extract."""
    world = World(Firm(seed, people, projects, troubles or Troubles()))
    for project in world.firm.projects:
        world.engine.start(project.found, sell(world, project))
    world.engine.run()
    return world


def write_firm(world: World, folder: Path) -> dict[str, int]:
    """The three systems' files in the folder, and the truth in `truth/` under it; gives the rows of each file."""
    rows = write_extracts(world.records, folder)
    write_truth(world, folder / "truth")
    return rows
