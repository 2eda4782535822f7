-- grain: one row per contract that has projects: when the first of them was in any system, in the PSA, and kicked off
-- needs: project, happened
select
    project.contract_no,
    min(happened.ts) filter (where happened.event_type in ('project_created_in_erp', 'project_shell_created')) as begun_at,
    min(happened.ts) filter (where happened.event_type = 'project_shell_created') as shell_at,
    min(happened.ts) filter (where happened.event_type = 'kickoff_held') as kickoff_at
from fact.project as project
join fact.happened as happened on happened.thing_no = project.thing_no
where
    project.contract_no is not null
    and happened.event_type in ('project_created_in_erp', 'project_shell_created', 'kickoff_held')
group by project.contract_no
