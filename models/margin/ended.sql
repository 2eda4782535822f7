-- grain: one row per project, with its baseline, when work on it began and it was closed, and what it had earned and cost when a forecast was taken after that
with
step as (
    select thing_no, min(ts) filter (where event_type = 'project_closed') as closed_at from fact.happened
    where type = 'project' and event_type = 'project_closed' group by thing_no
),

begun as (select project_no as thing_no, min(day) as first_day, min(coalesce(logged_at, day::timestamp)) as known_at from fact.time_entry group by project_no),

ended as (
    select
        step.thing_no, min_by(taken.revenue_to_date, taken.taken_at)::double as revenue, min_by(taken.cost_to_date, taken.taken_at)::double as cost,
        min(taken.taken_at) as taken_at
    from step
    join fact.project_forecast as taken on taken.project_no = step.thing_no and taken.taken_at >= step.closed_at
    group by step.thing_no
)

select
    project.thing_no as project_no, project.object_id, project.project, project.title, project.client, project.entity, project.practice,
    project.billing_type, project.currency, project.starts_on, project.ends_on, project.baseline_revenue, project.baseline_cost,
    project.cancelled_at, begun.first_day, begun.known_at, step.closed_at, ended.taken_at, ended.revenue, ended.cost
from fact.project as project
join begun using (thing_no)
left join step using (thing_no)
left join ended using (thing_no)
where project.baseline_revenue > 0 and project.baseline_cost > 0
order by project.object_id
