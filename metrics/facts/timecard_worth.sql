-- grain: one row per part of a timesheet on a project: what its billable time is worth at the contract's rates, and all its time at standard rates
-- the contract's rate is that of the grade of the day on its card, else that of the booking; the standard rate is that of the entity that bills
-- hundredths of the project's currency, with fractions
-- needs: time_entry, person_version, rate, assignment, project
with
agreed as (
    select
        contract_no, grade, starts_on as since,
        coalesce(lead(starts_on) over (partition by contract_no, grade order by starts_on), date '9999-12-31') as until,
        max(rate) as rate
    from fact.rate where kind = 'contract' group by contract_no, grade, starts_on
),

standard as (
    select
        entity, grade, starts_on as since,
        coalesce(lead(starts_on) over (partition by entity, grade order by starts_on), date '9999-12-31') as until,
        max(rate) as rate
    from fact.rate where kind = 'standard' group by entity, grade, starts_on
),

entry as (
    select
        worked.card_no, worked.day, worked.minutes, worked.billable, version.grade, project.entity, project.contract_no,
        booking.bill_rate
    from fact.time_entry as worked
    join fact.project as project on project.thing_no = worked.project_no
    left join fact.person_version as version
        on version.person_no = worked.person_no and worked.day >= version.since and worked.day < version.until
    left join fact.assignment as booking on booking.thing_no = worked.assignment_no
)

select
    entry.card_no,
    coalesce(sum(entry.minutes * coalesce(agreed.rate, entry.bill_rate)) filter (where entry.billable), 0) / 60 as contract_value,
    coalesce(sum(entry.minutes * standard.rate), 0) / 60 as standard_value
from entry
left join agreed
    on agreed.contract_no = entry.contract_no and agreed.grade = entry.grade
    and entry.day >= agreed.since and entry.day < agreed.until
left join standard
    on standard.entity = entry.entity and standard.grade = entry.grade
    and entry.day >= standard.since and entry.day < standard.until
group by entry.card_no
