-- grain: one row per move between two steps of a process over the last year: its waits, and the money of its cases times the days it waited
with
until as (select epoch_us(as_of) as last_us, epoch_us(as_of - interval 365 day) as first_us from fact.span),

-- money in hundredths of the base currency, at the rate of the day up to which the log goes
money as (
    select case_money.thing_no, sum(case_money.money * coalesce(latest_rate.worth, (select worth from fact.latest_rate where currency is null)) / 10000) as money
    from fact.case_money as case_money
    left join fact.latest_rate as latest_rate using (currency)
    group by case_money.thing_no
),

chosen as (
    select "case".case_no, coalesce(money.money, 0) as money
    from {process}."case" as "case"
    left join {process}.case_slice as slice using (case_no)
    left join money on money.thing_no = "case".object_no
    where {narrowed}
),

waited as (
    select step.activity_no, step.next_activity_no, step.wait_us, step.business_wait_us, chosen.money
    from {process}.step as step
    join chosen using (case_no)
    cross join until
    where step.wait_us is not null and step.ts + step.wait_us between until.first_us and until.last_us
)

select
    before.name as after, following.name as before, count(*) as waits,
    quantile_cont(business_wait_us, 0.5) as half_us, quantile_cont(business_wait_us, 0.9) as most_us,
    sum(money) as money, sum(money * (wait_us / 86400000000)) as money_days
from waited
join {process}.activity as before on before.activity_no = waited.activity_no
join {process}.activity as following on following.activity_no = waited.next_activity_no
group by before.name, following.name
having sum(money) > 0
