-- grain: one row per thing (or part of one), rule and time that the rule's condition began to hold, and project of the thing
create table fact.{table} (
    rule varchar, kind varchar, object_id varchar, part varchar, raised_at timestamp, ended_at timestamp, weight double,
    money double, currency varchar, entity varchar, region varchar, practice varchar, service_line varchar, client varchar,
    project varchar, project_manager varchar, billing_type varchar, approver_role varchar
)
