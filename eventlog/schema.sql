-- grain: the tables of one generation, one row per source, run, stream, type, resource, object, event, relation, attribute value, identity or conflict (OCEL 2.0 with lineage)
-- A source's number is its place by name, so it does not depend on the order of loading. The source `tracework` holds decisions (its landed
-- streams) and what rules derive (a stream named after each rule, of no run).
create table source (source_no integer, name varchar, system varchar);
create table landed_run (run_no integer, source_no integer, run varchar, process varchar, as_of timestamp);
create table stream (stream_no integer, source_no integer, name varchar);
create table object_type (type_no integer, name varchar);
create table event_type (type_no integer, name varchar);
create table resource (resource_no integer, name varchar);

-- run_no, stream_no and row name the landed record a thing was read from; an object also says since when it is there and
-- when it was known to be deleted. An object that a rule expects (a timesheet nobody wrote) has stream_no of the rule and no run.
create table object (
    object_no bigint, object_id varchar, type_no integer, source_no integer, run_no integer, row bigint,
    stream_no integer, since timestamp, deleted_at timestamp
);

-- quality: logged, business_date, observed or derived. logged_at: when the system wrote it, where that is told apart from ts.
-- since: an observed event happened after it and not later than ts. place: the source's own order among events of one time (never
-- the run, and for records of systems never the row, so that a re-pull in another order gives the same). doubt: why the time is
-- doubted ('before its object', 'improbable'), or null. key: the record's key or log id as text.
create table event (
    event_no bigint, event_id ubigint, type_no integer, ts timestamp, lifecycle varchar,
    resource_no integer, source_no integer, run_no integer, row bigint, key varchar,
    stream_no integer, quality varchar default 'logged', logged_at timestamp, since timestamp, place bigint, doubt varchar
);
create table event_attribute (event_no bigint, name varchar, type varchar, value varchar);
create table object_attribute (
    object_no bigint, name varchar, type varchar, value varchar, ts timestamp, run_no integer, stream_no integer, row bigint
);
create table event_object (event_no bigint, object_no bigint, qualifier varchar);
create table object_object (from_object_no bigint, to_object_no bigint, qualifier varchar);

-- the further records an event rests on: the earlier snapshot of an observed one (row null: the whole pull, which did not have it),
-- all records a derived one used, the decision that mended a record
create table evidence (event_no bigint, run_no integer, stream_no integer, row bigint);

-- objects known under another object's name; `canonical` has every object. rule says how they were matched, decision who confirmed it and when
create table identity (object_no bigint, canonical_no bigint, rule varchar, decision varchar);
create view canonical as
select object.object_no, coalesce(identity.canonical_no, object.object_no) as canonical_no
from object
left join identity using (object_no);

-- pairs that may be one thing, for a person to decide; answer is null, 'same', 'different' or 'later'
create table identity_suggestion (
    type_no integer, left_no bigint, right_no bigint, score double, answer varchar
);

-- kind: duplicate_identity, contradicting_systems, contradicting_times, unknown_master_data, unknown_reference
create table conflict (
    kind varchar, type_no integer, object_no bigint, attribute varchar, systems varchar[], "values" varchar[],
    worth double, currency varchar
);

create table quarantine (
    source varchar, run varchar, stream varchar, row bigint, reason varchar, record varchar,
    key varchar, worth double, currency varchar
);

-- columns that came and no declaration names (what = 'undeclared'), or that are declared and never came ('absent')
create table drift (source_no integer, stream varchar, "column" varchar, what varchar);
create table log_attribute (source_no integer, key varchar, type varchar, value varchar);

-- what tells that an object is the same as one of another system, such as its tax_number, email or code
create table object_key (object_no bigint, name varchar, value varchar);

-- records that a decision mended, and that decision
create table mended (run_no integer, stream_no integer, row bigint, by_run_no integer, by_stream_no integer, by_row bigint);

-- events that were not taken because no object that they name is known
create table unplaced (stream_no integer, type_no integer, events bigint);

-- what rules that derive ask of the whole log, as it was answered: which kinds of things there are at all
create table asked (question varchar, answer varchar);
