-- grain: one row per activity whose counts change
update {process}.activity
set events = change.events, cases = change.cases
from activity_change as change
where activity.activity_no = change.activity_no;
