"""What Certinia PSA's records yield: projects, people, staffing, time, milestones, billing events and forecasts."""

from dataclasses import replace

from eventlog.record_mapping import ChangesOf, EventsOf, LinksOf, Lookup, ObjectsOf, RecordMapping, Role
from ingest.sources._salesforce_crm import BY_ACTOR, BY_CREATOR, CREATOR, decided
from ingest.sources._salesforce_streams import DAYS

PROJECT = {"project": Lookup("pse__Proj__c", "r.pse__Project__c")}
# what describes a project describes what belongs to it
PROJECT_NAMES = {
    "account": Lookup("Account", "r.pse__Account__c"),
    "manager": Lookup("Contact", "r.pse__Project_Manager__c"),
    "practice": Lookup("pse__Practice__c", "r.pse__Practice__c"),
    "region": Lookup("pse__Region__c", "r.pse__Region__c"),
}
ON_PROJECT = Role("project", "r.pse__Project__c", "on")
# a day that was entered without an hour stands at noon UTC, which is on that day in every office's zone
NOON = "{0} + interval 12 hours"
CARDS, ITEMS = "pse__Timecard_Header__c", "pse__Billing_Event_Item__c"
ENTRY = "r.Concur_Report__c || '/' || r.Concur_Entry__c"
TIMESHEET = "{0}.pse__Resource__c || '/' || {0}.pse__End_Date__c"
CARD = {"card": Lookup(CARDS, "r.ParentId"), **CREATOR}
# whoever is asked now; of past askings the decision tells who decided
ASKED = {"kind": "'timesheet'", "approver_role": "approver.Title", "timecard": "card.Id"}
WEEK = (
    Role("timesheet", TIMESHEET.format("r")), ON_PROJECT, Role("assignment", "r.pse__Assignment__c", "under"),
    Role("resource", "r.pse__Resource__c", "of"),
)  # fmt: skip
CARD_WEEK = (
    Role("timesheet", TIMESHEET.format("card")), Role("project", "card.pse__Project__c", "on"),
    Role("resource", "card.pse__Resource__c", "of"),
    # a week over a month's end has two timecards, each billed with its own month
    Role("billing_event", "card.Billing_Event__c", "in"),
)  # fmt: skip
OBJECTS = (
    ObjectsOf(
        "resource", "Contact", "r.Id", since="r.CreatedDate", where="r.pse__Is_Resource__c",
        attributes={
            "name": "r.Name", "role": "r.pse__Resource_Role__c", "grade": "r.Grade__c", "skills": "r.Skills__c",
            "practice": "practice.Name", "region": "region.Name", "entity": "r.Legal_Entity__c",
            "subcontractor": "r.Is_Subcontractor__c", "weekly_hours": "r.Weekly_Hours__c",
            "cost_rate": "r.Cost_Rate__c", "cost_currency": "r.CurrencyIsoCode",
            "starts_on": "r.pse__Start_Date__c", "left_on": "r.pse__Last_Date__c",
        },
        keys={"email": "lower(r.Email)", "employee_number": "r.Employee_Number__c", "psa_id": "r.Id"},
        lookups={name: PROJECT_NAMES[name] for name in ("practice", "region")},
    ),
    ObjectsOf(
        "rate", "pse__Rate_Card__c", "r.Id",
        attributes={
            "kind": "'standard'", "entity": "r.Legal_Entity__c", "grade": "r.Grade__c",
            "rate": "r.pse__Suggested_Bill_Rate__c", "cost_rate": "r.pse__Average_Cost_Rate__c",
            "currency": "r.CurrencyIsoCode", "starts_on": "r.pse__Start_Date__c", "ends_on": "r.pse__End_Date__c",
        },
    ),
    ObjectsOf(
        "project", "pse__Proj__c", "r.Id", since="r.CreatedDate",
        attributes={
            "name": "r.Name", "project": "r.Name", "code": "r.pse__Project_ID__c", "client": "account.Name",
            "entity": "r.Legal_Entity__c", "region": "region.Name", "practice": "practice.Name",
            "service_line": "r.Service_Line__c", "project_manager": "manager.Name",
            "billing_type": "r.pse__Billing_Type__c", "currency": "r.CurrencyIsoCode", "stage": "r.pse__Stage__c",
            "baseline_revenue": "r.Baseline_Revenue__c", "baseline_cost": "r.Baseline_Cost__c",
            "starts_on": "r.pse__Start_Date__c", "ends_on": "r.pse__End_Date__c",
            "kickoff_planned_on": "r.Kickoff_Planned__c", "cancelled_at": "r.Cancelled_Date__c",
        },
        keys={"psa_id": "r.Id", "code": "r.pse__Project_ID__c"}, lookups=PROJECT_NAMES,
    ),
    ObjectsOf(
        "resource_request", "pse__Resource_Request__c", "r.Id", since="r.CreatedDate",
        attributes={
            "role": "r.pse__Resource_Role__c", "grade": "r.Grade__c", "skill": "r.pse__Primary_Skill_Certification__c",
            "region": "r.Region__c", "hours": "r.pse__SOW_Hours__c", "wanted_on": "r.pse__Start_Date__c",
            "withdrawn_at": "r.Withdrawn_Date__c",
        },
    ),
    ObjectsOf(
        "assignment", "pse__Assignment__c", "r.Id", since="r.CreatedDate",
        attributes={
            "bill_rate": "r.pse__Bill_Rate__c", "currency": "r.CurrencyIsoCode", "hours": "r.pse__Planned_Hours__c",
            "starts_on": "r.pse__Start_Date__c", "ends_on": "r.pse__End_Date__c",
            "withdrawn_at": "r.Withdrawn_Date__c",
        },
    ),
    ObjectsOf(
        "timesheet", CARDS, TIMESHEET.format("r"), since="r.CreatedDate",
        attributes={"week_end": "r.pse__End_Date__c"}, keys={"psa_id": TIMESHEET.format("r")},
    ),
    ObjectsOf(
        "milestone", "pse__Milestone__c", "r.Id", since="r.CreatedDate",
        attributes={
            "name": "r.Name", "amount": "r.pse__Milestone_Amount__c", "currency": "r.CurrencyIsoCode",
            "planned_on": "r.pse__Target_Date__c",
        },
    ),
    ObjectsOf(
        "billing_event", "pse__Billing_Event__c", "r.Id", since="r.CreatedDate",
        attributes={
            "kind": "r.Kind__c", "amount": "r.Amount__c", "currency": "r.CurrencyIsoCode",
            "period_start": "r.Period_Start__c", "period_end": "r.Period_End__c",
            "invoice_number": "r.pse__Invoice_Number__c", "cancelled_at": "r.Cancelled_Date__c",
        },
        keys={"psa_id": "r.Id"},
    ),
    # what the expense system has and is billed on
    ObjectsOf("expense_report", ITEMS, "r.Concur_Report__c", keys={"concur_id": "r.Concur_Report__c"}),
    ObjectsOf("expense_line", ITEMS, ENTRY, keys={"concur_id": "r.Concur_Entry__c"}),
    ObjectsOf(
        "forecast", "Forecast_Snapshot__c", "r.Id", since="r.Taken__c",
        attributes={
            "entity": "r.Legal_Entity__c", "month": "strftime(r.Month__c, '%Y-%m')", "revenue": "r.Revenue__c",
            "utilization": "r.Utilization__c", "margin": "r.Margin__c", "currency": "r.CurrencyIsoCode",
        },
    ),
)  # fmt: skip
GRADE, APPROVED = "r.Field = 'Grade__c'", "r.Approved_Date__c is not null"
CHANGES = (
    # what somebody had before the first change is known from that change alone
    ChangesOf(
        "resource", "ContactHistory", "r.ContactId", "r.CreatedDate - interval 1 second", {"grade": "r.OldValue"},
        where=GRADE,
    ),
    ChangesOf("resource", "ContactHistory", "r.ContactId", "r.CreatedDate", {"grade": "r.NewValue"}, where=GRADE),
    ChangesOf(
        "resource", "Absence__c", "r.Resource__c", "r.Start__c::timestamp", {"on_leave": "true"}, where=APPROVED,
    ),
    # not the day after: another absence may begin on it
    ChangesOf(
        "resource", "Absence__c", "r.Resource__c", "r.End__c::timestamp + interval 1 day - interval 1 second",
        {"on_leave": "false"}, where=APPROVED,
    ),
    ChangesOf(
        "project", "pse__Proj__History", "r.ParentId", "r.CreatedDate", {"stage": "r.NewValue"},
        where="r.Field = 'pse__Stage__c'",
    ),
    ChangesOf(
        "project", "Project_Forecast__c", "r.Project__c", "r.Taken__c",
        {
            "forecast_revenue": "r.Revenue__c", "forecast_cost": "r.Cost__c",
            "revenue_to_date": "r.Revenue_To_Date__c", "cost_to_date": "r.Cost_To_Date__c",
        },
    ),
    # the hours planned for the week that begins then
    ChangesOf(
        "assignment", "pse__Est_Vs_Actuals__c", "r.pse__Assignment__c", "r.pse__Start_Date__c",
        {"planned_hours": "r.pse__Estimated_Hours__c"},
    ),
)  # fmt: skip


def _to(stream: str, object_type: str, target: Role) -> LinksOf:
    return LinksOf(stream, Role(object_type, "r.Id"), target)


LINKS = (
    _to("Contact", "resource", Role("legal_entity", "r.Legal_Entity__c", "of")),
    _to("pse__Rate_Card__c", "rate", Role("legal_entity", "r.Legal_Entity__c", "of")),
    _to("pse__Proj__c", "project", Role("contract", "r.Contract__c", "under")),
    _to("pse__Proj__c", "project", Role("client", "r.pse__Account__c", "for")),
    _to("pse__Proj__c", "project", Role("legal_entity", "r.Legal_Entity__c", "of")),
    _to("pse__Resource_Request__c", "resource_request", Role("project", "r.pse__Project__c", "for")),
    _to("pse__Assignment__c", "assignment", Role("resource_request", "r.pse__Resource_Request__c", "fills")),
    _to("pse__Assignment__c", "assignment", ON_PROJECT),
    _to("pse__Assignment__c", "assignment", Role("resource", "r.pse__Resource__c", "of")),
    LinksOf(CARDS, Role("timesheet", TIMESHEET.format("r")), Role("resource", "r.pse__Resource__c", "of")),
    LinksOf(CARDS, Role("timesheet", TIMESHEET.format("r")), ON_PROJECT),
    _to("pse__Milestone__c", "milestone", Role("project", "r.pse__Project__c", "of")),
    _to("pse__Billing_Event__c", "billing_event", Role("project", "r.pse__Project__c", "of")),
    _to("pse__Billing_Event__c", "billing_event", Role("milestone", "r.pse__Milestone__c", "of")),
    LinksOf(
        "pse__Timecard__c", Role("billing_event", "r.pse__Billing_Event__c"),
        Role("timesheet", TIMESHEET.format("card"), "gathers"),
        lookups={"card": Lookup(CARDS, "r.pse__Timecard_Header__c")},
    ),
    LinksOf(
        ITEMS, Role("billing_event", "r.pse__Billing_Event__c"),
        Role("expense_report", "r.Concur_Report__c", "gathers"),
    ),
    LinksOf(
        ITEMS, Role("billing_event", "r.pse__Billing_Event__c"), Role("expense_line", ENTRY, "gathers"),
    ),
    _to("Forecast_Snapshot__c", "forecast", Role("legal_entity", "r.Legal_Entity__c", "of")),
)  # fmt: skip
SHELL = (
    Role("project", "r.Id"),
    Role("contract", "r.Contract__c", "under"),
    Role("client", "r.pse__Account__c", "for"),
)
REQUEST = (Role("resource_request", "r.Id"), Role("project", "r.pse__Project__c", "for"))
CANDIDATE = (
    Role("resource_request", "r.pse__Resource_Request__c"), Role("resource", "r.pse__Resource__c", "candidate"),
)  # fmt: skip
BOOKING = (
    Role("assignment", "r.Id"), Role("resource_request", "r.pse__Resource_Request__c", "fills"), ON_PROJECT,
    Role("resource", "r.pse__Resource__c", "of"),
)  # fmt: skip
BOOKED = (
    Role("assignment", "r.ParentId"), Role("resource_request", "booking.pse__Resource_Request__c", "fills"),
    Role("project", "booking.pse__Project__c", "on"), Role("resource", "booking.pse__Resource__c", "of"),
)  # fmt: skip
BOOKING_OF = {"booking": Lookup("pse__Assignment__c", "r.ParentId"), **CREATOR}
MILESTONE = (Role("milestone", "r.Id"), Role("project", "r.pse__Project__c", "of"))


def _turned(event_type: str, history: str, field: str, value: str, role: Role) -> EventsOf:
    """A field that took a value, as its history has it."""
    return EventsOf(
        event_type, history, "r.CreatedDate", (role, BY_CREATOR), by="who.Name",
        where=f"r.Field = '{field}' and r.NewValue = '{value}'", lookups=CREATOR,
    )  # fmt: skip


def _booking_turned(event_type: str, value: str, date: str) -> tuple[EventsOf, EventsOf]:
    history = "pse__Assignment__History"
    return (
        EventsOf(
            event_type, history, "r.CreatedDate", (*BOOKED, BY_CREATOR), by="who.Name", lookups=BOOKING_OF,
            where=f"r.Field = 'pse__Status__c' and r.NewValue = '{value}'",
        ),
        EventsOf(event_type, "pse__Assignment__c", f"r.{date}", BOOKING, unless=history),
    )  # fmt: skip


CARD_HISTORY = "pse__Timecard_Header__History"


def _card_turned(event_type: str, old: str, new: str, unless: str | None = None) -> EventsOf:
    return EventsOf(
        event_type, CARD_HISTORY, "r.CreatedDate", (*CARD_WEEK, BY_CREATOR), by="who.Name", unless=unless,
        attributes=ASKED if new == "Submitted" else {"timecard": "card.Id"},
        lookups={**CARD, "approver": Lookup("User", "card.pse__Approver__c")},
        where=f"r.Field = 'pse__Status__c' and r.OldValue = '{old}' and r.NewValue = '{new}'",
    )  # fmt: skip


def _card_decided(event_type: str, word: str, unless: str | None = None) -> EventsOf:
    """A step of a timecard's approval: it tells who decided in which role, which a history does not."""
    step = decided(event_type, "Timecard_Approval", word, CARD_WEEK[0], "timesheet")
    lookups = {**step.lookups, "card": Lookup(CARDS, "asked.TargetObjectId")}
    told = {**step.attributes, "timecard": "asked.TargetObjectId"}
    return replace(step, objects=(*CARD_WEEK, BY_ACTOR), unless=unless, lookups=lookups, attributes=told)


MILESTONES = {
    "milestone_reached": ("Completed", "pse__Actual_Date__c"),
    "milestone_accepted": ("Accepted", "Accepted_Date__c"),
}
WEEKDAYS = ", ".join(
    f"{{'day': r.pse__End_Date__c - {6 - place}, 'hours': r.pse__{day}_Hours__c}}" for place, day in enumerate(DAYS)
)
EVENTS = (
    EventsOf(
        "project_shell_created", "pse__Proj__c", "r.CreatedDate", (*SHELL, BY_CREATOR), by="who.Name", lookups=CREATOR,
    ),
    _turned("project_closed", "pse__Proj__History", "pse__Stage__c", "Completed", Role("project", "r.ParentId")),
    EventsOf("project_closed", "pse__Proj__c", "r.Closed_Date__c", SHELL, unless="pse__Proj__History"),
    EventsOf(
        "resource_requested", "pse__Resource_Request__c", "r.CreatedDate", (*REQUEST, BY_CREATOR), by="who.Name",
        lookups=CREATOR,
        attributes={"hours": "r.pse__SOW_Hours__c", "role": "r.pse__Resource_Role__c", "grade": "r.Grade__c"},
    ),
    _turned(
        "request_withdrawn", "pse__Resource_Request__History", "pse__Status__c", "Cancelled",
        Role("resource_request", "r.ParentId"),
    ),
    EventsOf(
        "request_withdrawn", "pse__Resource_Request__c", "r.Withdrawn_Date__c", REQUEST,
        unless="pse__Resource_Request__History",
    ),
    EventsOf("candidate_proposed", "pse__Suggested_Resource__c", "r.CreatedDate", CANDIDATE),
    EventsOf("candidate_rejected", "pse__Suggested_Resource__c", "r.Rejected_Date__c", CANDIDATE),
    EventsOf(
        "resource_booked", "pse__Assignment__c", "r.CreatedDate", BOOKING,
        attributes={"hours": "r.pse__Planned_Hours__c"},
    ),
    *_booking_turned("booking_withdrawn", "Cancelled", "Withdrawn_Date__c"),
    *_booking_turned("assignment_started", "Started", "Started_Date__c"),
    EventsOf(
        "time_logged", CARDS, NOON.format("each.day"), WEEK, logged_at="r.CreatedDate",
        quality="business_date", each=f"[{WEEKDAYS}]", where="each.hours > 0", by="who.Name",
        attributes={"timecard": "r.Id", "hours": "each.hours", "billable": "r.pse__Billable__c"},
        lookups={"who": Lookup("Contact", "r.pse__Resource__c")},
    ),
    _card_turned("timesheet_submitted", "Saved", "Submitted"),
    _card_turned("timesheet_corrected", "Rejected", "Submitted"),
    # where timecards keep no history, a second asking looks like the first
    _card_decided("timesheet_submitted", "Started", unless=CARD_HISTORY),
    _card_decided("timesheet_rejected", "Rejected"),
    _card_decided("timesheet_approved", "Approved"),
    _card_turned("timesheet_rejected", "Submitted", "Rejected", unless="ProcessInstanceStep"),
    _card_turned("timesheet_approved", "Submitted", "Approved", unless="ProcessInstanceStep"),
    *(
        _turned(event_type, "pse__Milestone__History", "pse__Status__c", value, Role("milestone", "r.ParentId"))
        for event_type, (value, _) in MILESTONES.items()
    ),
    *(
        EventsOf(
            event_type, "pse__Milestone__c", NOON.format(f"r.{date}"), MILESTONE, quality="business_date",
            unless="pse__Milestone__History",
        )
        for event_type, (_, date) in MILESTONES.items()
    ),
    EventsOf(
        "became_billable", "pse__Billing_Event__c", "r.Billable_Date__c",
        (Role("billing_event", "r.Id"), Role("project", "r.pse__Project__c", "of")),
        attributes={"amount": "r.Amount__c", "currency": "r.CurrencyIsoCode", "kind": "r.Kind__c"},
    ),
    EventsOf(
        "forecast_taken", "Forecast_Snapshot__c", "r.Taken__c",
        (Role("forecast", "r.Id"), Role("legal_entity", "r.Legal_Entity__c", "of")),
    ),
)  # fmt: skip
PSA = RecordMapping(OBJECTS, CHANGES, LINKS, EVENTS)
