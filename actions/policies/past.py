"""The findings as they were at any moment of the past, from what detectors saw of each and what people said to it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from core.access import Viewer
from models.findings.finding import Finding, FindingState
from models.findings.reading import findings_in
from models.findings.tables import sighting_table, verdict_table

SEEN = {
    "raised": FindingState.OPEN,
    "reopened": FindingState.OPEN,
    "awake": FindingState.OPEN,
    "gone": FindingState.GONE,
}
SAID = {
    "confirm": FindingState.CONFIRMED, "dismiss": FindingState.DISMISSED, "snooze": FindingState.SNOOZED,
    "settle": FindingState.SETTLED,
}  # fmt: skip


@dataclass(frozen=True)
class Then:
    """A finding from one moment on."""

    at: datetime
    finding: Finding


class Past:
    """What was known of findings; `changes` are the moments at which something of it changed, in order, `looked`
    those at which a detector had a look."""

    def __init__(
        self,
        lives: Mapping[int, list[Then]],
        looked: Sequence[datetime] = (),
        known: Mapping[int, FindingState] | None = None,
    ) -> None:
        self.looked = sorted(looked)
        self._states = known or {}
        self._lives = {number: sorted(life, key=lambda then: then.at) for number, life in lives.items()}
        self.changes = sorted({then.at for life in lives.values() for then in life})
        self._known: tuple[int, list[Finding]] = (-1, [])

    def at(self, moment: datetime) -> list[Finding]:
        """The findings as they were known then, the first first."""
        place = bisect_right(self.changes, moment)
        if self._known[0] != place:
            found = []
            for life in self._lives.values():
                before = bisect_right(life, moment, key=lambda then: then.at)
                if before:
                    found.append(life[before - 1].finding)
            self._known = (place, found)
        return self._known[1]

    def finally_of(self, number: int) -> FindingState:
        """What became of a finding, as it is known now."""
        return self._states.get(number) or self._lives[number][-1].finding.state


def past_of(connection: Connection) -> Past:
    """The past of all findings there are."""
    acts: dict[int, list[tuple[datetime, int, str, float | None, float | None]]] = defaultdict(list)
    table = sighting_table.c
    for row in connection.execute(select(sighting_table).order_by(table.at, table.id)).mappings():
        acts[row["finding"]].append((row["at"], 0, row["act"], row["chance"], row["base_money"]))
    looked = [at for told in acts.values() for at, *_ in told]
    said = verdict_table.c
    for row in connection.execute(select(verdict_table).where(said.undone.is_(False))).mappings():
        acts[row["finding"]].append((row["at"], 1, row["verdict"], None, None))
    lives = {}
    for finding in findings_in(connection, Viewer.owner()):
        lives[finding.number] = _life(finding, sorted(acts[finding.number], key=lambda act: act[:2]))
    return Past(dict(sorted(lives.items())), looked)


def _life(finding: Finding, acts: list[tuple[datetime, int, str, float | None, float | None]]) -> list[Then]:
    now = replace(finding, state=FindingState.OPEN)
    life = []
    for at, _, act, chance, money in acts:
        now = replace(now, state=SEEN.get(act) or SAID.get(act) or now.state)
        if chance is not None:
            now = replace(now, suspicion=replace(now.suspicion, chance=chance), base_money=money)
        life.append(Then(at, now))
    return life
