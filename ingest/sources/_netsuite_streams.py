"""NetSuite's streams: tables of SuiteQL with the columns that are read, their kinds, and what must hold."""

from collections.abc import Mapping

from eventlog.record_stream import Kind, Stream

TYPE_OF_TRANSACTION, TYPE_OF_ENTITY = -30, -9
# Which rows of `deletedrecord` tell that a record of the stream is gone.
DELETED_AS: Mapping[str, str] = {
    "transaction": f"r.recordtypeid = {TYPE_OF_TRANSACTION}",
    "customer": f"r.recordtypeid = {TYPE_OF_ENTITY} AND r.scriptid = 'customer'",
    "job": f"r.recordtypeid = {TYPE_OF_ENTITY} AND r.scriptid = 'job'",
    "timebill": "r.scriptid = 'timebill'",
    "customrecord_close_task": "r.scriptid = 'customrecord_close_task'",
    "customrecord_reconciling_item": "r.scriptid = 'customrecord_reconciling_item'",
    "customrecord_reminder": "r.scriptid = 'customrecord_reminder'",
}
# Streams of which nobody tells what was deleted: their keys are compared.
SWEPT = ("transactionline",)
# Numbers of other records, of which the name is what matters.
BY_NAME = ("currency", "basecurrency", "transactioncurrency")


def _columns(**kinds: str) -> dict[str, Kind]:
    """Columns by kind: `integer="id subsidiary"`."""
    named: dict[str, Kind] = {
        "text": "text",
        "integer": "integer",
        "number": "number",
        "date": "date",
        "at": "local_time",
    }
    return {column: named[kind] for kind, columns in kinds.items() for column in columns.split()}


MASTERS = (
    Stream(
        "subsidiary",
        key=("id",),
        columns=_columns(
            integer="id", text="name externalid country currency custrecord_region custrecord_zone isinactive"
        ),
        required=("name",),
    ),
    Stream("currency", key=("id",), columns=_columns(integer="id", text="symbol name")),
    Stream(
        "currencyrate",
        key=("id",),
        columns=_columns(
            integer="id", text="basecurrency transactioncurrency", number="exchangerate", date="effectivedate"
        ),
        cursor="effectivedate",
        required=("exchangerate", "effectivedate"),
        append_only=True,
    ),
    Stream("item", key=("id",), columns=_columns(text="id itemid displayname itemtype isinactive")),
    Stream("salestaxitem", key=("id",), columns=_columns(text="id itemid isinactive")),
    Stream(
        "employee",
        key=("id",),
        columns=_columns(
            integer="id subsidiary supervisor", text="entityid email title isjobresource isinactive", date="hiredate",
            at="lastmodifieddate",
        ),
        version="lastmodifieddate",
    ),
    Stream(
        "customer",
        key=("id",),
        columns=_columns(
            integer="id subsidiary",
            text="entityid companyname externalid vatregnumber category defaulttaxcountry isinactive",
            at="datecreated lastmodifieddate",
        ),
        cursor="lastmodifieddate",
        version="lastmodifieddate",
        required=("companyname", "datecreated"),
        references={"subsidiary": "subsidiary"},
    ),
    Stream(
        "job",
        key=("id",),
        columns=_columns(
            integer="id customer subsidiary projectmanager",
            text="entityid companyname externalid currency jobbillingtype entitystatus custentity_contract "
            "custentity_practice custentity_service_line",
            date="startdate projectedenddate", at="datecreated lastmodifieddate",
        ),
        cursor="lastmodifieddate",
        version="lastmodifieddate",
        required=("companyname", "datecreated"),
        references={"customer": "customer", "subsidiary": "subsidiary"},
    ),
)  # fmt: skip

LEDGER = (
    Stream(
        "timebill",
        key=("id",),
        columns=_columns(
            integer="id employee customer subsidiary",
            text="externalid isbillable custcol_psa_contact custcol_psa_billing_event",
            date="trandate", number="hours", at="createddate lastmodifieddate",
        ),
        cursor="lastmodifieddate",
        version="lastmodifieddate",
        required=("employee", "trandate", "hours", "createddate"),
        references={"employee": "employee", "customer": "job"},
    ),
    Stream(
        "transaction",
        key=("id",),
        columns=_columns(
            integer="id entity subsidiary approvalstatus postingperiod nextapprover custbody_reissue_of",
            text="type tranid status currency memo custbody_sent custbody_psa_dispute custbody_concur_report "
            "custbody_manual otherrefnum",
            date="trandate duedate closedate",
            number="foreigntotal taxtotal exchangerate",
            at="createddate lastmodifieddate",
        ),
        cursor="lastmodifieddate",
        version="lastmodifieddate",
        required=("type", "createddate", "foreigntotal"),
        checks={
            "unknown_master_data": "r.currency is not null",
            "contradicting_times": "r.closedate is null or r.closedate >= r.trandate",
        },
        references={"subsidiary": "subsidiary"},
        worth="r.foreigntotal",
        currency="r.currency",
    ),
    Stream(
        "transactionline",
        key=("uniquekey",),
        columns=_columns(
            integer="uniquekey transaction linesequencenumber entity",
            text="mainline item taxcode memo custcol_psa_billing_event custcol_billing_kind custcol_concur_entry "
            "custcol_coupa_invoice",
            number="quantity foreignamount",
            at="linelastmodifieddate",
        ),
        cursor="linelastmodifieddate",
        version="linelastmodifieddate",
        required=("transaction",),
        references={"transaction": "transaction", "item": "item", "taxcode": "salestaxitem", "entity": "job"},
        worth="r.foreignamount",
    ),
    Stream(
        "previoustransactionlinelink",
        key=("previousdoc", "nextdoc"),
        columns=_columns(integer="previousdoc nextdoc", text="linktype", number="foreignamount", at="lastmodifieddate"),
        cursor="lastmodifieddate",
        references={"previousdoc": "transaction", "nextdoc": "transaction"},
        worth="r.foreignamount",
    ),
    Stream(
        "systemnote",
        key=("id",),
        columns=_columns(
            integer="id recordid recordtypeid name", text="record field oldvalue newvalue role context", at="date"
        ),
        cursor="date",
        required=("recordid", "recordtypeid", "field", "date"),
        append_only=True,
    ),
)  # fmt: skip

CLOSE = (
    Stream(
        "accountingperiod",
        key=("id",),
        columns=_columns(
            integer="id subsidiary", text="periodname closed", date="startdate enddate closedondate",
            at="lastmodifieddate",
        ),
        cursor="lastmodifieddate",
        version="lastmodifieddate",
        required=("startdate", "enddate"),
        references={"subsidiary": "subsidiary"},
    ),
    Stream(
        "customrecord_close_task",
        key=("id",),
        columns=_columns(
            integer="id custrecord_task_period", text="name", at="custrecord_task_done created lastmodified"
        ),
        cursor="lastmodified",
        version="lastmodified",
        required=("name", "custrecord_task_period"),
        references={"custrecord_task_period": "accountingperiod"},
    ),
    Stream(
        "customrecord_reconciling_item",
        key=("id",),
        columns=_columns(
            integer="id custrecord_item_period", text="custrecord_item_currency", number="custrecord_item_amount",
            at="custrecord_item_cleared created lastmodified",
        ),
        cursor="lastmodified",
        version="lastmodified",
        required=("custrecord_item_period", "created"),
        references={"custrecord_item_period": "accountingperiod"},
        worth="r.custrecord_item_amount",
        currency="r.custrecord_item_currency",
    ),
    Stream(
        "customrecord_reminder",
        key=("id",),
        columns=_columns(integer="id custrecord_reminder_invoice", at="created lastmodified"),
        cursor="lastmodified",
        required=("created",),
        references={"custrecord_reminder_invoice": "transaction"},
    ),
)  # fmt: skip

STREAMS = (*MASTERS, *LEDGER, *CLOSE)
