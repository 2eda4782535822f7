"""Which events a case has: those of its object and of what its paths reach, against a walk in plain Python."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from core.calendars import calendar
from core.data_files import data_file
from core.words import event_label
from core.workspace import create_workspace
from eventlog.case_tables.attributes import MOST_SLICES
from eventlog.case_tables.build import build_case_tables
from eventlog.process_declaration import CalendarBy, ProcessDeclaration
from tests.eventlog.object_log import START, Happened, ObjectLog, random_object_log, tables_of

VIA = ("order>bill", "order>bill[of]>payment", "order>client[for]: sent, paid", "order>payment[for]>client: made")


def built(log, **declared):
    process = ProcessDeclaration(name="p", title="P", **{"object_type": "order", **declared})
    database = tables_of(log)
    build_case_tables(database, process, calendar, sources_vary=True)
    return database.cursor(["p", "main"])


def steps_of(database):
    found = defaultdict(list)
    for name, event_no in database.rows(
        'select object_id, event_no from step join "case" using (case_no) order by case_no, seq'
    ):
        found[name].append(event_no)
    return dict(found)


def walked(log, process):
    """The events of each case, by sets."""
    near = defaultdict(set)
    for one, other, how in log.relations:
        near[log.canonical(one)].add((log.canonical(other), how))
        near[log.canonical(other)].add((log.canonical(one), how))
    taken = defaultdict(set)
    for leading in {log.canonical(name) for name in log.objects if log.type_of(name) == process.object_type}:
        ways = [({leading}, ())]
        for path in process.paths:
            at = {leading}
            for stop in path.stops:
                at = {
                    other for name in at for other, how in near[name]
                    if log.type_of(other) == stop.type and stop.qualifier in (None, how)
                }  # fmt: skip
            ways.append((at, path.event_types))
        for number, event in enumerate(log.events):
            named = {log.canonical(name) for name, _ in event.objects}
            if any(named & at and (not only or event.type in only) for at, only in ways):
                taken[leading].add(number)
    return taken


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("via", [(), VIA], ids=["alone", "paths"])
def test_a_case_has_the_events_that_its_paths_reach_each_once(seed, via):
    log = random_object_log(seed)
    declared = {"via": via, "event_types": ("made", "sent", "paid")}
    found = steps_of(built(log, **declared))
    expected = walked(log, ProcessDeclaration(name="p", title="P", object_type="order", **declared))
    assert {name: sorted(events) for name, events in found.items()} == {
        name: sorted(events) for name, events in expected.items()
    }


def test_what_lies_before_a_case_begins_is_not_taken_along_a_path_with_since():
    """The client was made before the first order was sent, and again between the two."""
    log = ObjectLog(
        objects=["order:1", "order:2", "client:1"],
        relations=[("order:1", "client:1", "for"), ("order:2", "client:1", "for")],
        events=[
            Happened("made", START, [("client:1", "")]),
            Happened("sent", START + timedelta(hours=1), [("order:1", "")]),
            Happened("made", START + timedelta(hours=2), [("client:1", "")]),
            Happened("sent", START + timedelta(hours=3), [("order:2", "")]),
        ],
    )
    declared = {"event_types": ("made", "sent"), "via": ("order>client[for]: made since sent",)}
    assert steps_of(built(log, **declared)) == {"order:1": [1, 2], "order:2": [3]}


@pytest.mark.parametrize("seed", range(3))
def test_how_often_an_event_counts_is_kept(seed):
    log = random_object_log(seed)
    database = built(log, via=VIA)
    expected = walked(log, ProcessDeclaration(name="p", title="P", object_type="order", via=VIA))
    steps = sum(len(events) for events in expected.values())
    assert database.value("select duplication from process") == pytest.approx(
        steps / len(set().union(*expected.values()))
    )


def test_slugs_are_shown_by_their_labels_and_labels_are_taken_too():
    kinds = ["invoice_sent", "Invoice drafted", "Invoice sent", "phone_call"]
    log = ObjectLog(["order:1"], events=[Happened(kind, START, [("order:1", "")]) for kind in kinds])
    declared = built(log, event_types=("invoice_drafted", "invoice_sent"))
    assert declared.rows("select name, events, cases from activity order by activity_no") == [
        ("Invoice drafted", 1, 1),
        ("Invoice sent", 2, 1),
    ]
    # the drafting comes first though the file has it second: both stand at the same time
    assert declared.column("select name from step join activity using (activity_no) order by seq") == [
        "Invoice drafted", "Invoice sent", "Invoice sent",
    ]  # fmt: skip
    everything = built(log)
    assert set(everything.column("select name from activity")) == {event_label(kind) for kind in kinds}
    assert everything.value("select count(*) from event_type") == 4


def test_what_describes_a_case_comes_from_the_nearest_object_that_knows_it():
    log = ObjectLog(
        objects=["order:1", "order:2", "order:other", "bill:1", "client:1", "client:2"],
        relations=[("bill:1", "order:1", "of"), ("client:1", "bill:1", "to")],
        same={"order:other": "order:1"},
        events=[
            Happened("made", START, [("order:1", "")]),
            Happened("made", START, [("order:2", ""), ("client:2", "")]),
            Happened("sent", START + timedelta(hours=1), [("order:other", "")]),
        ],
        known=[
            ("order:1", "region", "own", START),
            ("order:1", "region", "own, later", START + timedelta(days=1)),
            ("order:other", "region", "other id", START + timedelta(days=2)),
            ("order:other", "owner", "other id", START),
            ("bill:1", "owner", "bill", START),
            ("bill:1", "size", "bill", START),
            ("client:1", "size", "client", START),
            ("client:1", "trade", "client", START),
            ("client:2", "trade", "by event", START),
        ],
    )
    database = built(log, attributes_of=("bill", "order>bill>client", "client"))
    assert database.rows(
        'select object_id, n, region, owner, size, trade from "case" join case_slice using (case_no) order by object_id'
    ) == [
        ("order:1", 2, "own, later", "other id", "bill", "client"),
        ("order:2", 1, None, None, None, "by event"),
    ]


@pytest.mark.parametrize(("name", "value"), [("entity", "london"), ("Legal entity", "London"), ("entity", "London")])
def test_a_calendar_is_chosen_by_slug_or_label(name, value):
    friday = START + timedelta(days=4)
    log = ObjectLog(["order:1"], known=[("order:1", name, value, START)])
    log.events = [
        Happened("made", friday, [("order:1", "")]),
        Happened("sent", friday + timedelta(days=3, hours=2), [("order:1", "")]),
    ]
    by = CalendarBy(attribute="entity", values={"new_york": "new_york", "london": "london"})
    database = built(log, calendar="new_york", calendar_by=by)
    # Friday 9:00 to Monday 11:00 in London is a day of eight hours and two more
    assert database.value("select business_wait_us from step where seq = 0") == 10 * 3_600_000_000


@pytest.mark.parametrize(("entity", "days"), [("munich", 0), ("Munich", 0), ("Atlantis", 1)])
def test_an_entity_without_a_place_in_the_table_follows_the_calendar_named_like_it(entity, days):
    # 3 October 2025 is a Friday, and a holiday in Germany alone
    holiday = datetime(2025, 10, 3, 12, tzinfo=UTC)
    log = ObjectLog(["order:1"], known=[("order:1", "entity", entity, holiday)])
    log.events = [
        Happened("made", holiday, [("order:1", "")]),
        Happened("sent", holiday + timedelta(days=2), [("order:1", "")]),
    ]
    by = CalendarBy(attribute="entity", values={"london": "london"})
    database = built(log, calendar="london", calendar_by=by)
    # what is left of a Friday in London; nothing in Munich
    assert (database.value("select business_wait_us from step where seq = 0") > 0) == bool(days)


def test_a_calendar_of_the_workspace_needs_no_changed_declaration(tmp_path):
    workspace = create_workspace(tmp_path / "firm")
    workspace.calendars.mkdir(exist_ok=True)
    shipped = data_file("calendars").joinpath("always.toml").read_text(encoding="utf-8")
    (workspace.calendars / "tokyo.toml").write_text(shipped)
    log = ObjectLog(["order:1"], known=[("order:1", "entity", "Tokyo", START)])
    saturday = START + timedelta(days=5)
    log.events = [
        Happened("made", saturday, [("order:1", "")]),
        Happened("sent", saturday + timedelta(hours=5), [("order:1", "")]),
    ]
    process = ProcessDeclaration(
        name="p", title="P", object_type="order", calendar_by=CalendarBy(attribute="entity", values={"x": "london"})
    )
    database = tables_of(log)
    build_case_tables(database, process, partial(calendar, workspace=workspace), sources_vary=True)
    assert database.value("select business_wait_us from p.step where seq = 0") == 5 * 3_600_000_000
    assert database.value("select calendar from p.process") == "london, tokyo"


def test_of_several_objects_as_near_the_least_counts_and_one_under_two_ids_is_one():
    log = ObjectLog(
        objects=["order:1", "order:2", "bill:1", "bill:2", "bill:old 2"],
        relations=[("bill:1", "order:1", "of"), ("bill:old 2", "order:1", "of"), ("bill:2", "order:2", "of")],
        same={"bill:old 2": "bill:2"},
        events=[Happened("made", START, [("order:1", "")]), Happened("made", START, [("order:2", "")])],
        known=[
            ("bill:1", "owner", "b", START),
            ("bill:old 2", "owner", "a", START),
            ("bill:2", "size", "s", START),
            ("bill:old 2", "size", "a", START),
        ],
    )
    database = built(log, attributes_of=("bill",))
    told = database.rows('select object_id, owner, size from "case" join case_slice using (case_no) order by object_id')
    assert told == [("order:1", "a", "s"), ("order:2", "a", "s")]


def test_of_very_many_attributes_the_usual_ones_and_that_of_the_calendar_become_slices():
    rare = [f"rare {number}" for number in range(MOST_SLICES)]
    log = ObjectLog(["order:1", "order:2"])
    log.events = [Happened("made", START, [("order:1", "")]), Happened("made", START, [("order:2", "")])]
    log.known = [
        *(("order:1", name, "x", START) for name in rare),
        *((order, "usual", "y", START) for order in ("order:1", "order:2")),
        ("order:2", "site", "london", START),
    ]
    by = CalendarBy(attribute="site", values={"london": "london"})
    database = built(log, calendar="new_york", calendar_by=by)
    names = database.column("select name from slice")
    assert (len(names), names[0], "site" in names) == (MOST_SLICES, "usual", True)
    assert set(names) == {"usual", "site", *sorted(rare)[: MOST_SLICES - 2]}
