"""What the readiness page looks at, as its address says it: one blocker or all, how grouped and sorted, which event."""

from dataclasses import dataclass

from dashboards.lens import Lens

PATH = "/readiness"
GROUPS = {"blocker": "Blocker", "holder": "Who holds it", "client": "Client", "entity": "Entity"}
SORTS = {"wait": "Longest wait", "money": "Most money"}


@dataclass(frozen=True)
class WorkView(Lens):
    """`by` is the grouping, `show` the group that is shown whole, `event` the billing event that is open."""

    blocker: str = ""
    sort: str = "wait"
    event: str = ""

    @property
    def grouped_by(self) -> str:
        return self.by if self.by in GROUPS else "blocker"

    @property
    def sorted_by(self) -> str:
        return self.sort if self.sort in SORTS else "wait"
