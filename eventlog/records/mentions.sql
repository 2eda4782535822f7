-- grain: one row per record and object of one source that it is or mentions, by the vendor's own id
create or replace temp table mention (
    type_no integer, id varchar, run_no integer, row bigint, stream_no integer, since timestamp, deleted_at timestamp,
    rank integer
);
