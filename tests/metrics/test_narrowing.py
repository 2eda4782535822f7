"""What a viewer may see, and what is asked for, as a condition."""

from __future__ import annotations

import pytest

from core.access import Viewer
from core.database import open_memory
from metrics.cut import read_only
from metrics.narrowing import narrowed

ROWS = (
    "(values ('london', 'Data'), ('munich', 'Data'), ('munich', 'Strategy'), (null, 'Data')) "
    "as given (entity, practice)"
)
LONDON = Viewer("l", frozenset(), entities=frozenset({"london"}))
OF_CLIENT = Viewer("c", frozenset(), clients=frozenset({"Acme"}))


@pytest.mark.parametrize(
    ("viewer", "where", "seen"),
    [
        (Viewer.owner(), "", 4),
        (LONDON, "", 1),
        (Viewer.owner(), "practice = Data", 3),
        (Viewer.owner(), "entity != munich", 2),
        (LONDON, "entity = munich", 0),
        (OF_CLIENT, "", 0),
        (Viewer.owner(), "client = Acme", 0),
    ],
)
def test_rows_that_are_seen(viewer: Viewer, where: str, seen: int):
    condition, values = narrowed(viewer, read_only(where), {"entity", "practice"}, "given")
    assert open_memory().value(f"select count(*) from {ROWS} where {condition}", **values) == seen
