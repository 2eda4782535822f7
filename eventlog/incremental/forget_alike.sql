-- grain: what is known of the identity of the objects in `alike`, taken out
insert into past_identity from identity where object_no in (select object_no from alike);

delete from identity where object_no in (select object_no from alike);

delete from conflict where kind = 'duplicate_identity' and object_no in (select object_no from alike);

insert into resolved_object from alike;
