-- grain: one row per pair of objects that somebody decided on, with the last answer
create or replace temp table decided as
with
answered as (
    select
        left_object.type_no, left_object.object_no as left_no, right_object.object_no as right_no, decision.answer,
        concat_ws(', ', decision.by, strftime(decision.at, '%Y-%m-%d %H:%M UTC')) as decision,
        decision.at as moment, decision.id as decision_id
    from identity_decision as decision
    join object as left_object on left_object.object_id = decision.left
    join object as right_object
        on right_object.object_id = decision.right and right_object.type_no = left_object.type_no
        and right_object.object_no <> left_object.object_no
    join object_type on object_type.type_no = left_object.type_no
    -- what a rule derives is of no system; a build that goes on knows it already, a whole one not yet
    where (decision.type is null or decision.type = object_type.name)
        and not starts_with(decision.left, 'tracework:') and not starts_with(decision.right, 'tracework:')
)

select * exclude (decision_id)
from answered
qualify row_number() over (
    partition by least(left_no, right_no), greatest(left_no, right_no) order by moment desc, decision_id
) = 1;

insert into identity_suggestion select type_no, left_no, right_no, null, answer from decided;
