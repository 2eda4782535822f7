-- grain: one row per object that is known under an object that is itself known under another, has two names, or is of another type
select alias.object_no
from identity as alias
join object as one on one.object_no = alias.object_no
left join object as other on other.object_no = alias.canonical_no
left join identity as further on further.object_no = alias.canonical_no
where other.object_no is null or further.object_no is not null or one.type_no <> other.type_no
union all
select object_no from identity group by object_no having count(*) > 1
limit 5
