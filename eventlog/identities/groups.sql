-- grain: one row per object that is known under the id of another of its group: that of the system that comes first
insert into identity
with
member as (
    select
        unnest($numbers::integer[]) as group_no, unnest($objects::bigint[]) as object_no, unnest($rules::varchar[]) as rule,
        unnest($decisions::varchar[]) as decision
),

named as (
    select
        member.*,
        first_value(member.object_no) over (
            partition by member.group_no
            order by ranked_source.rank, object.deleted_at is not null, length(object.object_id), object.object_id
        ) as canonical_no
    from member
    join object using (object_no)
    join ranked_source on ranked_source.source_no = object.source_no
)

select object_no, canonical_no, rule, decision from named where object_no <> canonical_no;
