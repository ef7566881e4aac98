-- One shard: the journal of its auctions. Instants are ticks of 100 ns since 1970-01-01T00:00:00Z.

-- One row per auction. Owner and epoch are the fence; the other columns are the auction after last_sequence, for lists.
create table head (
    auction_id     blob primary key,
    epoch          integer not null,
    owner          blob,
    last_sequence  integer not null default 0,
    status         integer not null default 0,
    opens_at       integer not null default 0,
    closes_at      integer not null default 0,
    seller         blob,
    title          text,
    currency       text,
    format         integer,
    price          integer,
    bid_count      integer not null default 0,
    leader_number  integer,
    minimum_bid    integer,
    reserve_met    integer not null default 0,
    buy_it_now     integer,
    extensions     integer not null default 0
) without rowid, strict;

create index head_by_end on head (closes_at, auction_id) where status <> 0;
create index head_by_status on head (status, closes_at, auction_id) where status <> 0;
create index head_by_seller on head (seller, closes_at, auction_id) where status <> 0;

-- The truth. position is the order of commits: one writer per file.
create table segment (
    position        integer primary key autoincrement,
    auction_id      blob not null,
    first_sequence  integer not null,
    last_sequence   integer not null,
    epoch           integer not null,
    written_at      integer not null,
    codec_version   integer not null,
    previous_hash   blob not null,
    payload         blob not null
) strict;

create unique index segment_by_sequence on segment (auction_id, first_sequence);

-- A fold of the segments up to sequence, so that opening need not read them.
create table snapshot (
    auction_id     blob primary key,
    sequence       integer not null,
    codec_version  integer not null,
    chain_hash     blob not null,
    payload        blob not null
) without rowid, strict;

-- The bids remembered between two snapshots.
create table key_chunk (
    auction_id     blob not null,
    last_sequence  integer not null,
    codec_version  integer not null,
    payload        blob not null,
    primary key (auction_id, last_sequence)
) without rowid, strict;

-- Which auction a seller's idempotency key made.
create table creation_key (
    seller      blob not null,
    key_hash    blob not null,
    auction_id  blob not null,
    body_hash   blob not null,
    primary key (seller, key_hash)
) without rowid, strict;

-- What a pseudonym is called in public; the journal itself names nobody.
create table person (
    person_id  blob primary key,
    name       text not null
) without rowid, strict;

create index person_by_name on person (name);

create table heartbeat (
    id  integer primary key check (id = 1),
    at  integer not null
) strict;

create table outage (
    began  integer primary key,
    ended  integer not null
) strict;
