"""What the business's records say, typed: one file a table of schema `fact`, made from the log by each build.

A file is a query whose rows become `fact.<its name>`; `-- needs:` names the facts it reads. Things are objects under
their canonical number (`thing_no`); moments are UTC, days the entity's own; money is in hundredths of its currency's
unit, work in minutes.

What the firm takes for granted is `fact.setting` (name, key, value): `timesheet_deadline_minutes` after the beginning
of the Monday that follows the week, by the local clock; `billing_cutoff_days`; `group_limit`; `cost_of_capital`;
`dso_window_days`; `patience_hours`; under `service_level` the hours of each by its key, under `expense_limit` the
hundredths of each category. A statement reads `(select value from fact.setting where name = 'billing_cutoff_days')`.
It needs no `-- needs:`.
"""
