-- grain: one row per object that is known under another's id
select object_type.name, alias.object_id, chief.object_id, identity.rule, identity.decision
from identity
join object as alias on alias.object_no = identity.object_no
join object as chief on chief.object_no = identity.canonical_no
join object_type on object_type.type_no = alias.type_no
order by object_type.name, chief.object_id, alias.object_id
