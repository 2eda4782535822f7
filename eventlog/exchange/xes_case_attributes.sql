-- grain: one row per attribute of a case $first to $last, with the value it had last
select kase.case_no, attribute.name, attribute.type, attribute.value
from object_attribute as attribute
join chosen_case as kase using (object_no)
where kase.case_no between $first and $last
qualify attribute.ts = max(attribute.ts) over (partition by attribute.object_no, attribute.name)
order by kase.case_no, attribute.name, attribute.rowid
