-- grain: the tables of one generation, one row per source, run, type, resource, object, event, relation or attribute value (OCEL 2.0)
create table source (source_no integer, name varchar, system varchar);
create table landed_run (run_no integer, source_no integer, run varchar, process varchar);
create table object_type (type_no integer, name varchar);
create table event_type (type_no integer, name varchar);
create table resource (resource_no integer, name varchar);
create table object (object_no bigint, object_id varchar, type_no integer, source_no integer, run_no integer, row bigint);
create table event (
    event_no bigint, event_id ubigint, type_no integer, ts timestamp, lifecycle varchar,
    resource_no integer, source_no integer, run_no integer, row bigint, key varchar
);
create table event_attribute (event_no bigint, name varchar, type varchar, value varchar);
create table object_attribute (object_no bigint, name varchar, type varchar, value varchar, ts timestamp);
create table event_object (event_no bigint, object_no bigint, qualifier varchar);
create table object_object (from_object_no bigint, to_object_no bigint, qualifier varchar);
create table quarantine (source varchar, run varchar, stream varchar, row bigint, reason varchar, record varchar);
create table log_attribute (source_no integer, key varchar, type varchar, value varchar);
