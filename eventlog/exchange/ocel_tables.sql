-- grain: the tables of OCEL 2.0 that do not depend on the log's types, one row per type, event, object or relation
create table "event_map_type" ("ocel_type" TEXT primary key, "ocel_type_map" TEXT not null);
create table "object_map_type" ("ocel_type" TEXT primary key, "ocel_type_map" TEXT not null);
create table "event" (
    "ocel_id" TEXT primary key,
    "ocel_type" TEXT not null,
    foreign key ("ocel_type") references "event_map_type" ("ocel_type")
);
create table "object" (
    "ocel_id" TEXT primary key,
    "ocel_type" TEXT not null,
    foreign key ("ocel_type") references "object_map_type" ("ocel_type")
);
create table "event_object" (
    "ocel_event_id" TEXT not null,
    "ocel_object_id" TEXT not null,
    "ocel_qualifier" TEXT not null,
    primary key ("ocel_event_id", "ocel_object_id", "ocel_qualifier"),
    foreign key ("ocel_event_id") references "event" ("ocel_id"),
    foreign key ("ocel_object_id") references "object" ("ocel_id")
);
create table "object_object" (
    "ocel_source_id" TEXT not null,
    "ocel_target_id" TEXT not null,
    "ocel_qualifier" TEXT not null,
    primary key ("ocel_source_id", "ocel_target_id", "ocel_qualifier"),
    foreign key ("ocel_source_id") references "object" ("ocel_id"),
    foreign key ("ocel_target_id") references "object" ("ocel_id")
);
