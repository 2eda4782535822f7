-- grain: case_known: one row per case's object, a column for each attribute: its own value, else that of the nearest object that describes it
create or replace temp table case_known as
select leading_object.object_no{nearest}
from leading_object
{joins};
