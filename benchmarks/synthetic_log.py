"""A generated log of any size: projects on their way to cash, 60 activities, loops and rework, ten events to a case.

The ways that cases take are drawn in Python, some thousand of them; the events are then made from them in SQL.
"""

from pathlib import Path
from random import Random

import pyarrow as pa

from core.database import Database
from core.sql import load

HOUR = 3_600_000_000
# six stages of ten activities, in the order in which a project meets them
STAGES = {
    "contract": "drafted,reviewed,priced,sent,negotiated,approved,signed,filed,amended,handed over",
    "project": "created,checked,budgeted,approved,staffed,scheduled,opened,kicked off,rescheduled,put on hold",
    "assignment": "requested,proposed,rejected,booked,confirmed,started,extended,swapped,ended,released",
    "timesheet": "due,submitted,returned,corrected,approved,posted,reposted,reopened,split,closed",
    "invoice": "prepared,checked,adjusted,approved,sent,disputed,resolved,credited,reissued,reminded",
    "payment": "announced,received,matched,unmatched,split,posted,refunded,written off,reported,closed",
}
ACTIVITIES = [f"{stage.capitalize()} {word}" for stage, words in STAGES.items() for word in words.split(",")]
SYSTEMS = ("crm", "psa", "erp")
MOST_WAYS = 30_000


def way(random: Random) -> list[int]:
    """The activities of one way: some of each stage, mostly in order, with repeats at once and loops back."""
    activities: list[int] = []
    for stage in range(len(STAGES)):
        if random.random() < 0.2:
            continue
        done = [stage * 10 + min(9, int(random.expovariate(0.45))) for _ in range(random.choice((1, 1, 2, 2, 3)))]
        activities += done if random.random() < 0.05 else sorted(done)
    if len(activities) > 3 and random.random() < 0.25:
        back = random.randrange(1, len(activities) - 1)
        activities[back + 1 : back + 1] = activities[max(0, back - 2) : back + 1]
    return activities or [0]


def ways(number: int, seed: int) -> pa.Table:
    """One row per way and step: the activity, and the time since the start where all goes at its usual pace."""
    random = Random(seed)
    pace = [random.lognormvariate(2.5, 1.2) for _ in ACTIVITIES]
    rows: list[tuple[int, int, int, int]] = []
    for way_no in range(number):
        hours = 0.0
        for seq, activity in enumerate(way(random)):
            rows.append((way_no, seq, activity, int(hours * HOUR)))
            hours += pace[activity] * random.uniform(0.5, 1.5) + 0.05
    columns = ("way_no", "seq", "activity_no", "offset_us")
    return pa.table({name: [row[at] for row in rows] for at, name in enumerate(columns)})


def write_synthetic_log(database: Database, events: int, seed: int = 7) -> None:
    """Fill the object-centric tables of a new database with about so many events of cases of type `project`."""
    made = ways(max(50, min(MOST_WAYS, events // 300)), seed)
    database.register("way_step", made)
    database.run(load("eventlog", "schema.sql"))
    cases = max(1, events * made["way_no"][-1].as_py() // made.num_rows)
    systems = "[" + ", ".join(f"'{name}'" for name in SYSTEMS) + "]"
    text = (Path(__file__).parent / "synthetic_log.sql").read_text(encoding="utf-8")
    for statement in text.split(";\n"):
        if statement.strip():
            filled = statement.replace("{cases}", str(cases)).replace("{seed}", str(seed)).replace("{systems}", systems)
            database.run(filled, **({"activities": ACTIVITIES} if "$activities" in filled else {}))
    database.unregister("way_step")
