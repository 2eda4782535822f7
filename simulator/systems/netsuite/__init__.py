"""NetSuite, the ERP: what the firm's state looks like in its tables, under the names that SuiteQL knows them by.

Moments are the account's local time, whole seconds, as NetSuite hands them out; amounts are text, flags `T` and `F`.
A record's `lastmodifieddate` moves whenever anything in it does. An acquired firm keeps its own account.
"""

from __future__ import annotations

from simulator.state import State
from simulator.systems.netsuite.account import Account
from simulator.systems.netsuite.close import (
    accounting_periods,
    close_tasks,
    reconciling_items,
)
from simulator.systems.netsuite.masters import currencies, currency_rates, items, subsidiaries, tax_items
from simulator.systems.netsuite.notes import system_notes
from simulator.systems.netsuite.parties import customers, employees, jobs
from simulator.systems.netsuite.planted import duplicated_clients, with_planted
from simulator.systems.netsuite.times import reminders, time_bills
from simulator.systems.netsuite.transactions import deleted_records, lines, links, transactions
from simulator.systems.netsuite.written_otherwise import with_written_otherwise
from simulator.systems.records import SystemRecords


def records(state: State) -> SystemRecords:
    """The group's account: every legal entity that was not acquired."""
    return with_planted(_recorded(Account(state, "netsuite", acquired=False)), "netsuite", state.record_troubles)


def records_of_acquired(state: State) -> SystemRecords:
    """The account that the acquired firm brought along."""
    account = Account(state, "netsuite_acquired", acquired=True)
    return with_written_otherwise(_recorded(account), account)


def _recorded(account: Account) -> SystemRecords:
    return SystemRecords(
        {
            "subsidiary": subsidiaries(account),
            "currency": currencies(),
            "currencyrate": currency_rates(account),
            "item": items(account),
            "salestaxitem": tax_items(account),
            "employee": employees(account),
            "customer": customers(account),
            "job": jobs(account),
            "timebill": time_bills(account),
            "transaction": transactions(account),
            "transactionline": lines(account),
            "previoustransactionlinelink": links(account),
            "systemnote": system_notes(account),
            "accountingperiod": accounting_periods(account),
            "customrecord_close_task": close_tasks(account),
            "customrecord_reconciling_item": reconciling_items(account),
            "customrecord_reminder": reminders(account),
            "deletedrecord": deleted_records(),
        },
        duplicated_clients(account),
    )
