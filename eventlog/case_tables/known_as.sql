-- grain: one row per case's object and object it reaches, under each id that the latter is known by
-- a table, for joins then know how few they are
create or replace temp table {name} as
with
named as ({objects})
select case_object_no, object_no from named
union all
select named.case_object_no, alias.object_no
from named
join identity as alias on alias.canonical_no = named.object_no and alias.object_no <> alias.canonical_no;
