"""The chip of a view that is narrowed to one project: it says so, and takes that back."""

from dashboards import chips
from dashboards.lens import Lens
from dashboards.parts import Part


def project_chip(path: str, lens: Lens) -> Part:
    """Nothing where the view is of all projects."""
    if not lens.project:
        return None
    everything = chips.Option("all", lens.link(path, project=""))
    return chips.choice("Project", [everything, chips.Option(lens.project, lens.link(path), True)])
