-- grain: one row per pair of objects that may be one thing and that nobody has decided on
with
named as (select object_no, arg_max(value, ts) as name from object_attribute where name = 'name' group by object_no)

select
    object_type.name, this.object_id, this_name.name, that.object_id, that_name.name, suggestion.score, suggestion.answer
from identity_suggestion as suggestion
join object_type using (type_no)
join object as this on this.object_no = suggestion.left_no
join object as that on that.object_no = suggestion.right_no
left join named as this_name on this_name.object_no = suggestion.left_no
left join named as that_name on that_name.object_no = suggestion.right_no
where coalesce(suggestion.answer, 'later') = 'later'
order by suggestion.score desc nulls last, this.object_id, that.object_id
