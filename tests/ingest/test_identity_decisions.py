"""What people answered about pairs, as it is listed: the last answer, whether it holds, what is gone meanwhile."""

from __future__ import annotations

import pytest

from core.access import Viewer
from core.workspace import create_workspace, writing
from eventlog.reading import open_log
from ingest.decisions import decide_identity
from ingest.identity_decisions import decided, identity_decisions
from ingest.landing import withdraw
from tracework import pipeline

TABLES = """[sources.{name}]
connector = "folder"
path = "{name}"
settle = 0
[sources.{name}.tables.client]
key = ["id"]
columns = {{name = "text"}}
objects = [{{type = "client", id = "r.id", attributes = {{name = "r.name"}}}}]
"""


@pytest.fixture
def place(tmp_path):
    found = create_workspace(tmp_path / "firm")
    for name in ("crm", "erp"):
        (found.root / name / "client").mkdir(parents=True)
        rows = "".join(f"{number},{name} {number}\n" for number in range(1, 4))
        (found.root / name / "client" / "all.csv").write_text(f"id,name\n{rows}")
    found.settings_file.write_text("".join(TABLES.format(name=name) for name in ("crm", "erp")))
    assert pipeline.pull(found, build=False).failed == {}
    return found


def say(place, left, right, answer, by="Ann", of_type="client"):
    with writing(place):
        return decide_identity(place, left, right, answer, by, of_type)


def listed(place):
    pipeline.build(place)
    with open_log(place, Viewer.owner()) as log:
        return [(each.said.answer, each.left, each.right, each.holds, each.doubt) for each in decided(log)]


def test_the_last_answer_of_a_pair_is_told_with_who_gave_it(place):
    say(place, "crm:1", "erp:1", "same")
    run = say(place, "erp:1", "crm:1", "different", "Bob")
    (found,) = identity_decisions(place)
    assert (found.left, found.right, found.answer) == ("erp:1", "crm:1", "different")
    assert (found.by, found.type) == ("Bob", "client")
    assert found.run == run
    withdraw(place, "tracework", run)
    (found,) = identity_decisions(place)
    assert (found.answer, found.by) == ("same", "Ann")


def test_what_holds_what_does_not_and_what_is_gone_is_said(place):
    say(place, "crm:1", "erp:1", "same")
    say(place, "crm:1", "erp:1", "later")
    say(place, "crm:2", "erp:2", "same")
    say(place, "crm:2", "crm:3", "different")
    say(place, "crm:3", "erp:2", "same")
    say(place, "crm:3", "erp:3", "same", of_type=None)
    assert listed(place) == [
        ("same", "crm 3", "erp 3", True, ""),
        ("same", "crm 3", "erp 2", False, "; without effect, as another decision stands against it"),
        ("different", "crm 2", "crm 3", True, ""),
        ("same", "crm 2", "erp 2", True, ""),
    ]
    say(place, "crm:1", "crm:2", "different")
    with open_log(place, Viewer.owner()) as log:
        assert decided(log)[0].doubt == "; the next build makes it so"
    withdraw(place, "erp", "000001")
    gone = "; without effect, as one of them is not in the log any more"
    assert listed(place) == [
        ("different", "crm 1", "crm 2", True, ""),
        ("same", "crm 3", None, False, gone),
        ("same", "crm 3", None, False, gone),
        ("different", "crm 2", "crm 3", True, ""),
        ("same", "crm 2", None, False, gone),
    ]
