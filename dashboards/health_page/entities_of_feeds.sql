-- grain: one row per source and legal entity that its objects say they are of
select distinct source.name, attribute.value
from object_attribute as attribute
join object using (object_no)
join source on source.source_no = object.source_no
where attribute.name = 'entity' and attribute.value is not null
order by source.name, attribute.value
