-- grain: the tables that rules look at, empty (see `facts.sql`)
create or replace temp table thing (object_no bigint, thing_no bigint, type varchar);
create or replace temp table fact (thing_no bigint, type varchar, name varchar, value varchar);
create or replace temp table link (from_no bigint, from_type varchar, to_no bigint, to_type varchar, qualifier varchar);
create or replace temp table person_sheet (sheet_no bigint, person_no bigint, week_end date);
