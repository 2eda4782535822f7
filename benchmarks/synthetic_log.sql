-- grain: the object-centric tables, one row per case, event and relation of a generated log; way_step holds the ways that cases take
create or replace temp macro chance(number, salt) as (hash(number * 97 + salt + {seed} * 1000003) % 1000003) / 1000003.0;

create or replace temp table way_length as select way_no, count(*) as n from way_step group by way_no;

create or replace temp table made_case as
with
chosen as (
    select
        i as object_no,
        -- a few ways are common, most are rare
        floor(pow(chance(i, 1), 4) * (select count(*) from way_length))::integer as way_no,
        epoch_us(timestamp '2024-01-01') + i * (730 * 86400000000 // {cases}) as start_us,
        0.3 + 3 * pow(chance(i, 2), 3) as pace
    from range({cases}) as case_numbers (i)
)

select chosen.*, (sum(n) over (order by object_no rows unbounded preceding) - n)::bigint as first_event_no
from chosen join way_length using (way_no);

insert into source select unnest(range(len({systems}))), unnest({systems}), unnest({systems});

insert into landed_run (run_no, source_no, run, process) select source_no, source_no, '000001', 'project_to_cash' from source;

insert into object_type values (0, 'project');

insert into event_type select unnest(range(len($activities))), unnest($activities);

insert into resource select i, 'Person ' || i from range(400) as people (i);

insert into object (object_no, object_id, type_no, source_no, run_no, row) select object_no, 'P-' || object_no, 0, 0, 0, object_no from made_case;

insert into object_attribute (object_no, name, type, value, ts)
select object_no, 'region', 'string', ['AMER', 'APAC', 'EMEA'][1 + object_no % 3], timestamp '1970-01-01' from made_case
union all
select object_no, 'fee', 'float', floor(chance(object_no, 3) * 100000)::varchar, timestamp '1970-01-01' from made_case;

insert into event (event_no, event_id, type_no, ts, lifecycle, resource_no, source_no, run_no, row, key, place)
select
    first_event_no + seq as event_no,
    hash(first_event_no + seq) as event_id,
    activity_no as type_no,
    make_timestamp(start_us + (offset_us * pace)::bigint + floor(chance(first_event_no + seq, 4) * 100000000)::bigint) as ts,
    null as lifecycle,
    (hash(object_no * 7 + activity_no) % 400)::integer as resource_no,
    activity_no // 20 as source_no,
    activity_no // 20 as run_no,
    first_event_no + seq as row,
    null as key,
    first_event_no + seq as place
from made_case join way_step using (way_no);

insert into event_object
select first_event_no + seq as event_no, object_no, '' as qualifier
from made_case join way_step using (way_no);

drop table made_case;

drop table way_length;
