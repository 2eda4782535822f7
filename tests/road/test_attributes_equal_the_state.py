"""What the log knows beside its events is what the firm knows: attributes, links, rates, timecards, askings, leave."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any

import polars as pl
import pytest

from simulator.books.firm import Firm
from simulator.books.working_time import person_days
from simulator.life.truth import names
from simulator.object_ids import resource_logged_id, salesforce_id
from tests.road import attributes_of_state as truth
from tests.road.roads import Road

KNOWN = """
    select thing.object_id, arg_max(told.value, {'own': told.object_no = thing.object_no, 'ts': told.ts})
    from object_attribute as told
    join canonical using (object_no)
    join object as thing on thing.object_no = canonical.canonical_no
    join object_type on object_type.type_no = thing.type_no
    where object_type.name = $type and told.name = $name and told.ts <= $as_of
    group by thing.object_id
"""
LINKED = """
    select distinct origin.object_id, target.object_id
    from object_object as link
    join canonical as origin_name on origin_name.object_no = link.from_object_no
    join object as origin on origin.object_no = origin_name.canonical_no
    join canonical as target_name on target_name.object_no = link.to_object_no
    join object as target on target.object_no = target_name.canonical_no
    join object_type as origin_type on origin_type.type_no = origin.type_no
    join object_type as target_type on target_type.type_no = target.type_no
    where origin_type.name = $origin and target_type.name = $target and link.qualifier = $qualifier
"""
OVER_TIME = """
    select distinct thing.object_id, told.ts, told.value
    from object_attribute as told
    join canonical using (object_no)
    join object as thing on thing.object_no = canonical.canonical_no
    join object_type on object_type.type_no = thing.type_no
    where object_type.name = $type and told.name = $name and told.ts > timestamp '1970-01-01'
"""
RATES = """
    select
        any_value(value) filter (where told.name = 'kind'), whose.object_id,
        any_value(value) filter (where told.name = 'grade'),
        any_value(try_cast(value as date)) filter (where told.name = 'starts_on'),
        any_value(try_cast(value as double)) filter (where told.name = 'rate')
    from object_attribute as told
    join object as rate using (object_no)
    join object_type on object_type.type_no = rate.type_no and object_type.name = 'rate'
    join object_object as link on link.from_object_no = rate.object_no and link.qualifier = 'of'
    join canonical on canonical.object_no = link.to_object_no
    join object as whose on whose.object_no = canonical.canonical_no
    group by rate.object_no, whose.object_id
"""
TIMECARDS = """
    with part as (
        select
            event_no, any_value(event_type.name) as type, any_value(event.ts) as ts,
            any_value(value) filter (where told.name = 'timecard') as timecard,
            round(60 * any_value(try_cast(value as double)) filter (where told.name = 'hours')) as minutes,
            any_value(value = 'true') filter (where told.name = 'billable') as billable
        from event join event_type using (type_no) join event_attribute as told using (event_no)
        where event_type.name like 'time%'
        group by event_no
    ),
    named as (
        select event_no, object_type.name as type, qualifier, thing.object_id
        from event_object
        join canonical using (object_no)
        join object as thing on thing.object_no = canonical.canonical_no
        join object_type on object_type.type_no = thing.type_no
    )
    select
        timecard, sum(minutes) filter (where part.type = 'time_logged'),
        bool_or(billable) filter (where part.type = 'time_logged'), max(person.object_id), max(project.object_id),
        min(ts) filter (where part.type = 'timesheet_submitted'),
        max(ts) filter (where part.type = 'timesheet_approved'),
        sum(minutes) filter (where part.type = 'time_posted'), max(billed.object_id)
    from part
    left join named as person
        on person.event_no = part.event_no and person.type = 'resource' and person.qualifier = 'of'
    left join named as project on project.event_no = part.event_no and project.type = 'project'
    left join named as billed on billed.event_no = part.event_no and billed.type = 'billing_event'
    group by timecard
"""
SAID = """
    with decision as (
        select
            event_no, any_value(event.ts) as ts, any_value(event_type.name) as type,
            any_value(value) filter (where told.name = 'kind') as kind,
            any_value(value) filter (where told.name = 'timecard') as timecard,
            any_value(value) filter (where told.name = 'approval') as approval,
            any_value(value) filter (where told.name = 'approver_role') as role,
            any_value(try_cast(value as timestamp)) filter (where told.name = 'asked_at') as asked_at
        from event join event_type using (type_no) join event_attribute as told using (event_no)
        group by event_no having kind is not null and role is not null
    ),
    named as (
        select event_no, qualifier, thing.object_id
        from event_object
        join canonical using (object_no)
        join object as thing on thing.object_no = canonical.canonical_no
    )
"""
DECIDED = f"""{SAID}
    select named.object_id, kind, timecard, ts, type not like '%rejected', role, person.object_id, asked_at
    from decision
    join named on named.event_no = decision.event_no and named.qualifier = ''
    left join named as person on person.event_no = decision.event_no and person.qualifier = 'by'
    where type like '%rejected' or type like '%approved' or type in ('contract_data_checked', 'invoice_reviewed')
"""
UNDECIDED = f"""{SAID}
    select named.object_id, kind, role
    from decision as asking
    join named on named.event_no = asking.event_no and named.qualifier = ''
    where
        type in ('handoff_submitted', 'budget_submitted', 'timesheet_submitted', 'timesheet_corrected')
        and not exists (
            select 1 from decision as later
            where later.asked_at = asking.ts
                and coalesce(later.approval = asking.approval, later.timecard = asking.timecard)
                and later.type not in ('handoff_submitted', 'budget_submitted')
        )
"""
NOON = time(12)
ALL = [(kind, name) for kind, known in truth.NOW.items() for name in known]
REFERENCES = [(kind, *link) for kind, found in truth.LINKS.items() for link in found]


@pytest.fixture(scope="module", params=["calm", "troubled"])
def road(request: pytest.FixtureRequest) -> Road:
    """A firm without any trouble, and one with all of them."""
    found: Road = request.getfixturevalue(request.param)
    return found


def asked(road: Road, query: str, **values: Any) -> list[tuple[Any, ...]]:
    return road.log.database.rows(query, **values)


def written(value: str) -> object:
    """A value of the log as the state tells it: numbers to four digits."""
    try:
        return round(float(value), 4)
    except ValueError:
        return value


@pytest.mark.parametrize(("kind", "name"), ALL, ids=[f"{kind}.{name}" for kind, name in ALL])
def test_what_is_known_now(road: Road, kind: str, name: str):
    expected = {thing: written(str(value)) for thing, value in truth.now(road.state, kind, name).iter_rows()}
    as_of = road.state.as_of.replace(tzinfo=None)
    found = {thing: written(value) for thing, value in asked(road, KNOWN, type=kind, name=name, as_of=as_of)}
    assert {thing: found.get(thing) for thing in expected} == expected
    assert len(expected) > 0 or name in ("cap", "cancelled_at", "withdrawn_at")


@pytest.mark.parametrize(
    ("origin", "qualifier", "target", "column"), REFERENCES, ids=[f"{one[0]}.{one[3]}" for one in REFERENCES]
)
def test_what_belongs_together(road: Road, origin: str, qualifier: str, target: str, column: str):
    found = set(asked(road, LINKED, origin=origin, target=target, qualifier=qualifier))
    assert found == set(truth.links(road.state, origin, target, column).iter_rows())


def test_every_line_of_every_rate_card(road: Road):
    assert sorted(asked(road, RATES), key=str) == sorted(truth.rates(road.state).iter_rows(), key=str)


def test_what_a_currency_is_worth_on_each_day(road: Road):
    rows = road.state["exchange_rate"].select("currency", "rated_on", "usd").iter_rows()
    expected = {(f"netsuite:{code}", day, round(usd, 6)) for code, day, usd in rows}
    told = asked(road, OVER_TIME, type="currency", name="rate")
    assert {(thing, at.date(), round(float(value), 6)) for thing, at, value in told} == expected


def test_forecasts_of_projects_as_they_were_taken(road: Road):
    projects = names(road.state, "project").rename({"number": "project_id"})
    rows = road.state["project_forecast"].join(projects, on="project_id")
    for name in ("revenue", "cost", "revenue_to_date", "cost_to_date"):
        attribute = name if name.endswith("to_date") else f"forecast_{name}"
        expected = {
            (thing, at.replace(tzinfo=None), cents)
            for thing, at, cents in rows.select("object_id", "taken_at", f"{name}_cents").iter_rows()
        }
        told = asked(road, OVER_TIME, type="project", name=attribute)
        assert {(thing, at, round(float(value) * 100)) for thing, at, value in told} == expected, name


def test_hours_planned_for_each_week(road: Road):
    rows = road.state["assignment_week"].select(salesforce_id("assignment", "assignment_id"), "week_end", "minutes")
    expected = {(f"salesforce:{thing}", day - timedelta(days=6), minutes) for thing, day, minutes in rows.iter_rows()}
    told = asked(road, OVER_TIME, type="assignment", name="planned_hours")
    assert {(thing, at.date(), round(float(value) * 60)) for thing, at, value in told} == expected


def test_each_timecard_by_itself(road: Road):
    rows = truth.timecards(road.state).with_columns(pl.col("submitted_at", "approved_at").dt.replace_time_zone(None))
    found = {row[0]: row[1:] for row in asked(road, TIMECARDS)}
    expected = {row[0]: row[1:] for row in rows.iter_rows()}
    assert found.keys() == expected.keys()
    wrong = [(card, found[card], row) for card, row in expected.items() if found[card] != row]
    assert wrong[:3] == []


def test_who_is_away_on_which_day(road: Road):
    """Days that people have no capacity, though the office works."""
    days = person_days(Firm(road.state)).filter(pl.col("capacity_minutes") == 0, pl.col("base_minutes") > 0)
    people = road.state["resource"].select(resource_id="id", person=resource_logged_id())
    away = set(days.join(people, on="resource_id").select("person", "day").iter_rows())
    turns: dict[str, list[tuple[Any, int]]] = {}
    for thing, at, value in asked(road, OVER_TIME, type="resource", name="on_leave"):
        turns.setdefault(thing, []).append((at, 1 if value == "true" else -1))
    working = person_days(Firm(road.state)).join(people, on="resource_id").select("person", "day").unique()
    found = {
        (person, day)
        for person, day in working.iter_rows()
        if sum(step for at, step in turns.get(person, ()) if at <= datetime.combine(day, NOON)) > 0
    }
    assert found == away
    assert {person.partition(":")[0] for person, _ in found} == {"bamboohr", "salesforce"}


def test_every_decision_and_what_it_answers(road: Road):
    """When it was asked, where the decision tells that; else the asking is an event of its own."""
    rows = truth.askings(road.state).filter(pl.col("approved").is_not_null())
    expected = {row[:3] + row[4:]: row[3] for row in rows.iter_rows()}
    found = {row[:7]: row[7] for row in asked(road, DECIDED)}
    assert found.keys() == expected.keys()
    assert {row: at for row, at in found.items() if at not in (None, expected[row])} == {}
    told = {row[1] for row, at in found.items() if at is not None}
    assert told == {row[1] for row in found} - {"invoice_review"}


def test_what_still_waits_for_whom(road: Road):
    rows = truth.askings(road.state).filter(pl.col("approved").is_null())
    events = {"contract", "budget", "timesheet"}
    expected = Counter(
        (thing, kind if kind in events else None, role)
        for thing, kind, role in rows.select("object_id", "kind", "approver_role").iter_rows()
    )
    as_of = road.state.as_of.replace(tzinfo=None)
    found = Counter(
        (thing, None, role)
        for kind in ("expense_report", "invoice", "purchase_order", "vendor_invoice")
        for thing, role in asked(road, KNOWN, type=kind, name="pending_role", as_of=as_of)
    )
    found += Counter(asked(road, UNDECIDED))
    assert found == expected
