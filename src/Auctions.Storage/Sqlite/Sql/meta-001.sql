-- What all shards share: which slot lives where.
create table slot_map (
    slot   integer primary key,
    shard  integer not null,
    epoch  integer not null
) strict;

create table setting (
    name   text primary key,
    value  text not null
) strict;
