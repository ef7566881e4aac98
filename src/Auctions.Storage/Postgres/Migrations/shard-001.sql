-- One shard: the journal of its auctions. Instants are ticks of 100 ns since 1970-01-01T00:00:00Z, so that what the
-- engine decided is read back exactly; auctions.to_time shows them to people. Ids and pseudonyms are 16 bytes each.

-- The shard's clock, which rules over every process's own.
create function auctions.clock() returns bigint language sql volatile
    return (extract(epoch from clock_timestamp()) * 10000000)::bigint;

create function auctions.to_time(ticks bigint) returns timestamptz language sql immutable
    return to_timestamp(ticks / 10000000.0);

-- Which database this is: a server refuses a shard that answers to another number or another store.
create table auctions.identity (
    only_one  boolean primary key default true check (only_one),
    store     uuid not null,
    shard     integer not null
);

-- One row per auction. Owner and epoch are the fence: an append locks the row and does not change it, for a long
-- snapshot elsewhere makes updates of one row slow. The other columns are the auction after listed_sequence, for lists:
-- status and closes_at follow at once, the rest at most a second later.
create table auctions.head (
    auction_id       uuid primary key,
    epoch            bigint not null,
    owner            uuid,
    listed_sequence  bigint not null default 0,
    status           smallint not null default 0,
    opens_at         bigint not null default 0,
    closes_at        bigint not null default 0,
    seller           uuid,
    title            text,
    currency         text,
    format           smallint,
    price            bigint,
    bid_count        integer not null default 0,
    leader_number    integer,
    minimum_bid      bigint,
    reserve_met      boolean not null default false,
    buy_it_now       bigint,
    extensions       integer not null default 0
) with (fillfactor = 70);

create index head_by_end on auctions.head (closes_at, auction_id) where status <> 0;
create index head_by_status on auctions.head (status, closes_at, auction_id) where status <> 0;
create index head_by_seller on auctions.head (seller, closes_at, auction_id) where status <> 0;

-- The truth: the events of one write of one auction. A stream lies in one partition, since the partition follows from
-- the month in the auction's id (UUID version 7), so the key is unique over all of them.
create table auctions.segment (
    auction_id      uuid not null,
    first_sequence  bigint not null,
    last_sequence   bigint not null,
    epoch           bigint not null,
    written_at      timestamptz not null default clock_timestamp(),
    transaction_id  xid8 not null default pg_current_xact_id(),
    codec_version   smallint not null,
    previous_hash   bytea not null,
    payload         bytea not null,
    primary key (auction_id, first_sequence),
    check (first_sequence >= 1 and last_sequence >= first_sequence)
) partition by range (auction_id);

-- Payloads are dense already: compressing them again would cost and gain nothing.
alter table auctions.segment alter column payload set storage external;

create index segment_by_transaction on auctions.segment (transaction_id, auction_id, first_sequence);

-- Ids of no month that has a partition.
create table auctions.segment_other partition of auctions.segment default;

create function auctions.first_id_of(month date) returns uuid language sql immutable
    return (lpad(to_hex((extract(epoch from month::timestamp at time zone 'UTC') * 1000)::bigint), 12, '0')
        || repeat('0', 20))::uuid;

-- Makes the partitions of some months, as far as they are missing. A month whose auctions lie among the others already
-- keeps them there.
create function auctions.make_partitions(first_month date, months integer) returns integer language plpgsql as $$
declare
    month date;
    made integer := 0;
begin
    for month in
        select (date_trunc('month', first_month) + make_interval(months => n))::date
        from generate_series(0, months - 1) as n
    loop
        continue when to_regclass(format('auctions.segment_%s', to_char(month, 'YYYY_MM'))) is not null;
        continue when exists (
            select from auctions.segment_other
            where auction_id >= auctions.first_id_of(month)
                and auction_id < auctions.first_id_of((month + interval '1 month')::date));
        execute format(
            'create table auctions.segment_%s partition of auctions.segment for values from (%L) to (%L)',
            to_char(month, 'YYYY_MM'),
            auctions.first_id_of(month),
            auctions.first_id_of((month + interval '1 month')::date));
        made := made + 1;
    end loop;
    return made;
end $$;

-- A fold of the segments up to sequence, so that opening need not read them.
create table auctions.snapshot (
    auction_id     uuid primary key,
    sequence       bigint not null,
    codec_version  smallint not null,
    chain_hash     bytea not null,
    payload        bytea not null
);

-- The bids remembered between two snapshots.
create table auctions.key_chunk (
    auction_id     uuid not null,
    last_sequence  bigint not null,
    codec_version  smallint not null,
    payload        bytea not null,
    primary key (auction_id, last_sequence)
);

alter table auctions.snapshot alter column payload set storage external;
alter table auctions.key_chunk alter column payload set storage external;

-- Which auction a seller's idempotency key made.
create table auctions.creation_key (
    seller      uuid not null,
    key_hash    uuid not null,
    auction_id  uuid not null,
    body_hash   uuid not null,
    primary key (seller, key_hash)
);

-- What a pseudonym is called in public; the journal itself names nobody.
create table auctions.person (
    person_id  uuid primary key,
    name       text not null
);

create index person_by_name on auctions.person (name);

create table auctions.heartbeat (
    only_one  boolean primary key default true check (only_one),
    at        bigint not null
);

create table auctions.outage (
    began  bigint primary key,
    ended  bigint not null
);

create index outage_by_end on auctions.outage (ended desc);

-- Read model, made from the journal and made again from zero when need be: each bidder's bids on each auction.
create table auctions.own_bids (
    bidder         uuid not null,
    auction_id     uuid not null,
    bidder_number  integer not null,
    maximum        bigint not null,
    bids           integer not null,
    last_sequence  bigint not null,
    last_bid_at    bigint not null,
    primary key (bidder, auction_id)
);

create index own_bids_by_time on auctions.own_bids (bidder, last_bid_at desc, auction_id);

-- How far the read model came: the last segment taken in, in the order of transactions.
create table auctions.checkpoint (
    only_one        boolean primary key default true check (only_one),
    transaction_id  xid8 not null,
    auction_id      uuid not null,
    first_sequence  bigint not null
);

insert into auctions.checkpoint (transaction_id, auction_id, first_sequence)
values ('0', '00000000-0000-0000-0000-000000000000', 0);

-- Duties: the writer adds to the journal and changes nothing in it, the projector keeps the read model, the reader only
-- reads. None of them changes a table.
grant usage on schema auctions to auctions_writer, auctions_projector, auctions_reader;
grant select on all tables in schema auctions to auctions_writer, auctions_projector, auctions_reader;
grant insert on auctions.segment, auctions.key_chunk, auctions.creation_key to auctions_writer;
grant insert, update on auctions.head, auctions.snapshot, auctions.person, auctions.heartbeat to auctions_writer;
grant insert on auctions.outage to auctions_writer;
grant insert, update on auctions.own_bids to auctions_projector;
grant update on auctions.checkpoint to auctions_projector;
