"""Case tables brought up to date equal those built whole, whatever changed in the log."""

import copy
import random
from datetime import timedelta

import pytest

from core.calendars import calendar
from core.database import open_memory
from eventlog.case_tables.affected import find_changes
from eventlog.case_tables.build import build_case_tables
from eventlog.case_tables.flattening import Flattening
from eventlog.case_tables.refresh import refresh_case_tables
from eventlog.content_hash import exchanged, step_parts
from eventlog.incremental.build import CHANGES
from eventlog.process_declaration import CalendarBy, ProcessDeclaration
from tests.eventlog.object_log import START, Happened, fill, random_object_log, refill, tables_of

PROCESS = ProcessDeclaration(
    name="p",
    title="P",
    object_type="order",
    event_types=("made", "sent", "paid"),
    via=("order>bill", "order>bill[of]>payment", "order>client[for]: sent, paid"),
    attributes_of=("bill", "order>bill>client", "payment"),
    calendar="new_york",
    calendar_by=CalendarBy(attribute="region", values={"region 1": "london"}),
)
# what is the same in two builds, whatever the numbers of their cases
CONTENT = {
    "steps": (
        "select object_id, seq, activity.name, ts, wait_us, business_wait_us, source_no, event_no, following.name "
        'from step join "case" using (case_no) join activity using (activity_no) '
        "left join (select activity_no as next_activity_no, name from activity) as following using (next_activity_no)"
    ),
    "cases": 'select object_id, variant_no, start_us, end_us, duration_us, business_us, n from "case"',
    "slices": 'select object_id, case_slice.* exclude (case_no) from case_slice join "case" using (case_no)',
    "activities": "select * from activity",
    "variants": "select variant_no, activities, length, cases, events from variant",
    "edges": "select * from variant_edge",
    "described": "select * from process",
    "names": "select * from slice",
}


def content(database):
    cursor = database.cursor(["p", "main"])
    return {name: sorted(cursor.rows(query), key=repr) for name, query in CONTENT.items()}


def work_on(database):
    return Flattening(database, PROCESS, [calendar(name) for name in PROCESS.calendars], sources_vary=True)


def changed(log, chance):
    """The log after one change of some kind."""
    log = copy.deepcopy(log)
    living = [name for name in log.objects if name not in log.gone]
    for _ in range(chance.choice([1, 1, 2, 4])):
        happened = [place for place, event in enumerate(log.events) if event]
        at = START + timedelta(minutes=chance.randrange(20_000))
        kind = chance.choice(
            ["event", "event", "moved", "no event", "tie", "no tie", "value", "object", "gone", "same"]
        )
        if kind == "event":
            names = chance.sample(living, chance.choice([1, 2]))
            log.events.append(
                Happened(chance.choice(["made", "sent", "paid"]), at, [(name, "") for name in names], "crm")
            )
        elif kind == "moved":
            log.events[chance.choice(happened)].at = at
        elif kind == "no event":
            log.events[chance.choice(happened)] = None
        elif kind == "tie":
            one, other = chance.sample(living, 2)
            if log.type_of(one) != log.type_of(other):
                log.relations.append((one, other, chance.choice(["for", "of"])))
        elif kind == "no tie":
            log.relations.pop(chance.randrange(len(log.relations)))
        elif kind == "value":
            when = at + timedelta(days=chance.choice([-30, 30]))
            log.known.append((chance.choice(living), "owner", f"owner {chance.randrange(4)}", when))
        elif kind == "object":
            log.objects.append(f"order:new {len(log.objects)}")
            log.events.append(Happened("made", at, [(log.objects[-1], "")]))
        elif kind == "gone":
            log.gone.add(chance.choice(living))
        else:
            one, other = chance.sample([name for name in living if log.type_of(name) == "order"], 2)
            if one not in log.same.values() and other not in log.same:
                log.same[one] = other
    log.relations = list(dict.fromkeys(log.relations))
    return log


def keys(log, event):
    return {(name, event.type) for name, _ in event.objects} if event else set()


def told_last(log, name):
    """What is told last of each attribute of an object, of one time the least."""
    told = [(key, at, value) for known, key, value, at in log.known if known == name]
    newest = {key: max(at for other, at, _ in told if other == key) for key, _, _ in told}
    return {key: min(value for other, at, value in told if (other, at) == (key, newest[key])) for key in newest}


def tell_changes(database, before, after):
    """The four tables of what changed, found by comparing the logs."""
    number = {name: place for place, name in enumerate(after.objects)}
    types = {name: n for n, name in database.rows("select type_no, name from event_type")}
    events = set()
    for place, now in enumerate(after.events):
        then = before.events[place] if place < len(before.events) else None
        if now != then:
            events |= keys(before, then) | keys(after, now)
    lost = after.gone - before.gone
    for event in before.events:
        if event and lost & {name for name, _ in event.objects}:
            events |= keys(before, event)
    ties = set(before.relations) ^ set(after.relations)
    ties |= {tie for tie in before.relations if lost & set(tie[:2])}
    known = {name for name, *_ in set(before.known) ^ set(after.known)} | lost
    same = {name for pair in set(before.same.items()) ^ set(after.same.items()) for name in pair}
    same |= {name for pair in before.same.items() if lost & set(pair) for name in pair}
    database.run(CHANGES)
    fill(database, "memory.changed_event", [(number[name], types[kind]) for name, kind in events if kind in types])
    fill(database, "memory.changed_relation", [(number[one], number[other], how) for one, other, how in ties])
    last = {name: name in lost or told_last(before, name) != told_last(after, name) for name in known}
    fill(database, "memory.changed_attribute", [(number[name], is_last) for name, is_last in last.items()])
    fill(database, "memory.changed_identity", [(number[name],) for name in same])


@pytest.mark.parametrize("seed", range(4))
def test_refreshed_equals_built(seed, scale):
    chance = random.Random(seed)
    refreshed = 0
    log = random_object_log(seed, things=20)
    database = tables_of(log)
    build_case_tables(database, PROCESS, calendar, sources_vary=True)
    parts = step_parts(database, "p")
    for _ in range(6 * scale):
        after = changed(log, chance)
        refill(database, after)
        tell_changes(database, log, after)
        find_changes(database)
        difference = refresh_case_tables(work_on(database))
        if difference is None:
            database.run("drop schema p cascade")
            build_case_tables(database, PROCESS, calendar, sources_vary=True)
            parts = step_parts(database, "p")
        else:
            refreshed += 1
            parts = exchanged(parts, [difference[0]], [difference[1]])
        whole = tables_of(after, open_memory())
        build_case_tables(whole, PROCESS, calendar, sources_vary=True)
        assert content(database) == content(whole)
        assert parts == step_parts(database, "p") == step_parts(whole, "p")
        numbers = database.column("select case_no from p.step")
        assert numbers == sorted(numbers)
        log = after
    assert refreshed


def test_a_new_activity_asks_for_a_whole_build():
    log = random_object_log(1)
    database = tables_of(log)
    open_to_all = PROCESS.model_copy(update={"event_types": ()})
    build_case_tables(database, open_to_all, calendar, sources_vary=True)
    before = content(database)
    after = copy.deepcopy(log)
    after.events.append(Happened("written off", START, [("order:3", "")]))
    refill(database, after)
    tell_changes(database, log, after)
    work = Flattening(database, open_to_all, work_on(database).calendars, sources_vary=True)
    find_changes(database)
    assert refresh_case_tables(work) is None
    assert {name: rows for name, rows in content(database).items() if name != "cases"} == {
        name: rows for name, rows in before.items() if name != "cases"
    }
