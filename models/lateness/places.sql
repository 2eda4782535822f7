-- grain: one row per thing asked for: whose it is, what it is called, and the money that waits on it (hundredths)
-- a thing with a project has its slices; a person's time and expenses have the person's
with
asked as (
    select thing_no, object_id, type from fact.thing where list_contains($ids::varchar[], object_id)
),

own as (
    select
        thing_no,
        arg_max(value, ts) filter (where name = 'entity') as entity,
        arg_max(value, ts) filter (where name = 'practice') as practice,
        arg_max(value, ts) filter (where name = 'client') as client,
        arg_max(value, ts) filter (where name = 'name') as name,
        arg_max(value, ts) filter (where name in ('code', 'number')) as code,
        arg_max(value, ts) filter (where name = 'week_end') as week_end
    from fact.said
    where ts <= $moment and thing_no in (select thing_no from asked)
    group by thing_no
),

of_project as (
    select related.from_no as thing_no, min(related.to_no) as project_no
    from fact.related as related
    where related.to_type = 'project' and related.from_no in (select thing_no from asked where type not in ('timesheet', 'contract'))
    group by related.from_no
    union all
    select thing_no, thing_no from asked where type = 'project'
    union all
    select thing_no, project_no from fact.contract where project_no is not null and thing_no in (select thing_no from asked)
),

project_of as (select thing_no, min(project_no) as project_no from of_project group by thing_no),

person_of as (
    select related.from_no as thing_no, min(related.to_no) as person_no
    from fact.related as related
    where related.to_type = 'resource' and related.from_no in (select thing_no from asked where type in ('timesheet', 'expense_report'))
    group by related.from_no
),

worth as (select thing_no, sum(money) as money, any_value(currency) as currency from fact.case_money group by thing_no)

select
    asked.object_id, asked.type, coalesce(own.entity, project.entity, person.entity) as entity,
    coalesce(project.practice, own.practice, person.practice) as practice, coalesce(project.client, own.client) as client,
    project.project, coalesce(own.code, own.name, project.title) as name, own.week_end, worth.money, worth.currency
from asked
left join own using (thing_no)
left join project_of using (thing_no)
left join fact.project as project on project.thing_no = project_of.project_no
left join person_of using (thing_no)
left join fact.person as person on person.thing_no = person_of.person_no
left join worth using (thing_no)
