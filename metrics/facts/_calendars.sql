-- grain: entity_calendar: one row per entity that has a calendar, with its number in fact.calendar_day, its zone and mean working day;
-- entity_day: one row per entity and local day, with its working minutes, its holiday, and when the day and its work begin and end
create table fact.entity_calendar (
    entity varchar, calendar_no integer, calendar varchar, zone varchar, mean_minutes double
);
create table fact.entity_day (
    entity varchar, day date, minutes integer, holiday varchar, begins_at timestamp, ends_at timestamp,
    work_starts_at timestamp, work_ends_at timestamp
);
