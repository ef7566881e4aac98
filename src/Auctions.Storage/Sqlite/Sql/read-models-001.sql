-- Read models: made from the journal, and can be made again from zero.

create table own_bids (
    bidder         blob not null,
    auction_id     blob not null,
    bidder_number  integer not null,
    maximum        integer not null,
    bids           integer not null,
    last_sequence  integer not null,
    last_bid_at    integer not null,
    primary key (bidder, auction_id)
) without rowid, strict;

create index own_bids_by_time on own_bids (bidder, last_bid_at desc, auction_id);

-- How far each shard's journal is taken in.
create table checkpoint (
    shard     integer primary key,
    position  integer not null
) strict;
