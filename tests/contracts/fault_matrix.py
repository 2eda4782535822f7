"""Every fault that a vendor's interface can have, and what must come of it at each interface.

| word | what must come of it |
|---|---|
| healed | what lands is what lands undisturbed |
| told | nothing lands, the failure is one line, and the next pull brings all |
| left out | the stream does not land and one line says why, the others do, and the next pull brings all |
| later | what this pull could not see yet, or passed over, is brought by the next |
| marked | the deletion lands, once |
| noted | all lands, the column too, and the drift is told |
| set apart | all lands; the record that cannot be read is set apart by the build, with the reason |
| - | the interface cannot have it: `CANNOT` says why |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ALWAYS = 10_000
DAYS = 5 * 86_400
# What is done to the records or to a right, and not to an answer.
DONE_TO_RECORDS = ("deleted", "revoked", "history_off")

FAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    "401 in the middle": ("unauthorized", {"after": 1}),
    "401 for good": ("unauthorized", {"after": 1, "times": ALWAYS}),
    "403 for good": ("forbidden", {"after": 1, "times": ALWAYS}),
    "429, Retry-After": ("throttled", {"after": 1}),
    "429, Retry-After too long": ("throttled", {"after": 1, "times": ALWAYS, "seconds": 3_600}),
    "429 without": ("throttled_silently", {"after": 1, "times": 2}),
    "429 without, for good": ("throttled_silently", {"after": 1, "times": ALWAYS}),
    "500": ("server_error", {"after": 1, "times": 2}),
    "500 for good": ("server_error", {"after": 1, "times": ALWAYS}),
    "503": ("unavailable", {"after": 1, "seconds": 0}),
    "503 for good": ("unavailable", {"after": 1, "times": ALWAYS, "seconds": 0}),
    "slow": ("slow", {"after": 1, "seconds": 1.5}),
    "slow for good": ("slow", {"after": 1, "times": ALWAYS, "seconds": 1.5}),
    "cut": ("cut", {"after": 1}),
    "cut for good": ("cut", {"after": 1, "times": ALWAYS}),
    "JSON truncated": ("truncated", {"after": 1}),
    "JSON truncated for good": ("truncated", {"after": 1, "times": ALWAYS}),
    "a page repeated": ("repeated", {"after": 1}),
    "a page repeated for good": ("repeated", {"after": 1, "times": ALWAYS}),
    "a page in another order": ("reordered", {}),
    "pages in another order": ("reordered", {"times": ALWAYS}),
    "records twice": ("duplicated", {"times": ALWAYS}),
    "records deleted": ("deleted", {}),
    "clock ahead once": ("skewed", {"path": ".*", "after": 3, "seconds": DAYS}),
    "clock ahead": ("skewed", {"path": ".*", "times": ALWAYS, "seconds": DAYS}),
    "clock behind": ("skewed", {"path": ".*", "times": ALWAYS, "seconds": -DAYS}),
    "a new column": ("new_column", {"times": ALWAYS}),
    "a changed type": ("changed_type", {"times": ALWAYS}),
    "a permission revoked": ("revoked", {}),
    "history tracking off": ("history_off", {}),
}

EXPECTED = """
                          | salesforce | certinia  | netsuite  | bamboohr  | concur    | coupa     | graph
401 in the middle         | healed     | healed    | healed    | healed    | healed    | healed    | healed
401 for good              | told       | told      | told      | told      | told      | told      | told
403 for good              | left out   | left out  | left out  | left out  | told      | left out  | left out
429, Retry-After          | healed     | healed    | healed    | healed    | healed    | healed    | healed
429, Retry-After too long | told       | told      | told      | told      | told      | told      | told
429 without               | healed     | healed    | healed    | healed    | healed    | healed    | healed
429 without, for good     | told       | told      | told      | told      | told      | told      | told
500                       | healed     | healed    | healed    | healed    | healed    | healed    | healed
500 for good              | told       | told      | told      | told      | told      | told      | told
503                       | healed     | healed    | healed    | healed    | healed    | healed    | healed
503 for good              | told       | told      | told      | told      | told      | told      | told
slow                      | healed     | healed    | healed    | healed    | healed    | healed    | healed
slow for good             | told       | told      | told      | told      | told      | told      | told
cut                       | healed     | healed    | healed    | healed    | healed    | healed    | healed
cut for good              | told       | told      | told      | told      | told      | told      | told
JSON truncated            | healed     | healed    | healed    | healed    | healed    | healed    | healed
JSON truncated for good   | told       | told      | told      | told      | told      | told      | told
a page repeated           | healed     | healed    | healed    | -         | healed    | healed    | healed
a page repeated for good  | told       | told      | told      | -         | told      | told      | told
a page in another order   | healed     | healed    | healed    | healed    | healed    | healed    | healed
pages in another order    | healed     | healed    | told      | healed    | healed    | told      | healed
records twice             | healed     | healed    | healed    | healed    | healed    | healed    | healed
records deleted           | marked     | marked    | marked    | marked    | marked    | marked    | marked
clock ahead once          | later      | later     | later     | later     | later     | later     | later
clock ahead               | later      | later     | told      | later     | later     | later     | later
clock behind              | later      | later     | told      | later     | later     | later     | later
a new column              | healed     | healed    | healed    | noted     | noted     | noted     | noted
a changed type            | set apart  | set apart | set apart | set apart | set apart | set apart | set apart
a permission revoked      | left out   | left out  | left out  | left out  | told      | left out  | left out
history tracking off      | left out   | left out  | left out  | left out  | left out  | -         | left out
"""

# Concur's entries are asked for by the reports that changed: without the right to reports none of both can be read.
CANNOT = {
    ("a page repeated", "bamboohr"): "its answers come whole, without pages",
    ("a page repeated for good", "bamboohr"): "its answers come whole, without pages",
    ("history tracking off", "coupa"): "no history of Coupa is read: approvals and dates are records of their own",
}


@dataclass(frozen=True)
class Cell:
    """A fault at an interface, and what must come of it."""

    fault: str
    interface: str
    outcome: str

    @property
    def kind(self) -> str:
        return FAULTS[self.fault][0]

    @property
    def details(self) -> dict[str, Any]:
        return FAULTS[self.fault][1]


def cells() -> Iterator[Cell]:
    """All cells of the matrix, in the order of the columns."""
    head, *rows = ([part.strip() for part in line.split("|")] for line in EXPECTED.strip("\n").splitlines())
    for column, interface in enumerate(head[1:], 1):
        for row in rows:
            yield Cell(row[0], interface, row[column])
