-- What all shards share: which shard each slot lives on. Its version rises with every change, so that a process sees in
-- one row whether its copy is old.
create table auctions.store (
    only_one      boolean primary key default true check (only_one),
    id            uuid not null default gen_random_uuid(),
    map_version   bigint not null default 1,
    identity_key  bytea
);

insert into auctions.store default values;

create table auctions.shard (
    shard   integer primary key check (shard >= 0),
    weight  double precision not null check (weight > 0)
);

-- epoch is the map's version in which the slot came to this shard.
create table auctions.slot_map (
    slot   integer primary key check (slot between 0 and 16383),
    shard  integer not null references auctions.shard,
    epoch  bigint not null,
    state  text not null default 'settled' check (state in ('settled', 'moving'))
);

-- Single auctions that live elsewhere than their slot.
create table auctions.pin (
    auction_id  uuid primary key,
    shard       integer not null references auctions.shard,
    epoch       bigint not null
);

grant usage on schema auctions to auctions_writer, auctions_projector, auctions_reader;
grant select on all tables in schema auctions to auctions_writer;
grant select on auctions.migration, auctions.shard, auctions.slot_map, auctions.pin
    to auctions_projector, auctions_reader;
grant select (only_one, id, map_version) on auctions.store to auctions_projector, auctions_reader;
