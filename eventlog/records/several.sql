-- grain: one row per hash of a key that landed more than once, or that a pull told to be gone
create or replace temp table {several} as
with
keyed as (select hash({key}) as _code, _gone from {landed} as landed where {key} is not null)
select _code from keyed group by _code having count(*) > 1 or bool_or(_gone);
