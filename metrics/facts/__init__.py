"""What the business's records say, typed: one file a table of schema `fact`, made from the log by each build.

A file is a query whose rows become `fact.<its name>`; `-- needs:` names the facts it reads. Things are objects under
their canonical number (`thing_no`); moments are UTC, days the entity's own; money is in hundredths of its currency's
unit, work in minutes.
"""
