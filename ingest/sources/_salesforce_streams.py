"""The objects that the Salesforce connector reads: the CRM's, Certinia PSA's, approvals, and histories of fields."""

from collections.abc import Mapping

from eventlog.record_stream import Kind, Stream

STAMPS: Mapping[str, Kind] = {
    "Id": "text",
    "IsDeleted": "boolean",
    "CreatedDate": "instant",
    "CreatedById": "text",
    "SystemModstamp": "instant",
}
CURRENCY = {"the currency is not a code of three letters": "regexp_full_match(r.CurrencyIsoCode, '[A-Z]{3}')"}


def _object(
    name: str,
    columns: Mapping[str, Kind],
    refers: Mapping[str, str] | None = None,
    required: tuple[str, ...] = (),
    checks: Mapping[str, str] | None = None,
    worth: str | None = None,
) -> Stream:
    """Records that change: the newest version by SystemModstamp holds, and IsDeleted says which are gone."""
    money = "CurrencyIsoCode" in columns
    return Stream(
        name, ("Id",), {**STAMPS, **columns}, cursor="SystemModstamp", version="SystemModstamp",
        required=("CreatedDate", *required), references=refers or {}, deleted="r.IsDeleted", worth=worth,
        checks={**(CURRENCY if money else {}), **(checks or {})}, currency="r.CurrencyIsoCode" if money else None,
    )  # fmt: skip


def _history(name: str, parent_column: str, parent: str) -> Stream:
    """What field tracking wrote; it never changes."""
    columns: dict[str, Kind] = {
        "Id": "text", "IsDeleted": "boolean", "CreatedDate": "instant", "CreatedById": "text", parent_column: "text",
        "Field": "text", "OldValue": "text", "NewValue": "text",
    }  # fmt: skip
    return Stream(
        name, ("Id",), columns, cursor="CreatedDate", required=("CreatedDate", parent_column, "Field"),
        references={parent_column: parent}, append_only=True,
    )  # fmt: skip


def _columns(**kinds: str) -> dict[str, Kind]:
    """Column names by kind, several in one text."""
    return {name: kind for kind, names in kinds.items() for name in names.split()}  # type: ignore[misc]


ENDS = {"it ends before it starts": "r.pse__End_Date__c >= r.pse__Start_Date__c"}
PROJECT, CONTACT = "pse__Proj__c", "Contact"

CRM = (
    _object("User", _columns(text="Name Email EmployeeNumber Title", boolean="IsActive")),
    _object(
        "Account",
        _columns(text="Name ParentId Industry BillingCountry VAT_Number__c Legal_Entity__c", boolean="Requires_PO__c"),
        {"ParentId": "Account"}, required=("Name",),
    ),
    _object(
        "Opportunity",
        _columns(
            text="Name AccountId StageName CurrencyIsoCode Practice__c Legal_Entity__c OwnerId", number="Amount",
            date="CloseDate", boolean="IsClosed IsWon", instant="LastStageChangeDate",
        ),
        {"AccountId": "Account"}, required=("AccountId", "StageName"), worth="r.Amount",
    ),
    Stream(
        "OpportunityHistory", ("Id",),
        _columns(
            text="Id OpportunityId StageName CurrencyIsoCode CreatedById", number="Amount", date="CloseDate",
            boolean="IsDeleted", instant="CreatedDate",
        ),
        cursor="CreatedDate", required=("CreatedDate", "OpportunityId", "StageName"),
        references={"OpportunityId": "Opportunity"}, append_only=True,
    ),
    _history("OpportunityFieldHistory", "OpportunityId", "Opportunity"),
    _object(
        "Contract",
        _columns(
            text="ContractNumber Name AccountId Opportunity__c Amends__c Status Billing_Type__c CurrencyIsoCode "
            "PO_Number__c Tax_Code__c Service_Code__c Rate_Card__c Legal_Entity__c OwnerId",
            date="CompanySignedDate", instant="ActivatedDate Cancelled_Date__c Terms_Complete_Date__c",
            number="Contract_Value__c Cap__c", integer="Payment_Terms__c", boolean="Requires_Acceptance__c",
        ),
        {"AccountId": "Account", "Opportunity__c": "Opportunity", "Amends__c": "Contract"},
        required=("AccountId", "Billing_Type__c"), worth="r.Contract_Value__c",
    ),
    _history("ContractHistory", "ContractId", "Contract"),
    _object(
        "Contract_Rate__c", _columns(text="Contract__c Grade__c CurrencyIsoCode", number="Hourly_Rate__c"),
        {"Contract__c": "Contract"}, required=("Contract__c", "Grade__c"),
    ),
    _object(
        "Case",
        _columns(
            text="CaseNumber AccountId Type Reason Invoice_Number__c Status Resolution__c CurrencyIsoCode",
            number="Disputed_Amount__c", instant="ClosedDate",
        ),
        {"AccountId": "Account"}, worth="r.Disputed_Amount__c",
        checks={"it was closed before it was opened": "r.ClosedDate >= r.CreatedDate"},
    ),
    _object("ProcessDefinition", _columns(text="DeveloperName TableEnumOrId")),
    _object("ProcessNode", _columns(text="ProcessDefinitionId DeveloperName Name")),
    _object(
        "ProcessInstance",
        _columns(text="ProcessDefinitionId TargetObjectId Status SubmittedById LastActorId", instant="CompletedDate"),
        {"ProcessDefinitionId": "ProcessDefinition"}, required=("TargetObjectId",),
        checks={"it was decided before it was asked": "r.CompletedDate >= r.CreatedDate"},
    ),
    _object(
        "ProcessInstanceStep", _columns(text="ProcessInstanceId StepStatus ActorId OriginalActorId StepNodeId"),
        {"ProcessInstanceId": "ProcessInstance"}, required=("ProcessInstanceId", "StepStatus"),
    ),
)  # fmt: skip

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = " ".join(f"pse__{day}_Hours__c" for day in DAYS)

PSA = (
    _object("pse__Practice__c", _columns(text="Name")),
    _object("pse__Region__c", _columns(text="Name")),
    _object(
        "Contact",
        _columns(
            text="Name Email pse__Salesforce_User__c pse__Practice__c pse__Region__c pse__Resource_Role__c Grade__c "
            "Skills__c Legal_Entity__c Employee_Number__c CurrencyIsoCode",
            boolean="pse__Is_Resource__c pse__Is_Resource_Active__c Is_Subcontractor__c",
            number="Weekly_Hours__c Cost_Rate__c", date="pse__Start_Date__c pse__Last_Date__c",
        ),
        {"pse__Practice__c": "pse__Practice__c", "pse__Region__c": "pse__Region__c"}, required=("Name",),
    ),
    _history("ContactHistory", "ContactId", CONTACT),
    _object(
        "Absence__c", _columns(text="Resource__c Kind__c", date="Start__c End__c", instant="Approved_Date__c"),
        {"Resource__c": CONTACT}, required=("Resource__c", "Start__c", "End__c"),
        checks={"it ends before it starts": "r.End__c >= r.Start__c"},
    ),
    _object(
        "pse__Rate_Card__c",
        _columns(
            text="Name Grade__c Legal_Entity__c pse__Region__c pse__Role__c CurrencyIsoCode",
            number="pse__Suggested_Bill_Rate__c pse__Average_Cost_Rate__c", date="pse__Start_Date__c pse__End_Date__c",
        ),
        {"pse__Region__c": "pse__Region__c"}, required=("pse__Suggested_Bill_Rate__c",), checks=ENDS,
    ),
    _object(
        "pse__Proj__c",
        _columns(
            text="Name pse__Project_ID__c pse__Account__c pse__Opportunity__c Contract__c pse__Project_Manager__c "
            "pse__Practice__c pse__Region__c Legal_Entity__c Service_Line__c pse__Billing_Type__c CurrencyIsoCode "
            "pse__Stage__c",
            number="Baseline_Revenue__c Baseline_Cost__c", boolean="pse__Closed_for_Time_Entry__c",
            date="pse__Start_Date__c pse__End_Date__c Kickoff_Planned__c", instant="Closed_Date__c Cancelled_Date__c",
        ),
        {
            "pse__Account__c": "Account", "pse__Opportunity__c": "Opportunity", "Contract__c": "Contract",
            "pse__Project_Manager__c": CONTACT, "pse__Practice__c": "pse__Practice__c",
            "pse__Region__c": "pse__Region__c",
        },
        required=("Name", "pse__Account__c"), checks=ENDS, worth="r.Baseline_Revenue__c",
    ),
    _history("pse__Proj__History", "ParentId", PROJECT),
    _object(
        "pse__Budget__c",
        _columns(text="pse__Project__c pse__Status__c CurrencyIsoCode", number="pse__Amount__c Cost_Amount__c"),
        {"pse__Project__c": PROJECT}, required=("pse__Project__c",), worth="r.pse__Amount__c",
    ),
    _object(
        "pse__Milestone__c",
        _columns(
            text="Name pse__Project__c pse__Status__c CurrencyIsoCode", number="pse__Milestone_Amount__c",
            date="pse__Target_Date__c pse__Actual_Date__c Accepted_Date__c",
        ),
        {"pse__Project__c": PROJECT}, required=("pse__Project__c",), worth="r.pse__Milestone_Amount__c",
    ),
    _history("pse__Milestone__History", "ParentId", "pse__Milestone__c"),
    _object(
        "Project_Forecast__c",
        _columns(
            text="Project__c CurrencyIsoCode", instant="Taken__c",
            number="Revenue__c Cost__c Revenue_To_Date__c Cost_To_Date__c",
        ),
        {"Project__c": PROJECT}, required=("Project__c", "Taken__c"),
    ),
    _object(
        "Forecast_Snapshot__c",
        _columns(
            text="Legal_Entity__c CurrencyIsoCode", instant="Taken__c", date="Month__c",
            number="Revenue__c Utilization__c Margin__c",
        ),
        required=("Legal_Entity__c", "Taken__c", "Month__c"),
    ),
    _object(
        "pse__Resource_Request__c",
        _columns(
            text="pse__Project__c pse__Resource_Role__c Grade__c pse__Primary_Skill_Certification__c Region__c "
            "pse__Status__c OwnerId",
            number="pse__SOW_Hours__c", date="pse__Start_Date__c", instant="Withdrawn_Date__c",
        ),
        {"pse__Project__c": PROJECT}, required=("pse__Resource_Role__c",),
    ),
    _history("pse__Resource_Request__History", "ParentId", "pse__Resource_Request__c"),
    _object(
        "pse__Suggested_Resource__c",
        _columns(text="pse__Resource_Request__c pse__Resource__c Status__c", instant="Rejected_Date__c"),
        {"pse__Resource_Request__c": "pse__Resource_Request__c", "pse__Resource__c": CONTACT},
        required=("pse__Resource_Request__c", "pse__Resource__c"),
    ),
    _object(
        "pse__Assignment__c",
        _columns(
            text="pse__Project__c pse__Resource__c pse__Resource_Request__c CurrencyIsoCode pse__Status__c",
            number="pse__Bill_Rate__c pse__Planned_Hours__c", date="pse__Start_Date__c pse__End_Date__c",
            instant="Started_Date__c Withdrawn_Date__c",
        ),
        {
            "pse__Project__c": PROJECT, "pse__Resource__c": CONTACT,
            "pse__Resource_Request__c": "pse__Resource_Request__c",
        },
        required=("pse__Resource__c",), checks=ENDS,
    ),
    _history("pse__Assignment__History", "ParentId", "pse__Assignment__c"),
    _object(
        "pse__Est_Vs_Actuals__c",
        _columns(
            text="pse__Assignment__c pse__Resource__c", number="pse__Estimated_Hours__c",
            date="pse__Start_Date__c pse__End_Date__c",
        ),
        {"pse__Assignment__c": "pse__Assignment__c"}, required=("pse__Assignment__c", "pse__End_Date__c"),
    ),
    _object(
        "pse__Timecard_Header__c",
        _columns(
            text="pse__Resource__c pse__Project__c pse__Assignment__c pse__Approver__c pse__Status__c "
            "Billing_Event__c",
            date="pse__Start_Date__c pse__End_Date__c", number=HOURS, boolean="pse__Billable__c",
            instant="Approved_Date__c",
        ),
        {
            "pse__Resource__c": CONTACT, "pse__Project__c": PROJECT, "pse__Assignment__c": "pse__Assignment__c",
            "Billing_Event__c": "pse__Billing_Event__c",
        },
        required=("pse__Resource__c", "pse__End_Date__c"),
        checks={"a day has more than 24 hours": " and ".join(f"coalesce(r.{day}, 0) <= 24" for day in HOURS.split())},
    ),
    _history("pse__Timecard_Header__History", "ParentId", "pse__Timecard_Header__c"),
    _object(
        "pse__Timecard__c",
        _columns(
            text="pse__Timecard_Header__c pse__Project__c pse__Billing_Event__c", number="pse__Total_Hours__c",
            date="pse__Start_Date__c pse__End_Date__c", boolean="pse__Billable__c pse__Approved_for_Billing__c",
        ),
        {"pse__Timecard_Header__c": "pse__Timecard_Header__c", "pse__Billing_Event__c": "pse__Billing_Event__c"},
        required=("pse__Timecard_Header__c",),
    ),
    _object(
        "pse__Billing_Event__c",
        _columns(
            text="pse__Project__c Contract__c pse__Milestone__c Kind__c CurrencyIsoCode pse__Status__c "
            "pse__Invoice_Number__c",
            number="Amount__c", date="Period_Start__c Period_End__c", instant="Billable_Date__c Cancelled_Date__c",
        ),
        {"pse__Project__c": PROJECT, "Contract__c": "Contract", "pse__Milestone__c": "pse__Milestone__c"},
        worth="r.Amount__c",
    ),
    _object(
        "pse__Billing_Event_Item__c",
        _columns(
            text="pse__Billing_Event__c pse__Category__c pse__Milestone__c pse__Timecard__c Concur_Report__c "
            "Concur_Entry__c",
        ),
        {"pse__Billing_Event__c": "pse__Billing_Event__c"}, required=("pse__Billing_Event__c",),
    ),
)  # fmt: skip

STREAMS = (*CRM, *PSA)
