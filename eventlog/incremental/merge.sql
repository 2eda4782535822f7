-- grain: the tables of a generation with what is lost taken out and what is won put in
delete from event_object where event_no in (select event_no from event_lost);
delete from event_attribute where event_no in (select event_no from event_lost);
delete from evidence where event_no in (select event_no from event_lost);
delete from event where event_no in (select event_no from event_lost);

delete from object_object where rowid in (
    select object_object.rowid
    from object_object
    semi join relation_lost using (from_object_no, to_object_no, qualifier)
);
delete from object_attribute where object_no in (select object_no from object_changed);
delete from object_key where object_no in (select object_no from object_changed);
delete from object where object_no in (select object_no from object_changed);

insert into object select * exclude (shadow_no, is_new) from object_now;
insert into object_attribute select * from attribute_now;
insert into object_key select * from key_now;
insert into object_object select * from relation_won;
insert into event select * from event_now;
insert into event_object select * from event_object_now;
insert into event_attribute select * from event_attribute_now;
insert into evidence select * from evidence_now;

delete from quarantine where rowid in (select rowid from quarantine_lost);
insert into quarantine select * from quarantine_now;
insert into mended (from mended_now except from mended);
